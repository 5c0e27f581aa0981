import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { COUNT_EVERY, COUNT_EVERY_STRUCTS, type Tally, tallyWith } from '../../../server/sync/tally.ts'

/** A board of ama's client 1 and ben's client 2, that counts how often whose a client is was asked. */
function countedBoard() {
  const doc = new Y.Doc()
  const write = (client: number, changes: number) => {
    doc.clientID = client
    for (let at = 0; at < changes; at += 1) doc.getMap('m').set(`${client}`, at)
  }
  write(1, 1)
  write(2, 1)
  const asked = { times: 0 }
  const ownerOf = (client: number) => {
    asked.times += 1
    return ['server', 'ama', 'ben'][client]
  }
  const within = (most: number) => (it: Tally) => it.own <= most
  return { doc, write, asked, within, board: { doc, ownerOf } }
}

it('[E2][C16] a change asks for a count of the whole board only now and then', () => {
  const { board, asked, within } = countedBoard()

  for (let at = 0; at < COUNT_EVERY; at += 1) tallyWith(board, 'ama', 1, within(1_000))
  expect(asked.times).toBe(2)

  tallyWith(board, 'ama', 1, within(1_000))
  expect(asked.times).toBe(4)
})

it('[C16] many at once are counted at once', () => {
  const { board, asked, within } = countedBoard()

  tallyWith(board, 'ama', COUNT_EVERY_STRUCTS, within(9_000))
  tallyWith(board, 'ama', 1, within(9_000))

  expect(asked.times).toBe(4)
})

it('[E2][C16] a page that is new to the board has nobody counted, and what it brings is its person’s', () => {
  const { board, write, asked, within } = countedBoard()
  tallyWith(board, 'ama', 1, within(100))

  for (let page = 3; page < 40; page += 1) {
    tallyWith(board, 'ama', 1, within(100))
    write(page, 1)
  }

  expect(asked.times).toBe(2)
  expect(tallyWith(board, 'ama', 1, within(100))).toEqual({ all: 41, own: 40 })
})

it('[C16] what came since is each person’s own, and nobody is refused before it is counted', () => {
  const { board, within } = countedBoard()
  tallyWith(board, 'ama', 4, within(10))
  tallyWith(board, 'ben', 2, within(10))

  // The fours of ama were judged and never came.
  expect(tallyWith(board, 'ama', 4, within(10))).toEqual({ all: 12, own: 9 })
  expect(tallyWith(board, 'ama', 4, within(10))).toEqual({ all: 6, own: 5 })
})
