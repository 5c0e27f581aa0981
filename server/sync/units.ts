/**
 * Items by the units they have: which unit is meant, and which item has it.
 */
import type { Id } from './update-decoder.ts'

export const isSameId = (a: Id | null, b: Id | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

/** Which of one client's items, by clock, has this unit; -1 where none does. */
export function indexOfUnit(items: readonly { clock: number; length: number }[], clock: number): number {
  let low = 0
  let high = items.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const item = items[middle] as { clock: number; length: number }
    if (clock < item.clock) high = middle - 1
    else if (clock >= item.clock + item.length) low = middle + 1
    else return middle
  }
  return -1
}
