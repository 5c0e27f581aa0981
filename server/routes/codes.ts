/**
 * Going on elsewhere: a code for oneself, and somebody else who answers on this device.
 *
 * A code is only ever one's own. Whoever could make one for somebody else could read their private choices.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import {
  addHereShape,
  type GuestsReply,
  type PersonCodeReply,
  personCodeShape,
  type SeatReply,
} from '../../shared/api.ts'
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { NamesReply } from '../../shared/invited.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import { type Capabilities, newId } from '../capability.ts'
import type { Log } from '../log.ts'
import { type Door, type Env, hasLapsed, seated, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { Doors } from '../people/doors.ts'
import { cardOf, type Enter, everybody, grantOf, personIn } from '../people/enter.ts'
import { namesBeginning } from '../people/names.ts'
import type { LinkEntry, Stores } from '../store/contract.ts'

const MINUTE_MS = 60_000
/** A second device is at hand; a slip of paper is taken home. */
const LASTS_MS = { device: 10 * MINUTE_MS, later: 24 * 60 * MINUTE_MS }

export const codeRoutes = (deps: {
  stores: Stores
  capabilities: Capabilities
  door: Door
  doors: Doors
  enter: Enter
  clock: Clock
  log: Log
}) => {
  const { stores, capabilities, door, doors, enter, clock, log } = deps
  const linkToTakePart = (board: BoardId): LinkEntry => {
    const links = stores.registry.links(board)
    const link = links.find((it) => it.role === 'participant' && !hasLapsed(it, clock.now()))
    if (!link) throw new Problem('value_invalid', 'no link for participants works at present')
    return link
  }
  return new Hono<Env>()
    .post(
      '/:personId/code',
      describeRoute({
        summary: 'A code to go on elsewhere as oneself',
        description: 'It works once, for ten minutes or, for later, a day; the one before ends.',
      }),
      json(personCodeShape),
      async (c) => {
        const { room, grant } = c.get('access')
        if (c.req.param('personId') !== grant.participant || grant.role === 'observer')
          throw new Problem('role_forbids', 'somebody else’s code')
        // A code opens everything of theirs; this seat was opened by somebody else.
        if (grant.seat === 'opened')
          throw new Problem('role_forbids', 'a code from a seat that was opened again')
        const until = clock.now() + LASTS_MS[c.req.valid('json').for]
        const code = await doors.codeFor(room.id, grant, until)
        log.info({ board: room.id, participant: grant.participant }, 'code made')
        return c.json({ code, until } satisfies PersonCodeReply, 201)
      },
    )
    .get(
      '/names',
      describeRoute({ summary: 'Find a name in the invited list by how it begins' }),
      who('choose'),
      (c) => {
        const names = namesBeginning(c.get('access').room.store.people.read(), c.req.query('begins') ?? '')
        return c.json({ names } satisfies NamesReply)
      },
    )
    .get(
      '/here',
      describeRoute({ summary: 'Who answers on this device and has not handed it back' }),
      who('choose'),
      (c) => {
        const { room, grant } = c.get('access')
        const seated = new Set(Array.from(room.state.grants(), (it) => it.seat && it.participant))
        const guests = everybody(room.store.people.read()).filter(
          (it) => it.host === grant.participant && seated.has(it.id),
        )
        return c.json({ guests: guests.map(cardOf) } satisfies GuestsReply)
      },
    )
    .post(
      '/here/:personId',
      describeRoute({
        summary: 'Let somebody go on who answered on this device and whose page was closed',
        description:
          'For whoever lent it. The new seat shows nothing of what they chose before, changes none of it, and ' +
          'makes no code; what is chosen from it is theirs.',
      }),
      who('choose'),
      async (c) => {
        const { room, grant } = c.get('access')
        const device = await door.device(c)
        if (device === null || c.req.query('seat') !== undefined) throw new Problem('role_forbids', 'seat')
        const person = personIn(room.store.people.read(), c.req.param('personId'))
        if (person?.host !== grant.participant) throw new Problem('item_unknown', 'guest')
        const { id, role } = person
        const before = Array.from(room.state.grants()).filter((it) => it.participant === id && it.seat)
        // Whoever handed it back has a code, and is nobody's to open.
        if (before.length === 0) throw new Problem('state_stale', 'they have handed the device back')
        const link = linkToTakePart(room.id)
        const seat = newId()
        const hash = capabilities.hashOf(seated(device, seat))
        const at = clock.now()
        await room.record([
          ...before.map((it) => ({ type: 'leave', at, by: id, device: it.device, link: it.link }) as const),
          grantOf(clock, { device: hash, link: link.id, participant: id, role, seat: 'opened' }),
        ])
        log.info({ board: room.id, participant: id }, 'goes on on a device')
        return c.json({ participant: cardOf(person), as: link.id, seat } satisfies SeatReply, 201)
      },
    )
    .post(
      '/here',
      describeRoute({
        summary: 'Add somebody who answers on this device',
        description: 'They take part; their calls carry the `seat` of the reply beside `as`.',
      }),
      who('choose'),
      json(addHereShape),
      async (c) => {
        const { room, link: own, grant } = c.get('access')
        const device = await door.device(c)
        if (device === null || c.req.query('seat') !== undefined) throw new Problem('role_forbids', 'seat')
        // Who takes part comes by a link for that: a link that runs the board is never anybody else's.
        const link = own.role === 'participant' ? own : linkToTakePart(room.id)
        const most = grant.role === 'facilitator' ? LIMITS.guestsOfFacilitators : LIMITS.guests
        const host = { id: grant.participant, most }
        const seat = newId()
        const hash = capabilities.hashOf(seated(device, seat))
        const participant = await enter(
          room,
          { device: hash, link, role: 'participant', host },
          c.req.valid('json'),
        )
        if (participant === 'needs name') throw new Problem('value_invalid', 'name')
        log.info({ board: room.id, participant: participant.id }, 'added on a device')
        return c.json({ participant, as: link.id, seat } satisfies SeatReply, 201)
      },
    )
}
