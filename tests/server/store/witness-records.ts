/** What the crash tests write, told by its name alone, so that it can be looked for afterwards. */
import type { JournalRecord } from '../../../server/store/contract.ts'

export const BOARD = 'b1'
export const AT = 1_800_000_000_000

export const recordsOf = (name: string, count: number): JournalRecord[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { type: 'update', at: AT + index, by: name, bytes: new Uint8Array(40).fill(index) }
      : { type: 'change', at: AT, by: name, touches: [{ root: 'placements', key: `s${index}` }] },
  )
