/**
 * Counts what a stranger got wrong, so that guessing grows slow; whoever gets it right is never counted.
 *
 * Counted by session and address: three hundred people behind one hospital's address, all with a right
 * link, do not notice each other.
 */

import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Door, Env } from './access.ts'
import { addressOf } from './address.ts'

export interface Failures {
  /** Gives back the refusal to answer with: the one given, or that there were too many. */
  count(c: Context<Env>, refusal: Problem): Promise<Problem>
}

const ALLOWED = 20
const PER_SECONDS = 60

export function openFailures(config: Config, door: Door): Failures {
  const limiter = new RateLimiterMemory({ points: ALLOWED, duration: PER_SECONDS })
  return {
    async count(c, refusal) {
      const key = `${addressOf(c, config)} ${(await door.device(c)) ?? '-'}`
      try {
        await limiter.consume(key)
        return refusal
      } catch (error) {
        if (error instanceof Error) throw error
        return new Problem('too_many', '')
      }
    },
  }
}
