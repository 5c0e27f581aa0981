/**
 * Where files are made and read, and boards compared: off the event loop, so that a board of two thousand statements leaving as a
 * file, or a table made to be hard to read, holds up nobody's move.
 *
 * One file after the other, by one hand. What waits is asked for its contents only when its turn has come,
 * so a queue holds no copies of boards; a file that is too much for the hand takes no other with it.
 */
import { Worker } from 'node:worker_threads'
import type { ParticipantId } from '../shared/board.ts'
import type { Clock } from '../shared/clock.ts'
import { type ExportOrder, writeExport } from '../shared/exports/write.ts'
import { importerFor } from '../shared/imports/registry.ts'
import { type ParsedRows, UnreadableImport } from '../shared/imports/rows.ts'
import { type CompareOrder, compareStates } from '../shared/past/compare-order.ts'
import type { Comparison } from '../shared/past/comparison.ts'
import { type Preview, type PreviewOrder, previewRestore } from '../shared/past/preview-order.ts'
import { Problem, type ProblemCode } from '../shared/problem.ts'
import { takeTurns } from './turns.ts'

export interface Desk {
  /** A board as a file; `order` is asked when its turn has come. */
  write(by: ParticipantId, order: () => Promise<ExportOrder>): Promise<string | Uint8Array>
  /** The rows of a table. Throws `UnreadableImport` where there are none to be had. */
  read(by: ParticipantId, order: ReadOrder): Promise<ParsedRows>
  /** What is different between two states of a board; `order` is asked when its turn has come. */
  compare(by: ParticipantId, order: () => Promise<CompareOrder>): Promise<Comparison>
  /** What restoring would change; `order` is asked when its turn has come. */
  preview(by: ParticipantId, order: () => Promise<PreviewOrder>): Promise<Preview>
  close(): Promise<void>
}

export interface ReadOrder {
  mediaType: string
  bytes: Uint8Array
}

export type DeskOrder =
  | { write: ExportOrder }
  | { read: ReadOrder }
  | { compare: CompareOrder }
  | { preview: PreviewOrder }
type Done = string | Uint8Array | ParsedRows | Comparison | Preview
export type DeskAnswer =
  | { done: Done }
  | { unreadable: string }
  | { refused: ProblemCode }
  | { failed: string }

/** Whoever does the work; never asked for two things at once. */
export interface Hand {
  /** Rejects where the work was the end of whoever did it. */
  make(order: DeskOrder): Promise<DeskAnswer>
  dismiss(): Promise<unknown>
  /** What it held on to after its last answer. */
  readonly heapBytes: number
}

/** The hand stays from the first file until there was none for this long. */
export const IDLE_MS = 60_000
/**
 * A hand that holds on to more stays only so long as one file is asked for after the other: the engine gives
 * little back, and another is hired in a moment.
 */
export const MOST_HELD_BYTES = 64 * 1024 * 1024
export const BRIEFLY_IDLE_MS = 3_000
/** Far longer than the largest board takes: what takes longer was made to. */
export const LONGEST_MS = 20_000
export const MOST_WAITING = 200
/** Of one person: every file there is, and one more. */
export const MOST_EACH = 4

