/**
 * In which stretches of the journal each statement is spoken of, so that its history need not read the rest.
 */
import { isId, type StatementId } from '../../shared/board.ts'
import type { JournalRecord, Position, Touch } from '../store/contract.ts'
import { linesOf } from './history-lines.ts'

/** A stretch has so many positions, the first begins with 1. */
const STRETCH = 2_000

/** The last position before the stretch that a position is in. */
export const beforeStretch = (position: Position): Position => position - 1 - ((position - 1) % STRETCH)

export class Mentions {
  /** Of the records up to here nothing is known: a snapshot of before there was this has none. */
  private since: Position = 0
  /** A bit a stretch, the first is the lowest. */
  private readonly stretches = new Map<StatementId, bigint>()

  fold(position: Position, record: JournalRecord): void {
    const bit = bitOf(position)
    for (const line of linesOf(record)) {
      for (const statement of statementsOf(line)) {
        const known = this.stretches.get(statement) ?? 0n
        if ((known & bit) === 0n) this.stretches.set(statement, known | bit)
      }
    }
  }

  /** Whether a statement may be spoken of in the stretch that ends with, or has, this position. */
  mayBeIn(statement: StatementId, position: Position): boolean {
    if (beforeStretch(position) < this.since) return true
    return ((this.stretches.get(statement) ?? 0n) & bitOf(position)) !== 0n
  }

  toJSON() {
    return { since: this.since, in: Array.from(this.stretches, ([id, bits]) => [id, bits.toString(16)]) }
  }

  restore(saved: ReturnType<Mentions['toJSON']> | undefined, position: Position): void {
    this.since = saved?.since ?? position
    for (const [id = '', bits = '0'] of saved?.in ?? []) this.stretches.set(id, BigInt(`0x${bits}`))
  }
}

const bitOf = (position: Position): bigint => 1n << BigInt(beforeStretch(position) / STRETCH)

/** The statements that a touch is of: its words, its place, its answer, its comments. */
export function statementsOf({ root, key, from, to }: Touch): StatementId[] {
  switch (root) {
    case 'statements':
    case 'placements':
    case 'why':
      return [key]
    case 'responses':
      return [key.slice(0, Math.max(0, key.indexOf('/')))]
    case 'live':
      return key.includes('/') ? [key.slice(key.lastIndexOf('/') + 1)] : []
    case 'comments':
      return [from, to].flatMap((it) => {
        const on = (it as { on?: unknown } | undefined)?.on
        // Parts of the plan are commented on as well, and have no history of their own.
        return isId(on) ? [on] : []
      })
    default:
      return []
  }
}
