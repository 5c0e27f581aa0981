/**
 * What the full record has beside the document: who did what when, and every vote as it was shown.
 *
 * It is read and written down a page at a time: the room goes on in between, and whoever makes the file is
 * handed texts, which another thread takes over far more quickly than thousands of lines.
 */
import type { FullRecord, WrittenRecord } from '../../shared/exports/record-sheets.ts'
import type { Room } from '../sync/contract.ts'
import { oldestOf } from '../sync/history.ts'
import { sharedTurns } from '../turns.ts'

/** As many lines as a person still looks through; what is older stands on the page History. */
const MOST_LINES = 5_000
const AT_ONCE = 500

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
    const page = await room.history({ before, limit: AT_ONCE })
    const last = page.at(-1)
    if (!last) break
    if (lines >= MOST_LINES) {
      isCut = true
      break
    }
    lines += page.length
    pages.push(JSON.stringify(page.map(({ since: _, ...line }) => line)))
    before = oldestOf(last)
    await shareTurn()
  }
  const rounds: FullRecord['rounds'] = Array.from(room.state.votes.allRounds()).flatMap(([statement, all]) =>
    all.flatMap(({ vote, result }, at) => (result ? [{ statement, vote, round: at + 1, result }] : [])),
  )
  return { pages, isCut, rounds: JSON.stringify(rounds) }
}