export function openDesk(hire: () => Hand, clock: Clock): Desk {
  const inTurn = takeTurns()
  const waiting = new Map<ParticipantId, number>()
  let all = 0
  let hand: Hand | null = null
  let isClosed = false
  let stop: (problem: Problem) => void = () => {}
  let endIdle = () => {}

  const dismiss = async () => {
    const dismissed = hand
    hand = null
    await dismissed?.dismiss()
  }

  const make = async (order: () => Promise<DeskOrder>): Promise<Done> => {
    if (isClosed) throw new Problem('stopping', '')
    endIdle()
    hand ??= hire()
    const mine = hand
    const stopped = new Promise<never>((_, reject) => {
      stop = reject
    })
    const endWait = clock.after(LONGEST_MS, () => stop(new Problem('too_large', 'the file took too long')))
    try {
      return doneOf(await Promise.race([order().then((it) => mine.make(it)), stopped]))
    } catch (error) {
      if (error instanceof NotMade) throw error.cause
      // Whoever has not answered may never do so: the next file gets a fresh hand.
      void dismiss()
      throw error
    } finally {
      endWait()
      const idleMillis = mine.heapBytes > MOST_HELD_BYTES ? BRIEFLY_IDLE_MS : IDLE_MS
      if (hand === mine) endIdle = clock.after(idleMillis, () => void dismiss())
    }
  }

  const queued = async (by: ParticipantId, order: () => Promise<DeskOrder>): Promise<Done> => {
    const mine = waiting.get(by) ?? 0
    if (mine >= MOST_EACH || all >= MOST_WAITING) throw new Problem('too_many', 'files')
    all += 1
    waiting.set(by, mine + 1)
    try {
      return await inTurn('', () => make(order))
    } finally {
      all -= 1
      const left = (waiting.get(by) ?? 1) - 1
      if (left > 0) waiting.set(by, left)
      else waiting.delete(by)
    }
  }

  return {
    write: (by, order) => queued(by, async () => ({ write: await order() })) as Promise<string | Uint8Array>,
    read: (by, order) => queued(by, async () => ({ read: order })) as Promise<ParsedRows>,
    compare: (by, order) => queued(by, async () => ({ compare: await order() })) as Promise<Comparison>,
    preview: (by, order) => queued(by, async () => ({ preview: await order() })) as Promise<Preview>,
    async close() {
      isClosed = true
      stop(new Problem('stopping', ''))
      endIdle()
      await dismiss()
    },
  }
}

/** The hand is well, the file is not: `cause` says why. */
class NotMade extends Error {}

function doneOf(answer: DeskAnswer): Done {
  if ('done' in answer) return answer.done
  const cause =
    'unreadable' in answer
      ? new UnreadableImport(answer.unreadable)
      : 'refused' in answer
        ? new Problem(answer.refused, '')
        : new Error(answer.failed)
  throw new NotMade('', { cause })
}

/** What a hand does with an order, wherever it works. */
export function answerTo(order: DeskOrder): DeskAnswer {
  try {
    if ('write' in order) return { done: writeExport(order.write) }
    if ('read' in order) return { done: readTable(order.read) }
    return { done: 'compare' in order ? compareStates(order.compare) : previewRestore(order.preview) }
  } catch (error) {
    if (error instanceof UnreadableImport) return { unreadable: error.message }
    if (error instanceof Problem) return { refused: error.code }
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

function readTable({ mediaType, bytes }: ReadOrder): ParsedRows {
  const importer = importerFor(mediaType)
  if (!importer) throw new Error(`no importer reads ${mediaType}`)
  return importer.parse(bytes)
}

/** Works here and at once: for tests, and for a server of nobody's time but its own. */
export const inlineHand = (): Hand => ({
  make: async (order) => answerTo(order),
  dismiss: async () => {},
  heapBytes: 0,
})

/** What a thread says when it has done something. */
export interface ThreadWord {
  answer: DeskAnswer
  heapBytes: number
}

const MOST_HEAP_MB = 256

/** Works in a thread of its own, which a file may be the end of. */
export const hireThread = (script: URL) => (): Hand => {
  const thread = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } })
  let heapBytes = 0
  let answered: (answer: DeskAnswer) => void = () => {}
  let failed: (error: Error) => void = () => {}
  thread.on('message', (word: ThreadWord) => {
    heapBytes = word.heapBytes
    answered(word.answer)
  })
  thread.on('error', (error: Error & { code?: string }) => {
    failed(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Problem('too_large', 'the file') : error)
  })
  return {
    make: (order) =>
      new Promise((resolve, reject) => {
        answered = resolve
        failed = reject
        thread.postMessage(order)
      }),
    dismiss: () => thread.terminate(),
    get heapBytes() {
      return heapBytes
    },
  }
}
