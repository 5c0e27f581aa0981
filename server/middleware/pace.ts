/**
 * How fast one person may call a board: far more than pages need, far less than a script could.
 */
import type { MiddlewareHandler } from 'hono'
import type { Role } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import { Budget } from '../sync/budget.ts'
import type { Door, Env } from './access.ts'

export interface Pace {
  /** Null, or why not just now; what is refused costs nothing. */
  take(name: string, cost?: number): Problem | null
  /** Whether `take` would be allowed, without taking. */
  allows(name: string, cost?: number): boolean
  /** How many are remembered. */
  readonly size: number
}

/** A store each for whoever is named; those who have used nothing lately are forgotten. */
export function openPace(clock: Clock, perSecond: number, atOnce: number): Pace {
  const budgets = new Map<string, Budget>()
  let nextSweep = 1_000
  const sweep = () => {
    if (budgets.size < nextSweep) return
    for (const [name, budget] of budgets) if (budget.isFull) budgets.delete(name)
    nextSweep = 1_000 + 2 * budgets.size
  }
  return {
    take(name, cost = 1) {
      let budget = budgets.get(name)
      if (!budget) {
        sweep()
        budget = new Budget(clock, perSecond, atOnce)
        budgets.set(name, budget)
      }
      if (budget.wait(cost) > 0) return new Problem('too_many', 'calls')
      budget.use(cost)
      return null
    },
    allows: (name, cost = 1) => (budgets.get(name)?.wait(cost) ?? 0) === 0,
    get size() {
      return budgets.size
    },
  }
}

/** Of calls that only look, and at little. */
export const callPace = (clock: Clock): Pace => openPace(clock, 20, 200)

/** Of looking for one's name at the door: as fast as a hall of people types. */
export const namePace = (clock: Clock): Pace => openPace(clock, 10, 300)

/** What writes, or answers with a whole board, is as dear as so many that only look. */
export const DEAR = 10
const WHOLE = /\/(statements|history|exports|people)(\/|$)/
/** A pack is answered in a minute by whoever has read it before, and all of a queue is sent at once. */
const CHOICE = /\/votes\/\d+\/choices\//
const CHOICE_COST = 0.25
/** Facilitators set a board up by script, decide in a row, and could do harm in easier ways. */
const COST_OF: Record<Role, number> = { facilitator: 0.02, participant: 1, reviewer: 1, observer: 1 }
/** Also of a facilitator: a whole board is made up where everybody's changes are, and nobody reads faster. */
const WHOLE_COST = 1

/** Rows are merged into the board while others wait, however few bytes they came as. */
const IMPORT = /\/statements$/
const IMPORT_COST = 4

/** JSON is read where everybody's changes are, so bodies beyond what pages send cost by their length. */
const FREE_BYTES = 4 * 1024
const BYTES_PER_COST = 16 * 1024
/** A table is read by another thread, and reports are large: six of the largest at once. */
const IMPORT_BYTES_PER_COST = 256 * 1024

/** Opening a socket costs more than a look, and has everybody told who is here. */
const SOCKET = 2

export const pacedSender =
  (door: Door, pace: Pace): Door['sender'] =>
  async (c) => {
    const sender = await door.sender(c)
    return sender instanceof Problem ? sender : (pace.take(sender.participant, SOCKET) ?? sender)
  }

/** Refuses whoever calls too fast, or sends too much; behind `withAccess`. */
export const paced =
  (pace: Pace): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { participant, role } = c.get('access').grant
    const { method, path } = c.req
    const isImport = method === 'POST' && IMPORT.test(path)
    const isWhole = method === 'GET' && WHOLE.test(path)
    const isDear = method !== 'GET' || isWhole
    const cost = COST_OF[role] * (CHOICE.test(path) ? CHOICE_COST : isDear ? DEAR : 1)
    const problem = pace.take(participant, isWhole ? Math.max(WHOLE_COST, cost) : cost)
    if (problem) throw problem
    // A store of its own: whoever has sent too much still opens the board.
    const bodies = `${participant} bodies`
    if (isImport) {
      const tooOften = pace.take(bodies, IMPORT_COST)
      if (tooOften) throw tooOften
    }
    let free = FREE_BYTES
    c.set('payForBody', (bytes) => {
      const dear = Math.max(0, bytes - free)
      free = Math.max(0, free - bytes)
      const unpaid = pace.take(bodies, dear / (isImport ? IMPORT_BYTES_PER_COST : BYTES_PER_COST))
      if (unpaid) throw unpaid
    })
    await next()
  }
