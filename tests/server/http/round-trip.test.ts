/**
 * What goes out of one board and into another: the statements are the same, and no cell is a formula.
 */
import { expect, it } from 'vitest'
import { openJson } from '../../../client/panels/import/files/json.ts'
import type { ImportReply, StatementReply } from '../../../shared/api.ts'
import { sameStatement } from '../../../shared/doc/same-as.ts'
import { guessColumns, readSheet, rowsOf } from '../../../shared/imports/csv.ts'
import { type Member, openTestServer } from '../../support/server.ts'

const ROWS = [
  {
    source: 'The inquiry',
    ref: 'F1',
    text: '=HYPERLINK("http://x")',
    title: "'=quoted",
    chapter: 'Culture; care',
  },
  {
    source: 'The inquiry',
    ref: 'F2',
    text: 'Boards visit.\nThey say, "what" they saw.',
    page: '-3',
    theme: '@x',
  },
  {
    source: 'The inquiry',
    ref: 'F10',
    text: "''+1\t2",
    addressedTo: '＝1',
    officialStatus: 'Accepted in part',
  },
  { source: 'A review', ref: 'K3', text: '%25 of wards', officialStatus: 'Yes', officialText: '|x\r\n- y' },
]

async function filled() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('preparing', ROWS)
  const room = await server.rooms.open(board.board.id)
  const parts = [{ text: 'Boards visit.' }, { text: 'They say, "what" they saw.', title: '=1+1' }]
  await grace.post('/statements/F2/split', { parts })
  await room.edit(grace.id, (doc) => sameStatement(doc, 'K3', 'F1'))
  const empty = async () => (await server.openBoard('preparing', [])).grace
  return { server, grace, empty }
}

/** By reference: ids and places are each board's own. */
async function statementsOf(member: Member) {
  const { body } = await member.get<StatementReply[]>('/statements')
  const refs = new Map(body.map((it) => [it.id, it.ref]))
  return body.map(({ id: _, placement: __, response: ___, lacks: ____, decision: _____, ...it }) => ({
    ...it,
    ...(it.sameAs && { sameAs: refs.get(it.sameAs) }),
    ...(it.partOf && { partOf: refs.get(it.partOf) }),
  }))
}

it('[out-2][out-3] mapping.csv makes the same statements on another board, and changes nothing on its own', async () => {
  const { grace, empty } = await filled()
  const { text } = await grace.get('/exports/mapping.csv')
  for (const line of readSheet(text).lines.flat()) expect(line).not.toMatch(/^[\s]*[=+\-@＝]/)
  const other = await empty()

  const { body } = await other.post<ImportReply>('/statements', text, { type: 'text/csv' })
  const again = await grace.post<ImportReply>('/statements?mode=update', text, { type: 'text/csv' })

  expect(body).toEqual({ added: 6, updated: 0, unchanged: 0, rejected: [] })
  expect(again.body).toEqual({ added: 0, updated: 0, unchanged: 6, rejected: [] })
  expect(await statementsOf(other)).toEqual(await statementsOf(grace))
})

it('[out-3] board.json makes the same statements on another board, and changes nothing on its own', async () => {
  const { grace, empty } = await filled()
  const { text } = await grace.get('/exports/board.json')
  const table = openJson(text).sheets[0]?.table
  if (!table) throw new Error('no table')
  const rows = rowsOf(table, guessColumns(table.heading)).rows.map((it) => it.cells)
  const other = await empty()

  const { body } = await other.post<ImportReply>('/statements', rows)
  const again = await grace.post<ImportReply>('/statements?mode=update', rows)

  expect(body).toEqual({ added: 6, updated: 0, unchanged: 0, rejected: [] })
  expect(again.body).toEqual({ added: 0, updated: 0, unchanged: 6, rejected: [] })
  expect(await statementsOf(other)).toEqual(await statementsOf(grace))
})
