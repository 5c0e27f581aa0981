/**
 * How a device comes in: the key of a link becomes a grant, a participant of the board for this device.
 *
 * The same device and link give the same participant again, so a lost page costs nothing.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type Join, type JoinReply, joinShape } from '../../shared/api.ts'
import type { BoardId, Role } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import { type Capabilities, newId } from '../capability.ts'
import type { Config } from '../config.ts'
import { type Door, type Env, hasLapsed } from '../middleware/access.ts'
import { addressOf } from '../middleware/address.ts'
import { json } from '../middleware/body.ts'
import type { Failures } from '../middleware/failures.ts'
import { DEAR, joinPace, type Pace } from '../middleware/pace.ts'
import type { LinkEntry, Person, Stores } from '../store/contract.ts'
import type { Room, Rooms } from '../sync/contract.ts'
import { takeTurns } from '../turns.ts'
import { cardOf, everybody, personIn } from './people.ts'

interface JoinDeps {
  config: Config
  stores: Stores
  rooms: Rooms
  capabilities: Capabilities
  door: Door
  failures: Failures
  /** What each person may call. */
  calls: Pace
  clock: Clock
}

export const joinRoutes = (deps: JoinDeps) => {
  const { config, rooms, capabilities, clock, door, failures, calls } = deps
  const inTurn = takeTurns()
  const comers = joinPace(clock)
  return new Hono<Env>().post(
    '/api/boards/:id/join',
    describeRoute({ summary: 'Come in by a link' }),
    json(joinShape),
    async (c) => {
      const board = c.req.param('id')
      const join = c.req.valid('json')
      const link = linkFor(deps, board, join.key)
      if (link instanceof Problem) throw await failures.count(c, link)

      const room = await rooms.open(board)
      if (!room.keeping) throw new Problem('not_saving', '')
      const known = await door.device(c)
      if (!known && !join.name && link.role !== 'observer') return c.json(needsName(room, link))
      const grant = known ? room.state.grant(capabilities.hashOf(known), link.id) : undefined
      const tooFast = grant
        ? calls.take(grant.participant, DEAR)
        : comers.take(`${link.id} ${addressOf(c, config)}`)
      if (tooFast) throw tooFast
      const device = await door.deviceOrNew(c)
      const hash = capabilities.hashOf(device)
      // A double click must not make two people of one.
      const reply = await inTurn(`${hash} ${link.id}`, () => enter(deps, room, link, hash, join))
      return c.json(reply)
    },
  )
}

/** The link a key opens. Every wrong key takes the same way to the same answer. */
function linkFor(
  { stores, capabilities, clock }: Pick<JoinDeps, 'stores' | 'capabilities' | 'clock'>,
  board: BoardId,
  given: string,
): LinkEntry | Problem {
  const [id = '', key = ''] = given.split('.')
  const link = stores.registry.link(id)
  const isRight = capabilities.isKeyOf(link ?? { board, id, generation: 0 }, key)
  const entry = stores.registry.board(board)
  if (!isRight || !entry || link?.board !== board) return new Problem('link_invalid', '')
  if (entry.erasedAt !== undefined) return new Problem('board_erased', '')
  return hasLapsed(link, clock.now()) ? new Problem('link_withdrawn', '') : link
}

async function enter(
  { clock }: Pick<JoinDeps, 'clock'>,
  room: Room,
  link: LinkEntry,
  device: string,
  join: Join,
): Promise<JoinReply> {
  const { role } = link
  const people = room.store.people.read()
  const before = room.state.grant(device, link.id)
  // Somebody who was erased comes back as somebody new.
  const was = before ? personIn(people, before.participant) : undefined
  const name = join.name ?? was?.name ?? (role === 'observer' ? (link.label ?? 'View only') : undefined)
  if (name === undefined) return needsName(room, link)
  if (!was && everybody(people).length >= mostPeople(role)) throw new Problem('board_full', 'participants')

  const id = was?.id ?? newId()
  const invitee = people.invited.find((it) => it.id === join.invitee)
  const group = join.group ?? was?.group ?? invitee?.group
  const person: Person = {
    ...(was ?? { id, role, joinedAt: clock.now() }),
    name,
    ...(group && { group }),
    ...(invitee && { invitee: invitee.id }),
  }
  if (!was) {
    await room.record([
      { type: 'grant', at: clock.now(), by: id, device, link: link.id, participant: id, role },
    ])
  }
  if (!was || was.name !== name || was.group !== group) {
    await room.store.people.update((it) => ({ ...it, participants: { ...it.participants, [id]: person } }))
    room.announcePeople()
  }
  return { participant: cardOf(person), role, board: room.id, as: link.id }
}

/** Whoever fills a board with people does not keep out those who can withdraw the link. */
const mostPeople = (role: Role): number =>
  LIMITS.participants + (role === 'facilitator' ? LIMITS.facilitatorsMore : 0)

function needsName(room: Room, { role }: LinkEntry): JoinReply {
  const { title, organisation } = room.reads.snapshot().facts
  return { needs: 'name', role, board: { id: room.id, title, organisation } }
}
