/**
 * How a device comes in: the key of a link, or a short code, becomes a grant, a participant of the board for
 * this device.
 *
 * The same device and link give the same participant again, so a lost page costs nothing.
 */
import { type Context, Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type AddHere, type JoinReply, joinByCodeShape, joinShape } from '../../shared/api.ts'
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { findNameShape, type NamesReply } from '../../shared/invited.ts'
import { Problem } from '../../shared/problem.ts'
import { type Capabilities, newId } from '../capability.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { type Door, type Env, hasLapsed, seated } from '../middleware/access.ts'
import { addressOf } from '../middleware/address.ts'
import { json } from '../middleware/body.ts'
import { openComers } from '../middleware/comers.ts'
import type { Failures } from '../middleware/failures.ts'
import type { Guesses } from '../middleware/guesses.ts'
import { DEAR, namePace, type Pace } from '../middleware/pace.ts'
import type { Doors } from '../people/doors.ts'
import { cardOf, type Enter, grantOf, needsName, personIn } from '../people/enter.ts'
import { namesBeginning } from '../people/names.ts'
import type { LinkEntry, PersonCode, Stores } from '../store/contract.ts'
import type { Room, Rooms } from '../sync/contract.ts'

interface JoinDeps {
  config: Config
  stores: Stores
  rooms: Rooms
  capabilities: Capabilities
  door: Door
  doors: Doors
  failures: Failures
  guesses: Guesses
  enter: Enter
  /** What each person may call. */
  calls: Pace
  clock: Clock
  log: Log
}

export const joinRoutes = (deps: JoinDeps) => {
  const { config, rooms, capabilities, clock, log, door, doors, failures, guesses, enter, calls } = deps
  const comers = openComers(clock)
  const seekers = namePace(clock)

  async function openToJoin(board: BoardId): Promise<Room> {
    const room = await rooms.open(board)
    if (!room.keeping) throw new Problem('not_saving', '')
    return room
  }

  async function comeBy(c: Context<Env>, link: LinkEntry, joiner: AddHere): Promise<JoinReply> {
    const { role } = link
    const room = await openToJoin(link.board)
    const known = await door.device(c)
    const saysWho = joiner.name !== undefined || joiner.invitee !== undefined
    const grant = known ? room.state.grant(capabilities.hashOf(known), link.id) : undefined
    if (!grant && !saysWho && role !== 'observer') return needsName(room, role)
    const tooFast = grant ? calls.take(grant.participant, DEAR) : comers.take(link.id, addressOf(c, config))
    if (tooFast) throw tooFast
    const device = capabilities.hashOf(await door.deviceOrNew(c))
    const participant = await enter(room, { device, link, role }, joiner)
    if (participant === 'needs name') return needsName(room, role)
    log.info({ board: room.id, link: link.id, participant: participant.id, role }, 'came in')
    return { participant, role, board: room.id, as: link.id }
  }

  /** As who they are already, on a device more; a code that is used is gone, whatever comes after. */
  async function goOn(
    c: Context<Env>,
    board: BoardId,
    code: PersonCode,
    isGuest: boolean,
  ): Promise<JoinReply> {
    const room = await openToJoin(board)
    const { participant: id, role, link } = await doors.use(board, code.hash)
    const person = personIn(room.store.people.read(), id)
    if (!person) throw new Problem('code_wrong', '')
    const seat = isGuest ? newId() : undefined
    const device = capabilities.hashOf(seated(await door.deviceOrNew(c), seat))
    await room.record([grantOf(clock, { device, link, participant: id, role })])
    log.info({ board, link, participant: id, role }, 'went on by a code')
    return { participant: cardOf(person), role, board, as: link, ...(seat && { seat }) }
  }

  return new Hono<Env>()
    .post(
      '/api/boards/:id/join',
      describeRoute({ summary: 'Come in by a link' }),
      json(joinShape),
      async (c) => {
        const { key, ...joiner } = c.req.valid('json')
        const link = linkFor(deps, c.req.param('id'), key)
        if (link instanceof Problem) throw await failures.count(c, link)
        return c.json(await comeBy(c, link, joiner))
      },
    )
    .post(
      '/api/join',
      describeRoute({
        summary: 'Come in by a code',
        description: 'The code on the wall while the doors are open, or a person’s own, once.',
      }),
      json(joinByCodeShape),
      async (c) => {
        const { code, seat = false, ...joiner } = c.req.valid('json')
        const opened = guesses.judge(addressOf(c, config), () => doors.find(code))
        return c.json(
          'link' in opened
            ? await comeBy(c, opened.link, joiner)
            : await goOn(c, opened.board, opened.person, seat),
        )
      },
    )
    .post(
      '/api/boards/:id/names',
      describeRoute({
        summary: 'Find one’s name in the invited list',
        description: 'For whoever may come in, by the key of a link or the code on the wall.',
      }),
      json(findNameShape),
      async (c) => {
        const board = c.req.param('id')
        const { key, code, begins } = c.req.valid('json')
        const from = addressOf(c, config)
        const opened =
          code === undefined ? linkFor(deps, board, key ?? '') : guesses.judge(from, () => doors.find(code))
        if (opened instanceof Problem) throw await failures.count(c, opened)
        const link = 'link' in opened ? opened.link : opened
        if (!('role' in link) || link.board !== board || link.role === 'observer')
          throw new Problem('link_invalid', '')
        const tooFast = seekers.take(`${link.id} ${from}`)
        if (tooFast) throw tooFast
        const room = await rooms.open(board)
        return c.json({ names: namesBeginning(room.store.people.read(), begins) } satisfies NamesReply)
      },
    )
}

/** The link a key opens. Every wrong key takes the same way to the same answer. */
export function linkFor(
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
