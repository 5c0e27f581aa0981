/**
 * How a device goes: its grant on one board ends, for the next person at a shared computer must not find it.
 *
 * What was done on the board stays, and whose it was. The same link lets the device in again as somebody new.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type LeaveReply, leaveShape } from '../../shared/api.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../log.ts'
import type { Door, Env } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'

export const leaveRoutes = ({ door, clock, log }: { door: Door; clock: Clock; log: Log }) =>
  new Hono<Env>().post(
    '/',
    describeRoute({
      summary: 'Leave the board on this device',
      description: 'The grant that `as` names ends. With `forgetDevice` the cookie goes too.',
    }),
    json(leaveShape),
    async (c) => {
      const { room, grant } = c.get('access')
      const { device, link, participant } = grant
      await room.record([{ type: 'leave', at: clock.now(), by: participant, device, link }])
      // Whoever is here on another device too comes back there; this one is not let in again.
      const isElsewhere = Array.from(room.state.grants()).some((it) => it.participant === participant)
      if (isElsewhere) room.dismiss({ participant }, 1012, 'left')
      else room.dismiss({ participant }, 4401, 'no_session')
      if (c.req.valid('json').forgetDevice) door.forgetDevice(c)
      log.info({ board: room.id, link, participant }, 'left')
      return c.json({ left: true } satisfies LeaveReply)
    },
  )
