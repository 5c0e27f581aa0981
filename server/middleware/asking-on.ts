/**
 * Whoever was told to wait, and asks on over the same connection before that is said, is cut off: a script that sends
 * calls without waiting for replies costs a connection for each few of them. Browsers and proxies never do that.
 * Where somebody does it again and again, none of their calls is looked at for some seconds, by whatever connection.
 */
import type { Context, MiddlewareHandler } from 'hono'
import type { Clock } from '../../shared/clock.ts'
import type { Env } from './access.ts'
import { openPace } from './pace.ts'

/** So often somebody may be cut off before that, and once more in this time. */
const CUT_OFF = { atOnce: 3, perSecond: 1 / 5 }

const waiting = new WeakSet<object>()

/** Tests that call without a network have no socket. */
const socketOf = (c: Context<Env>) => c.env?.incoming?.socket

/** Resolves with `told`; until then no other call is heard on this connection. */
export async function toldToWait(c: Context<Env>, told: Promise<void>): Promise<void> {
  const socket = socketOf(c)
  if (socket) waiting.add(socket)
  await told
  if (socket) waiting.delete(socket)
}

export function cutOffWhoAsksOn(clock: Clock): MiddlewareHandler<Env> {
  const patience = openPace(clock, CUT_OFF.perSecond, CUT_OFF.atOnce)
  return async (c, next) => {
    const socket = socketOf(c)
    // As it was sent: whether it is signed is seen later, and nobody can send somebody else's.
    const cookie = c.req.header('cookie')
    if (!socket) return next()
    const asksOn = waiting.has(socket)
    if (!asksOn && (cookie === undefined || patience.allows(cookie))) return next()
    if (asksOn && cookie !== undefined) patience.take(cookie)
    socket.destroy()
    return c.body(null)
  }
}
