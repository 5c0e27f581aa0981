import { expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import type { EraseReceipt } from '../../../shared/erasure/calls.ts'
import { sharingWords } from '../../../shared/erasure/same-words.ts'
import { openTestServer } from '../../support/server.ts'

/** F37 is F37a and F37b, and F37b is F37b1 and F37b2. */
async function splitBoard() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [
    { source: 'F', number: '36', text: 'Be kind.' },
    { source: 'F', number: '37', text: 'Be open. Be on time. Be clear.' },
  ])
  await grace.post('/statements/F37/split', {
    parts: [{ text: 'Be open.' }, { text: 'Be on time. Be clear.' }],
  })
  await grace.post('/statements/F37b/split', { parts: [{ text: 'Be on time.' }, { text: 'Be clear.' }] })
  const room = () => server.rooms.open(board.board.id)
  const erase = async (statement: string) =>
    (await grace.post<EraseReceipt>('/erase', { statement, reason: 'Asked for' })).body.wordsIn
  return { grace, room, erase }
}

it.each([
  ['F36', []],
  ['F37', ['F37a', 'F37b', 'F37b1', 'F37b2']],
  ['F37a', ['F37']],
  ['F37b', ['F37', 'F37b1', 'F37b2']],
  ['F37b2', ['F37', 'F37b']],
])(
  '[S7] the receipt of %s names the statements that still hold words of it because of a split',
  async (id, others) => {
    const { erase, room } = await splitBoard()

    expect(await erase(id)).toEqual(others)

    for (const it of others) expect(rootsOf((await room()).doc).statements.has(it)).toBe(true)
  },
)

it('[S7] parts that were put together again are named too: the history and versions still hold them', async () => {
  const { grace, erase } = await splitBoard()
  await grace.post('/statements/F37b/join', {})

  expect(await erase('F37b')).toEqual(['F37', 'F37b1', 'F37b2'])
})

it('ties that go round in a circle come to an end', () => {
  expect(
    sharingWords(
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'a',
    ),
  ).toEqual(['b'])
})
