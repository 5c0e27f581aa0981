/**
 * A day while somebody types it: the browser's field gives 0002 on the way to 2027, a day that nobody means.
 */
import { isDay } from '../../shared/board.ts'

/** What such a field takes. */
export const TYPED_DAYS = { min: '1990-01-01', max: '2099-12-31' }

export const isTypedDay = (words: string): boolean => isDay(words) && words >= TYPED_DAYS.min
