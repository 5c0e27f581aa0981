/** What facilitators steer a meeting with that must go by the server's own clock: the timer. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Clock } from '../../shared/clock.ts'
import { timerActShape } from '../../shared/consult/calls.ts'
import { type Timer, type TimerReply, timerAfter } from '../../shared/consult/timer.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'

export const facilitationRoutes = ({ clock }: { clock: Clock }) =>
  new Hono<Env>().post(
    '/timer',
    describeRoute({
      summary: 'Start the timer, give it more time, or stop it',
      description: 'In milliseconds, by the server’s clock, which the reply tells.',
    }),
    who('facilitate'),
    json(timerActShape),
    async (c) => {
      const { room, grant } = c.get('access')
      const act = c.req.valid('json')
      const reply: { given: TimerReply | null } = { given: null }
      await room.act(grant.participant, (doc) => {
        const at = clock.now()
        const timer: Timer = timerAfter(room.reads.snapshot().facilitation.timer, act, at)
        rootsOf(doc).facilitation.set('timer', timer)
        reply.given = { timer, at }
        return []
      })
      return c.json(reply.given)
    },
  )
