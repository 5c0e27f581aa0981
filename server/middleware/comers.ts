/**
 * How fast a link lets new people in: a hall full of them behind one hospital’s address, more from
 * everywhere, and after that some a minute.
 *
 * Everybody who is in has an allowance of their own, so without this whoever holds a link would have as many
 * as they like. Whoever was in before comes back at any time; nobody counts who was not let in.
 */
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import { openPace } from './pace.ts'

export interface Comers {
  /** Null, or why not just now. */
  take(link: string, address: string): Problem | null
}

const FROM_ONE_ADDRESS = { atOnce: 600, perSecond: 1 }
const FROM_EVERYWHERE = { atOnce: 1_000, perSecond: 3 }

export function openComers(clock: Clock): Comers {
  const fromOne = openPace(clock, FROM_ONE_ADDRESS.perSecond, FROM_ONE_ADDRESS.atOnce)
  const fromAll = openPace(clock, FROM_EVERYWHERE.perSecond, FROM_EVERYWHERE.atOnce)
  return {
    take(link, address) {
      const isTooFast = !fromAll.allows(link) || fromOne.take(`${link} ${address}`) !== null
      if (isTooFast) return new Problem('door_crowded', '')
      return fromAll.take(link)
    },
  }
}
