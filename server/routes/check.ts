/**
 * What `/check` asks of the server before anybody has joined anything: an answer over HTTP that only this
 * server can give, and a socket that says back what it hears.
 *
 * Nobody signs in for either, so the socket is bounded in number, time, frames and bytes, and knows nothing.
 */
import { upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { CheckReply } from '../../shared/api.ts'
import type { Clock } from '../../shared/clock.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import { CHECK_SOCKET_PATH } from '../../shared/wire.ts'
import type { Env } from '../middleware/access.ts'

const SAID_LENGTH = 64

const AT_ONCE = 100
const STAYS_MS = 60_000
const FRAMES = 16
const FRAME_BYTES = 1_024

export const checkRoutes = (clock: Clock) =>
  new Hono<Env>().get(
    '/api/check',
    describeRoute({ summary: 'Says `?say=` back, with the server’s clock' }),
    (c) =>
      c.json({
        said: (c.req.query('say') ?? '').slice(0, SAID_LENGTH),
        at: clock.now(),
      } satisfies CheckReply),
  )

export function checkSocket(clock: Clock): Hono<Env> {
  let open = 0
  return new Hono<Env>().get(
    CHECK_SOCKET_PATH,
    upgradeWebSocket(() => {
      let frames = 0
      let end = () => {}
      return {
        onOpen(_event, socket) {
          open += 1
          const cancel = clock.after(STAYS_MS, () => socket.close(1000))
          end = () => {
            open -= 1
            cancel()
            end = () => {}
          }
          if (open > AT_ONCE) socket.close(PROBLEMS.too_many.close, 'too_many')
        },
        onMessage({ data }, socket) {
          frames += 1
          const fits = data instanceof ArrayBuffer && data.byteLength <= FRAME_BYTES && frames <= FRAMES
          if (fits) socket.send(data)
          else socket.close(PROBLEMS.frame_malformed.close, 'frame_malformed')
        },
        onClose: () => end(),
      }
    }),
  )
}
