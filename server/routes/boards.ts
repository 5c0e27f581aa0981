/** Starting a board, and what a board is at this moment. */
import { type Context, Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type BoardReply, boardPatchShape, type NewBoardReply, newBoardShape } from '../../shared/api.ts'
import { type BoardId, PHASES } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { COLUMN_IDS, type ColumnId } from '../../shared/columns.ts'
import { LIMITS } from '../../shared/limits.ts'
import { mayDo, readRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { isSameRetention } from '../../shared/retention.ts'
import { TEMPLATES } from '../../shared/templates.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Capabilities } from '../capability.ts'
import type { Config } from '../config.ts'
import type { Creation } from '../creation.ts'
import { exampleBoard } from '../example-board.ts'
import type { Log } from '../log.ts'
import type { Access, Door, Env } from '../middleware/access.ts'
import { addressOf } from '../middleware/address.ts'
import { json } from '../middleware/body.ts'
import type { Failures } from '../middleware/failures.ts'
import type { Once } from '../middleware/idempotency.ts'
import { startBoard } from '../new-board.ts'
import { boardAfter } from '../past/next-board.ts'
import { cardOf, everybody, personIn } from '../people/enter.ts'
import { retentionOf } from '../retention/retention-of.ts'
import type { Stores } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import { linkReply } from './links.ts'

export interface NewBoardDeps {
  stores: Stores
  capabilities: Capabilities
  config: Config
  creation: Creation
  door: Door
  once: Once
  failures: Failures
  clock: Clock
  log: Log
}

export const newBoardRoutes = (deps: NewBoardDeps) => {
  const { config, capabilities, creation, door, failures, once, clock, log } = deps
  /** The board to start from: its facilitators may, to anybody else it is not there. */
  const sourceOf = async (c: Context<Env>, board: BoardId): Promise<Room> => {
    const access = await door.access(c, board)
    if (access instanceof Problem) throw access
    if (!mayDo(access.grant.role, 'seal')) throw new Problem('role_forbids', 'seal')
    return access.room
  }
  return new Hono<Env>().post(
    '/api/boards',
    describeRoute({
      summary: 'Start a board',
      description: 'Free at this machine; from elsewhere it needs the creation key as `x-create-key`.',
    }),
    async (c, next) => {
      if (creation.mayCreate(c)) await next()
      else throw await failures.count(c, new Problem('create_key_wrong', ''))
    },
    once((c) => `new board ${addressOf(c, config)}`),
    json(newBoardShape),
    async (c) => {
      const { title, organisation, template = 'triage', from } = c.req.valid('json')
      const birth = from
        ? await boardAfter(await sourceOf(c, from.board), from)
        : template === 'example'
          ? exampleBoard(clock.now())
          : { columns: TEMPLATES[template].columns }
      const { board, links } = await startBoard(deps, {
        ...birth,
        title,
        ...(organisation && { organisation }),
      })
      log.info({ board: board.id, template }, 'board started')
      const shown = Object.fromEntries(
        Object.values(links).map((link) => [link.role, linkReply(link, capabilities)]),
      ) as NewBoardReply['links']
      c.header('cache-control', 'no-store')
      return c.json(
        { board: { id: board.id, title: board.title }, links: shown } satisfies NewBoardReply,
        201,
      )
    },
  )
}

export const boardRoutes = ({ stores, entries, log }: { stores: Stores; entries: BoardEntries; log: Log }) =>
  new Hono<Env>()
    .get('/', describeRoute({ summary: 'A board at this moment' }), (c) =>
      c.json(boardReply(c.get('access'), stores)),
    )
    .patch(
      '/',
      describeRoute({
        summary: 'Change the phase, the lock, or how long the board is kept',
        description:
          'Names the state it changes *from*; 409 `state_stale` when that is no longer so. Going back to an ' +
          'earlier phase has a reason.',
      }),
      json(boardPatchShape),
      async (c) => {
        const access = c.get('access')
        const { room, grant } = access
        const change = c.req.valid('json')
        const action = 'phase' in change ? 'changePhase' : 'lock' in change ? 'lock' : 'retain'
        if (!mayDo(grant.role, action)) throw new Problem('role_forbids', action)
        if ('retention' in change) {
          const { retention, from } = change
          await entries.change(room.id, async (entry) => {
            if (!isSameRetention(retentionOf(entry), from))
              throw new Problem('state_stale', 'how long it is kept')
            const { until, hold } = retention
            const kept = { ...(until !== null && { until }), ...(hold && { hold }) }
            await stores.registry.putBoard({ ...entry, retention: kept })
          })
          log.info({ board: room.id, participant: grant.participant, ...retention }, 'retention changed')
        } else if ('phase' in change) {
          const goesBack = PHASES.indexOf(change.phase) < PHASES.indexOf(change.from)
          if (goesBack && !change.reason) throw new Problem('value_invalid', 'reason: going back has one')
          await room.changePhase(grant.participant, change.from, change.phase, change.reason)
          log.info({ board: room.id, from: change.from, to: change.phase }, 'phase changed')
        } else {
          await room.changeLock(grant.participant, change.from, change.lock)
          log.info({ board: room.id, locked: change.lock }, 'lock changed')
        }
        return c.json(boardReply(access, stores))
      },
    )

function boardReply({ room, grant, link }: Access, { registry }: Stores): BoardReply {
  const { facts, inColumn, readyIn, ids } = room.reads.snapshot()
  const people = room.store.people.read()
  const mine = personIn(people, grant.participant)
  const me = mine ? cardOf(mine) : { id: grant.participant, name: '', role: grant.role }
  // Whoever may not read yet is told that a board is being prepared, and nothing of what stands on it.
  const isShown = readRefusal(grant.role, room.state) === null
  const count = (of: (column: ColumnId) => number) =>
    COLUMN_IDS.map((id): [ColumnId, number] => [id, isShown ? of(id) : 0])
  return {
    id: room.id,
    title: facts.title,
    organisation: facts.organisation,
    phase: room.state.phase,
    locked: room.state.locked,
    epoch: room.state.epoch,
    columns: facts.columns,
    counts: {
      ...(Object.fromEntries(count((id) => inColumn[id].length)) as Record<ColumnId, number>),
      statements: isShown ? ids.length : 0,
      ready: count((id) => readyIn[id]).reduce((sum, [, ready]) => sum + ready, 0),
    },
    me: { ...me, as: link.id },
    invited: people.invited.length > 0,
    people: isShown && mayDo(grant.role, 'readFull') ? everybody(people).map(cardOf) : [me],
    changedAt: room.state.changedAt,
    keeping: room.keeping,
    limits: LIMITS,
    example: registry.board(room.id)?.example ?? false,
    ...(mayDo(grant.role, 'retain') && { retention: retentionOf(registry.board(room.id)) }),
  }
}
