/**
 * The doors of a board: while a facilitator holds them open, a short code on the wall lets people in.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as z from 'zod/mini'
import { type DoorsReply, doorsPatchShape } from '../../shared/api.ts'
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import type { Capabilities } from '../capability.ts'
import type { Log } from '../log.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { Failures } from '../middleware/failures.ts'
import type { Doors } from '../people/doors.ts'
import type { Stores } from '../store/contract.ts'
import { linkFor } from './join.ts'

interface DoorDeps {
  stores: Stores
  capabilities: Capabilities
  failures: Failures
  doors: Doors
  clock: Clock
  log: Log
}

const USUAL_MINUTES = 30

const replyOf = (doors: Doors, board: string): DoorsReply => {
  const open = doors.of(board)
  return open ? { open: true, ...open } : { open: false }
}

export const doorRoutes = ({ doors, clock, log }: DoorDeps) =>
  new Hono<Env>()
    .get('/', describeRoute({ summary: 'Whether the doors are open' }), who('manageLinks'), (c) =>
      c.json(replyOf(doors, c.get('access').room.id)),
    )
    .patch(
      '/',
      describeRoute({
        summary: 'Open the doors for so many minutes, or close them',
        description: 'Names the state it changes *from*. Opened again while open, they stay open longer.',
      }),
      who('manageLinks'),
      json(doorsPatchShape),
      async (c) => {
        const { room } = c.get('access')
        const { open, from, minutes = USUAL_MINUTES, link } = c.req.valid('json')
        if (open) await doors.open(room.id, from, clock.now() + minutes * 60_000, link)
        else await doors.close(room.id, from)
        log.info({ board: room.id, open, ...(open && { minutes }) }, 'doors changed')
        return c.json(replyOf(doors, room.id))
      },
    )

const wallShape = z.strictObject({ key: z.string().check(z.maxLength(100)) })

/** The projector's question. It only looks on, so it shows that it was given the link people join by. */
export const wallRoutes = (deps: DoorDeps) =>
  new Hono<Env>().post(
    '/api/boards/:id/wall',
    describeRoute({ summary: 'The code for the wall, for whoever holds a link that lets people in' }),
    json(wallShape),
    async (c) => {
      const board = c.req.param('id')
      const link = linkFor(deps, board, c.req.valid('json').key)
      if (link instanceof Problem) throw await deps.failures.count(c, link)
      if (link.role === 'observer') throw new Problem('link_invalid', '')
      // A code lets nobody be more than their own link does.
      const opens = deps.doors.of(board)
      const role = opens && deps.stores.registry.link(opens.link)?.role
      const isTold = link.role === 'facilitator' || link.role === role
      return c.json(isTold ? replyOf(deps.doors, board) : ({ open: false } satisfies DoorsReply))
    },
  )
