/**
 * So much of what was written last is kept in memory, for a Redis that comes back without it.
 */
import type { Position } from '../contract.ts'
import type { Encoded } from './reading.ts'

const MOST_BYTES = 4 * 1024 * 1024
const MOST_RECORDS = 20_000

export class WrittenLately {
  private readonly records: Encoded[] = []
  private bytes = 0

  add(record: Encoded): void {
    this.records.push(record)
    this.bytes += record.encoded.length
    let gone = 0
    while (
      this.records.length - gone > MOST_RECORDS ||
      (this.bytes > MOST_BYTES && gone < this.records.length - 1)
    ) {
      this.bytes -= this.records[gone]?.encoded.length ?? 0
      gone += 1
    }
    // Not one by one: taking the first off a long list moves all the others.
    if (gone > 0) this.records.splice(0, gone)
  }

  /** What was written after a position, as far as it is kept. */
  since(position: Position): Encoded[] {
    return this.records.filter((it) => it.position > position)
  }

  forget(): void {
    this.records.length = 0
    this.bytes = 0
  }
}
