/** What the full record has beside the document: who did what when, and every vote as it was shown. */
import type { FullRecord } from '../../shared/exports/record-sheets.ts'
import type { Room } from '../sync/contract.ts'
import { oldestOf } from '../sync/history.ts'

/** As many lines as a person still looks through; what is older stands on the page History. */
const MOST_LINES = 5_000
const AT_ONCE = 1_000

export type Recorded = Pick<Room, 'history' | 'reads'> & { state: Pick<Room['state'], 'votes'> }

/** `until` is the position that a sealed version stands for. */
export async function fullRecord(room: Recorded, until = Number.MAX_SAFE_INTEGER - 1): Promise<FullRecord> {
  const history: FullRecord['history'][number][] = []
  let before = until + 1
  let isCut = false
  while (true) {
    const page = await room.history({ before, limit: AT_ONCE })
    const last = page.at(-1)
    if (!last) break
    if (history.length >= MOST_LINES) {
      isCut = true
      break
    }
    history.push(...page.map(({ since: _, ...line }) => line))
    before = oldestOf(last)
  }
  const rounds = room.reads
    .snapshot()
    .ids.flatMap((statement) =>
      room.state.votes
        .roundsOf(statement)
        .flatMap(({ vote, result }, at) => (result ? [{ statement, vote, round: at + 1, result }] : [])),
    )
  return { history, isCut, rounds }
}
