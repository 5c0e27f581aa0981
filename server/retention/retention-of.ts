/** What a board's entry says of how long it is kept. */
import { NO_RETENTION, type Retention } from '../../shared/retention.ts'
import type { BoardEntry } from '../store/contract.ts'

export const retentionOf = (entry: Pick<BoardEntry, 'retention'> | undefined): Retention => ({
  until: entry?.retention?.until ?? NO_RETENTION.until,
  hold: entry?.retention?.hold ?? NO_RETENTION.hold,
})
