import { expect, it } from 'vitest'
import {
  BRIEFLY_IDLE_MS,
  type DeskAnswer,
  type DeskOrder,
  type Hand,
  IDLE_MS,
  inlineHand,
  LONGEST_MS,
  MOST_EACH,
  MOST_HELD_BYTES,
  MOST_WAITING,
  openDesk,
} from '../../../server/desk.ts'
import { MOST_ROWS, UnreadableImport } from '../../../shared/imports/rows.ts'
import { quiet } from '../../support/rooms.ts'
import { testClock } from '../../support/test-clock.ts'

interface Job {
  order: DeskOrder
  answer(answer: DeskAnswer): void
  die(error: Error): void
}

/** A desk whose hands do nothing until told. */
function openSlowDesk() {
  const clock = testClock()
  const jobs: Job[] = []
  const hands = { hired: 0, dismissed: 0 }
  const held = { bytes: 0 }
  const hire = (): Hand => {
    hands.hired += 1
    return {
      make: (order) => new Promise((answer, die) => jobs.push({ order, answer, die })),
      dismiss: async () => {
        hands.dismissed += 1
      },
      get heapBytes() {
        return held.bytes
      },
    }
  }
  return { desk: openDesk(hire, clock), clock, jobs, hands, held }
}

const table = (text: string) => ({ mediaType: 'text/csv', bytes: new TextEncoder().encode(text) })
const answerOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error) => error)
const NO_ROWS = { done: { rows: [], rejected: [] } }

it('[E7] one file is made after the other, and asked for its contents only when its turn has come', async () => {
  const { desk, jobs } = openSlowDesk()
  const asked: string[] = []
  const order = (board: string) => async () => {
    asked.push(board)
    return { file: 'board.md', board, state: new Uint8Array(), at: 0, set: 'public' } as const
  }

  const first = desk.write('ama', order('one'))
  const second = desk.write('ben', order('two'))
  await quiet()
  const before = [...asked]
  jobs[0]?.answer({ done: 'First' })
  await quiet()
  jobs[1]?.answer({ done: 'Second' })

  expect(before).toEqual(['one'])
  expect(await Promise.all([first, second])).toEqual(['First', 'Second'])
})

it('[E7][S4] a file that is the end of whoever reads it takes no other with it', async () => {
  const { desk, jobs, hands } = openSlowDesk()
  const bomb = answerOf(desk.read('eve', table('bomb')))
  const honest = desk.read('grace', table('text\nOne'))
  await quiet()

  jobs[0]?.die(new Error('out of memory'))
  await quiet()
  jobs[1]?.answer(NO_ROWS)

  expect(await bomb).toMatchObject({ message: 'out of memory' })
  expect(await honest).toEqual(NO_ROWS.done)
  expect(hands).toEqual({ hired: 2, dismissed: 1 })
})

it('[E7][S4] a file that is never done is given up, with a word that says so', async () => {
  const { desk, clock, jobs, hands } = openSlowDesk()
  const endless = answerOf(desk.read('eve', table('endless')))
  const honest = desk.read('grace', table('text\nOne'))
  await quiet()

  clock.advance(LONGEST_MS)
  await quiet()
  jobs[1]?.answer(NO_ROWS)

  expect(await endless).toMatchObject({ code: 'too_large' })
  expect(await honest).toEqual(NO_ROWS.done)
  expect(hands.dismissed).toBe(1)
})

it('[E7][S4] one person has so many files waiting, everybody together so many more', async () => {
  const { desk, jobs } = openSlowDesk()
  const of = (by: string, count: number) =>
    Array.from({ length: count }, () => answerOf(desk.read(by, table('text\nOne'))))

  const eves = of('eve', MOST_EACH + 1)
  const others = Array.from({ length: MOST_WAITING - MOST_EACH }, (_, at) => of(`p${at}`, 1)).flat()
  const late = answerOf(desk.read('grace', table('text\nOne')))
  await quiet()

  expect(await eves.at(-1)).toMatchObject({ code: 'too_many' })
  expect(await late).toMatchObject({ code: 'too_many' })
  for (let at = 0; at < MOST_WAITING; at += 1) {
    jobs[at]?.answer(NO_ROWS)
    await quiet()
  }
  expect(await Promise.all([...eves.slice(0, -1), ...others])).toEqual(Array(MOST_WAITING).fill(NO_ROWS.done))
  const again = desk.read('eve', table('text\nOne'))
  await quiet()
  jobs[MOST_WAITING]?.answer(NO_ROWS)
  expect(await again).toEqual(NO_ROWS.done)
})

it('[E7] what cannot be read is told in words, and the same hand goes on', async () => {
  const { desk, jobs, hands } = openSlowDesk()
  const unreadable = answerOf(desk.read('grace', table('')))
  await quiet()
  jobs[0]?.answer({ unreadable: 'The file is empty.' })

  expect(await unreadable).toEqual(new UnreadableImport('The file is empty.'))
  expect(hands).toEqual({ hired: 1, dismissed: 0 })
})

it('[E6] nobody is kept for whom there is nothing to do, and a stop waits for no file', async () => {
  const { desk, clock, jobs, hands } = openSlowDesk()
  const one = desk.read('grace', table('text\nOne'))
  await quiet()
  jobs[0]?.answer(NO_ROWS)
  await one
  await quiet()

  clock.advance(IDLE_MS)
  await quiet()
  expect(hands).toEqual({ hired: 1, dismissed: 1 })

  const [under, waiting] = [1, 2].map(() => answerOf(desk.read('grace', table('text\nOne'))))
  await quiet()
  await desk.close()
  expect(await under).toMatchObject({ code: 'stopping' })
  expect(await waiting).toMatchObject({ code: 'stopping' })
  expect(clock.waiting).toBe(0)
})

it('[E6][S4] a reader left holding much memory reads what comes at once, and is kept no longer; one of a usual size is', async () => {
  const { desk, clock, jobs, hands, held } = openSlowDesk()
  const read = async () => {
    const rows = desk.read('grace', table('text\nOne'))
    await quiet()
    jobs.at(-1)?.answer(NO_ROWS)
    expect(await rows).toEqual(NO_ROWS.done)
    await quiet()
  }

  held.bytes = MOST_HELD_BYTES
  await read()
  clock.advance(IDLE_MS - 1)
  expect(hands).toEqual({ hired: 1, dismissed: 0 })
  held.bytes += 1
  await read()
  clock.advance(BRIEFLY_IDLE_MS - 1)
  await read()
  expect(hands).toEqual({ hired: 1, dismissed: 0 })
  clock.advance(BRIEFLY_IDLE_MS)
  expect(hands).toEqual({ hired: 1, dismissed: 1 })
  expect(clock.waiting).toBe(0)

  await read()
  expect(hands).toEqual({ hired: 2, dismissed: 1 })
})

it.each([
  ['a million marks that open a quotation', `text\n${'"'.repeat(1_000_001)}`],
  ['more rows than are read', `text\n${'a\n'.repeat(MOST_ROWS + 1)}`],
  ['no heading', '\n\n\n'],
])('[E7] %s is no table', async (_, text) => {
  const desk = openDesk(inlineHand, testClock())

  expect(await answerOf(desk.read('grace', table(text)))).toBeInstanceOf(UnreadableImport)
})
