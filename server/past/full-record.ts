/**
 * What the full record has beside the document: who did what when, and every vote as it was shown.
 *
 * It is read and written down a page at a time: the room goes on in between, and whoever makes the file is
 * handed texts, which another thread takes over far more quickly than thousands of lines.
 */
import type { FullRecord } from '../../shared/exports/contract.ts'
import type { WrittenRecord } from '../../shared/exports/record-sheets.ts'
import type { Room } from '../sync/contract.ts'
import { oldestOf } from '../sync/history.ts'
import { sharedTurns } from '../turns.ts'

/** As many lines as a person still looks through; what is older stands on the page History. */
const MOST_LINES = 5_000
const WRITTEN_AT_ONCE = 250

export type Recorded = Pick<Room, 'history'> & { state: Pick<Room['state'], 'votes'> }

/** `until` is the position that a sealed version stands for. */
export async function fullRecord(
  room: Recorded,
  until = Number.MAX_SAFE_INTEGER - 1,
): Promise<WrittenRecord> {
  const pages: string[] = []
  let lines = 0
  let before = until + 1
  let isCut = false
  const shareTurn = sharedTurns()
  while (true) {
    // In one go: each page that is asked for has the journal read again from where it stands.
    const page = await room.history({ before, limit: Math.max(1, MOST_LINES - lines) })
    const last = page.at(-1)
    if (!last) break
    if (lines >= MOST_LINES) {
      isCut = true
      break
    }
    lines += page.length
    before = oldestOf(last)
    for (let at = 0; at < page.length; at += WRITTEN_AT_ONCE) {
      const some = page.slice(at, at + WRITTEN_AT_ONCE)
      pages.push(JSON.stringify(some.map(({ since: _, ...line }) => line)))
      await shareTurn()
    }
  }
  const rounds: FullRecord['rounds'] = Array.from(room.state.votes.allRounds()).flatMap(([statement, all]) =>
    all.flatMap(({ vote, result }, at) => (result ? [{ statement, vote, round: at + 1, result }] : [])),
  )
  return { pages, isCut, rounds: JSON.stringify(rounds) }
}
