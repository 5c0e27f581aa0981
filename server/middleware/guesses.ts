/**
 * Bounds guessing at short codes: an address that was wrong too often is answered nothing for a while, right
 * or wrong, for otherwise the one right guess among many would still come through.
 *
 * Looking and counting is one step without a wait between, so many guesses at once are counted as many.
 */
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import { openPace } from './pace.ts'

export interface Guesses {
  /** What `look` finds; throws `code_wrong` where that is nothing, `too_many` where there was too much of it. */
  judge<Found>(from: string, look: () => Found | null): Found
}

/** A hall of people behind one address mistypes as often; a script would need years. */
const AT_ONCE = 30
const PER_SECOND = 0.5

export function openGuesses(clock: Clock): Guesses {
  const wrong = openPace(clock, PER_SECOND, AT_ONCE)
  return {
    judge(from, look) {
      if (!wrong.allows(from)) throw new Problem('too_many', 'codes')
      const found = look()
      if (found !== null) return found
      wrong.take(from)
      throw new Problem('code_wrong', '')
    },
  }
}
