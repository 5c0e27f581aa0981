/**
 * Whoever was told to wait, and asks on over the same connection before that is said, is cut off: a script that sends
 * calls without waiting for replies costs a connection for each few of them. Browsers and proxies never do that.
 */
import type { Context, MiddlewareHandler } from 'hono'
import type { Env } from './access.ts'

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

export const cutOffWhoAsksOn: MiddlewareHandler<Env> = async (c, next) => {
  const socket = socketOf(c)
  if (!socket || !waiting.has(socket)) return next()
  socket.destroy()
  return c.body(null)
}
