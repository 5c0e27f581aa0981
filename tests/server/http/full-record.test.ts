import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { partOf, sheetOf } from '../../support/office-files.ts'
import { openTestServer } from '../../support/server.ts'

const names = (book: Uint8Array) =>
  [...partOf(book, 'xl/workbook.xml').getElementsByTagName('sheet')].map((it) => it.getAttribute('name'))

describe('the full record', () => {
  it('[out-1][seal-2] has who did what when, by number, and of a version what had been done by then', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const room = await server.rooms.open(board.board.id)
    const move = (by: string, column: string) =>
      room.edit(by, (doc) => rootsOf(doc).placements.set('F1', { column, order: 'a1' }))
    await move(ama.id, 'due-regard')
    await grace.post('/versions', { label: 'First' })
    const sealed = '/versions/1/exports/mapping.xlsx?set=full'
    const before = (await grace.get(sealed)).bytes
    await move(grace.id, 'watching-brief')
    await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair', reason: 'Now.' })

    const live = (await grace.get('/exports/mapping.xlsx?set=full')).bytes
    const moved = (book: Uint8Array) =>
      sheetOf(book, 'History').filter((it) => String(it[3]).startsWith('moved it'))

    expect(sheetOf(live, 'History')[1]?.slice(2)).toEqual([
      'F1',
      'decided it: New action (decided by the chair)',
      'Now.',
    ])
    expect(moved(live).map((it) => [it[1] === moved(before)[0]?.[1], it[2], it[3]])).toEqual([
      [false, 'F1', 'moved it from Watching brief to New action'],
      [false, 'F1', 'moved it from Due regard to Watching brief'],
      [true, 'F1', 'moved it from To sort to Due regard'],
    ])
    expect(moved(before)).toHaveLength(1)
    expect(JSON.stringify(sheetOf(live, 'History'))).not.toMatch(new RegExp(`Ama|${ama.id}|${grace.id}`))
    expect((await grace.get(sealed)).bytes).toEqual(before)
    expect(names((await grace.get('/exports/mapping.xlsx')).bytes)).not.toContain('History')
  })

  it('[vote-2] has each round as it was shown, none that was not, and never who', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const people = await Promise.all(
      ['Ama', 'Ben', 'Cai', 'Dee', 'Eve'].map((it) => server.join(board, 'participant', it)),
    )
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
    for (const it of people) {
      await it.put('/votes/1/choices/F1', { choice: 'due-regard', reason: 'Said in confidence.' })
      await it.put('/votes/1/choices/F2', { choice: 'new-action' })
    }
    await grace.patch('/votes/1', { show: ['F1'] })
    const book = (await grace.get('/exports/mapping.xlsx?set=full')).bytes

    expect(sheetOf(book, 'Choices').slice(1)).toEqual([
      ['F1', 1, 1, 0, 5, 0, 0, 0, null, 5, expect.any(String)],
    ])
    expect(JSON.stringify(names(book).map((it) => sheetOf(book, it ?? '')))).not.toContain('in confidence')
  })
})
