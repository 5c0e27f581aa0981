import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import { shortened } from '../../../shared/exports/standing.ts'
import { readSheet } from '../../../shared/imports/csv.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { partOf, sheetOf } from '../../support/office-files.ts'
import { openTestServer } from '../../support/server.ts'

/** A board with two versions: F1 was to sort in the first, a new action in the second, and is watched now. */
async function boardInThreeStates() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const room = await server.rooms.open(board.board.id)
  const move = (column: string) =>
    room.edit(grace.id, (doc) => rootsOf(doc).placements.set('F1', { column, order: 'a1' }))
  await grace.post('/versions', { label: 'First' })
  await move('new-action')
  await grace.post('/versions', { label: 'Second' })
  await move('watching-brief')
  return { server, board, grace }
}

const wordsIn = (docx: Uint8Array) => partOf(docx, 'word/document.xml').documentElement.textContent ?? ''

describe('what tells of changes', () => {
  it('[seal-2] is told since the version before, or since the one asked for', async () => {
    const { grace } = await boardInThreeStates()
    const file = async (path: string) => wordsIn((await grace.get(path)).bytes)

    expect(await file('/exports/changes.docx')).toMatch(/since version 2.*New action → Watching brief/s)
    expect(await file('/exports/changes.docx?since=1')).toMatch(/since version 1.*To sort → Watching brief/s)
    expect(await file('/versions/2/exports/changes.docx')).toMatch(/since version 1.*To sort → New action/s)
    expect(await file('/versions/1/exports/changes.docx')).toContain('No version was sealed before')
    expect((await grace.get('/versions/2/exports/changes.docx?since=2')).status).toBe(404)
    expect((await grace.get('/exports/changes.docx?since=soon')).status).toBe(404)
  })

  it('[seal-2] has each count in both, by how much it differs, and which versions these were', async () => {
    const { grace } = await boardInThreeStates()
    const [, second] = (await grace.get<VersionReply[]>('/versions')).body
    const file = async (path: string) => (await grace.get(path)).bytes
    const now = await file('/exports/changes.docx')
    const rows = [...partOf(now, 'word/document.xml').getElementsByTagName('w:tr')].map((row) =>
      [...row.getElementsByTagName('w:tc')].map((it) => it.textContent),
    )

    expect(rows).toContainEqual(['Watching brief', '0', '1', '+1'])
    expect(rows).toContainEqual(['New action', '1', '0', '−1'])
    expect(wordsIn(now)).toContain(`fingerprint ${shortened(second?.sha256 ?? '')}`)
    await grace.post('/versions', { label: 'Third' })
    expect(wordsIn(await file('/exports/changes.docx'))).toContain('Nothing is different.')
  })

  it('[out-1] the mapping names the category in the last version, and the workbook each change', async () => {
    const { grace } = await boardInThreeStates()
    const lastIn = async (path: string) => {
      const { heading, lines } = readSheet((await grace.get(path)).text)
      return lines[0]?.[heading.indexOf('Category in last version')]
    }

    expect(await lastIn('/exports/mapping.csv')).toBe('New action')
    expect(await lastIn('/versions/2/exports/mapping.csv')).toBe('To sort')
    expect(await lastIn('/versions/1/exports/mapping.csv')).toBe('')
    const changes = sheetOf((await grace.get('/exports/mapping.xlsx')).bytes, 'Changes')
    expect(changes).toContainEqual(['How many', 'Watching brief', null, '0 → 1'])
    expect(changes.at(-1)?.slice(0, 2)).toEqual(['Moved to another category', 'F1'])
  })

  it('[out-1] why is what people wrote and the reason it was decided for', async () => {
    const { grace } = await boardInThreeStates()
    await grace.post('/decisions', {
      statement: 'F1',
      column: 'due-regard',
      how: 'chair',
      reason: 'It is in hand on every ward.',
    })

    const { heading, lines } = readSheet((await grace.get('/exports/mapping.csv')).text)

    expect(lines[0]?.[heading.indexOf('Why')]).toBe('It is in hand on every ward.')
  })
})

describe('briefings one by one', () => {
  it('[out-1] there is one for each lead, after the post, and for nobody else', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const room = await server.rooms.open(board.board.id)
    await room.edit(grace.id, (doc) => {
      createPlanItem(doc, 'action', 'a1', { title: 'Train all', lead: 'Head of Training & Skills' })
      createPlanItem(doc, 'action', 'a2', { title: 'Count beds', lead: 'Head of Training (Skills)' })
    })
    const first = await grace.get('/exports/briefing-head-of-training-skills.docx')
    const second = await grace.get('/exports/briefing-head-of-training-skills-2.docx')

    expect(wordsIn(first.bytes)).toMatch(/Head of Training \(Skills\).*Count beds.*Acknowledged on/s)
    expect(wordsIn(first.bytes)).not.toContain('Train all')
    expect(wordsIn(second.bytes)).toContain('Train all')
    expect((await grace.get('/exports/briefing-head-of-training-skills-3.docx')).status).toBe(404)
    expect((await grace.get('/exports/briefing-Head.docx')).status).toBe(404)
    await grace.post('/versions', { label: 'First' })
    const sealed = await grace.get('/versions/1/exports/briefing-head-of-training-skills.docx')
    expect(wordsIn(sealed.bytes)).toContain('Count beds')
  })
})
