/**
 * Tells the log who was turned away, for whoever looks into an attack afterwards.
 *
 * A line names the rule, the call by its pattern, and whom as far as that is known; nothing of what was sent,
 * which may be somebody's key. A stranger may be refused as often as they like, so lines come at a pace; how
 * many refusals there were in all is told by the metrics.
 */
import type { Context } from 'hono'
import type { Clock } from '../../shared/clock.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Env } from './access.ts'
import { addressOf } from './address.ts'
import { openPace } from './pace.ts'
import { patternOf } from './route-pattern.ts'

/** Somebody asked for what is not theirs, guessed, or asked too often; everything else is everyday. */
const TOLD: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'origin_foreign',
  'link_invalid',
  'link_withdrawn',
  'code_wrong',
  'create_key_wrong',
  'board_unknown',
  'role_forbids',
  'too_many',
  'door_crowded',
])

const LINES_AT_ONCE = 200
const LINES_PER_SECOND = 2

export type Refusals = (c: Context<Env>, problem: Problem) => void

export function openRefusals(config: Pick<Config, 'trustedProxies'>, clock: Clock, log: Log): Refusals {
  const lines = openPace(clock, LINES_PER_SECOND, LINES_AT_ONCE)
  return (c, { code }) => {
    if (!TOLD.has(code) || lines.take('lines') !== null) return
    const access = c.get('access') as Env['Variables']['access'] | undefined
    log.warn(
      {
        code,
        method: c.req.method,
        route: patternOf(c),
        from: addressOf(c, config),
        ...(access && { board: access.room.id, participant: access.grant.participant }),
      },
      'refused',
    )
  }
}
