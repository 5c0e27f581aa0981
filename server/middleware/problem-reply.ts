/**
 * The one place where a refusal becomes a reply, and where a fault of our own is logged and said plainly.
 */
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ErrorReply } from '../../shared/api.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import type { Log } from '../log.ts'
import { StorageFatal, StorageMoved, StorageUnavailable } from '../store/contract.ts'
import type { Env } from './access.ts'
import { toldToWait } from './asking-on.ts'
import type { Refusals } from './refusals.ts'
import type { Slowed } from './slowed.ts'

/** Seconds after which trying again may help. */
export const RETRY_AFTER: Partial<Record<ProblemCode, number>> = {
  too_many: 10,
  door_crowded: 30,
  not_saving: 5,
  stopping: 5,
  board_moving: 2,
}

/**
 * What says to another node, or a load balancer, that the board is on its way from here. `before`: nothing
 * of what was asked has happened; `meanwhile`: whoever only looks may ask again.
 */
export const MOVED_HEADER = 'x-due-regard-moved'
const MOVING: readonly ProblemCode[] = ['stopping', 'board_moving']

export function replyWithProblems(
  log: Log,
  refusals: Refusals,
  slowed: Slowed,
  onFatal: (error: StorageFatal) => void,
): ErrorHandler<Env> {
  return async (error, c) => {
    const problem = problemOf(error)
    refusals(c, problem)
    if (problem.code === 'internal') log.error({ err: error, method: c.req.method }, 'a request failed')
    if (error instanceof StorageFatal) onFatal(error)
    const wait = RETRY_AFTER[problem.code]
    if (wait !== undefined) c.header('retry-after', String(wait))
    if (MOVING.includes(problem.code)) c.header(MOVED_HEADER, 'meanwhile')
    if (problem.code === 'too_many') await toldToWait(c, slowed())
    return refusal(c, problem)
  }
}

export const replyNotFound: NotFoundHandler<Env> = (c) => refusal(c, new Problem('not_found', ''))

/** With its length told, so that nothing packs the few bytes: whoever is refused most costs least. */
function refusal(c: Context<Env>, problem: Problem): Response {
  const text = JSON.stringify(replyOf(problem))
  return c.body(text, PROBLEMS[problem.code].status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
  })
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StorageUnavailable) return new Problem('not_saving', '')
  if (error instanceof StorageMoved) return new Problem('board_moving', '')
  if (error instanceof HTTPException && error.status < 500) return new Problem('bad_request', error.message)
  return new Problem('internal', '')
}

const replyOf = ({ code, detail }: Problem): ErrorReply => ({
  error: { code, message: PROBLEMS[code].says, ...(detail && { detail }) },
})
