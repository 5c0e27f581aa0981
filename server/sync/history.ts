/**
 * Who changed what, from where to where: what the records of a journal say, newest first.
 *
 * The newest stay in memory; older ones are read from the journal piece by piece, backwards, and only as
 * far as somebody asks. What one person types into one text within a minute is one line; what was done as
 * one is given as a whole.
 */
import type { StatementId } from '../../shared/board.ts'
import type { Journal, JournalRecord, Position } from '../store/contract.ts'
import { sharedTurns } from '../turns.ts'
import type { HistoryEntry } from './contract.ts'
import { isTold, linesOf } from './history-lines.ts'
import { beforeStretch, type Mentions, statementsOf } from './mentions.ts'

const KEPT = 1_000
const ONE_SITTING_MS = 60_000

export interface HistoryFilter {
  statement?: StatementId
  before?: Position
  limit: number
}

interface Change {
  position: Position
  record: JournalRecord
}

export class History {
  /** Oldest first, and all there are after position `since`. */
  private kept: Change[] = []

  constructor(
    private readonly journal: Journal,
    private since: Position,
    private readonly mentions: () => Mentions,
  ) {}

  add(position: Position, record: JournalRecord): void {
    if (!isTold(record)) return
    this.kept.push({ position, record })
    if (this.kept.length < 2 * KEPT) return
    const dropped = this.kept.splice(0, KEPT)
    this.since = dropped.at(-1)?.position ?? this.since
  }

  async page({
    statement,
    before = Number.POSITIVE_INFINITY,
    limit,
  }: HistoryFilter): Promise<HistoryEntry[]> {
    const page: HistoryEntry[] = []
    const shareTurn = sharedTurns()
    const take = async (changes: readonly Change[]): Promise<boolean> => {
      for (const change of changes.toReversed()) {
        if (change.position >= before) continue
        for (const entry of newestFirst(change)) {
          if (statement !== undefined && !statementsOf(entry).includes(statement)) continue
          const last = page.at(-1)
          if (last && isOneSitting(last, entry)) merge(last, entry)
          else if (page.length >= limit && (!last || oldestOf(last) !== entry.position)) return true
          else page.push(entry)
        }
        await shareTurn()
      }
      return false
    }
    // While it is looked through, what is kept may move on.
    let since = Math.min(this.since, before - 1)
    if (await take(this.kept)) return page
    while (since > 0) {
      const until = since
      since = beforeStretch(until)
      if (statement !== undefined && !this.mentions().mayBeIn(statement, until)) continue
      const older = await this.read(since, until)
      if (until === this.since && this.kept.length + older.length <= KEPT) {
        this.kept = [...older, ...this.kept]
        this.since = since
      }
      if (await take(older)) break
    }
    return page
  }

  /** The journal was rewritten: nothing of what stood in it is kept here. */
  forget(): void {
    this.kept = []
    this.since = this.journal.end
  }

  private async read(after: Position, until: Position): Promise<Change[]> {
    const changes: Change[] = []
    const shareTurn = sharedTurns()
    for await (const { position, record } of this.journal.read(after)) {
      if (position > until) break
      if (isTold(record)) changes.push({ position, record })
      await shareTurn()
    }
    return changes
  }
}

function* newestFirst({ position, record }: Change): Iterable<HistoryEntry> {
  const { at, by } = record
  for (const line of linesOf(record).toReversed()) yield { ...line, position, at, by }
}

const isOneSitting = (later: HistoryEntry, earlier: HistoryEntry): boolean =>
  later.root === earlier.root &&
  later.key === earlier.key &&
  later.by === earlier.by &&
  later.inserted !== undefined &&
  earlier.inserted !== undefined &&
  later.at - earlier.at < ONE_SITTING_MS

/** From where a page after this line goes on. */
export const oldestOf = ({ since, position }: HistoryEntry): Position => since ?? position

function merge(into: HistoryEntry, earlier: HistoryEntry): void {
  into.since = earlier.position
  into.inserted = (into.inserted ?? 0) + (earlier.inserted ?? 0)
  into.removed = (into.removed ?? 0) + (earlier.removed ?? 0)
}
