/**
 * The whole HTTP side as one function of what it stands on: checks first, then routes, then the client.
 */
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Clock } from '../shared/clock.ts'
import { LIMITS } from '../shared/limits.ts'
import { mayDo } from '../shared/policy.ts'
import { Problem } from '../shared/problem.ts'
import { apiDocument } from './api-document.ts'
import type { BoardEntries } from './board-entries.ts'
import type { Capabilities } from './capability.ts'
import type { Config } from './config.ts'
import type { Creation } from './creation.ts'
import type { Desk } from './desk.ts'
import { type Meters, openInstruments } from './instruments.ts'
import type { Log } from './log.ts'
import { type Door, type Env, openDoor, withAccess } from './middleware/access.ts'
import { cutOffWhoAsksOn } from './middleware/asking-on.ts'
import { openFailures } from './middleware/failures.ts'
import { openGuesses } from './middleware/guesses.ts'
import { secured } from './middleware/headers.ts'
import { openReplies } from './middleware/idempotency.ts'
import { callPace, paced, pacedSender } from './middleware/pace.ts'
import { replyNotFound, replyWithProblems } from './middleware/problem-reply.ts'
import { openRefusals } from './middleware/refusals.ts'
import { sameSite } from './middleware/same-site.ts'
import type { Slowed } from './middleware/slowed.ts'
import { openDoors } from './people/doors.ts'
import { openEntrance } from './people/enter.ts'
import { boardRoutes, newBoardRoutes } from './routes/boards.ts'
import { candidateRoutes } from './routes/candidates.ts'
import { checkRoutes, checkSocket } from './routes/check.ts'
import { codeRoutes } from './routes/codes.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { doorRoutes, wallRoutes } from './routes/doors.ts'
import { eraseRoutes } from './routes/erase.ts'
import { exportRoutes } from './routes/exports.ts'
import { facilitationRoutes } from './routes/facilitation.ts'
import { historyRoutes } from './routes/history.ts'
import { homeRoutes } from './routes/home.ts'
import { invitedRoutes } from './routes/invited.ts'
import { joinRoutes } from './routes/join.ts'
import { leaveRoutes } from './routes/leave.ts'
import { linkRoutes } from './routes/links.ts'
import { operationRoutes, type Readiness } from './routes/operations.ts'
import { partRoutes } from './routes/parts.ts'
import { peopleRoutes } from './routes/people.ts'
import { restoreRoutes } from './routes/restores.ts'
import { statementRoutes } from './routes/statements.ts'
import { versionRoutes } from './routes/versions.ts'
import { voteRoutes } from './routes/votes.ts'
import { staticClient } from './static-client.ts'
import type { StorageFatal, Stores } from './store/contract.ts'
import type { Rooms } from './sync/contract.ts'
import { takeTurns } from './turns.ts'

export interface AppDeps {
  config: Config
  stores: Stores
  rooms: Rooms
  capabilities: Capabilities
  creation: Creation
  desk: Desk
  clock: Clock
  log: Log
  readiness: Readiness
  meters: Meters
  entries: BoardEntries
  /** How long those wait for a reply who are told to wait. */
  slowed: Slowed
  /** Folder of the built client. */
  clientFolder: string
  onFatal(error: StorageFatal): void
  /** Where sockets come in, behind the same checks as every request. */
  sync?: (access: Door['sender']) => Hono<Env>
}

export function openApp(deps: AppDeps): Hono<Env> {
  const { config, log, readiness } = deps
  const door = openDoor(deps)
  const failures = openFailures(config, door)
  const instruments = openInstruments(deps)
  const calls = callPace(deps.clock)
  const doors = openDoors(deps)
  const guesses = openGuesses(deps.clock)
  const enter = openEntrance(deps.clock)
  const { once, forget } = openReplies(deps.clock, deps.stores.serverSecret)
  // What is read of a board and written again later is not overtaken by an erasing: it would bring it back.
  const inTurn = takeTurns()
  const inside = { ...deps, inTurn, door, failures, instruments, calls, doors, guesses, enter, once, forget }

  const app = new Hono<Env>()
  const refusals = openRefusals(config, deps.clock, log)
  app.onError(replyWithProblems(log, refusals, deps.slowed, deps.onFatal))
  app.notFound(replyNotFound)

  app.use(cutOffWhoAsksOn(deps.clock))
  app.use(secured(config))
  app.use(instruments.measure)
  // Those who watch over a server ask for it by address, and are told nothing of any board.
  app.route('/', operationRoutes(inside))
  app.use(sameSite(config))

  if (deps.sync) app.route('/', deps.sync(pacedSender(door, calls)))
  app.route('/', checkSocket(deps.clock))

  app.use('/api/*', compress({ threshold: 1024 }))
  app.use('/api/*', async (c, next) => {
    if (readiness.stopping) throw new Problem('stopping', '')
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  let document: Promise<object> | null = null
  app.get('/api/openapi.json', async (c) => {
    document ??= apiDocument(app)
    return c.json(await document)
  })
  app.route('/', homeRoutes(inside))
  app.route('/', checkRoutes(deps.clock))
  app.route('/', newBoardRoutes(inside))
  app.route('/', joinRoutes(inside))
  app.route('/', wallRoutes(inside))

  const sender = (c: Context<Env>) => `${c.req.param('id')} ${c.get('access').grant.participant}`
  // What was erased is in no reply, and a board that was erased has no files.
  const filesOf = (c: Context<Env>) =>
    c.req.path.endsWith('/erase') ? null : c.get('access').room.store.files
  // Only who may import has a large body read before anything else of the call is looked at.
  const longest = (c: Context<Env>) =>
    c.req.path.endsWith('/statements') && mayDo(c.get('access').grant.role, 'importStatements')
      ? LIMITS.importBytes
      : LIMITS.bodyBytes
  app.use('/api/boards/:id/*', withAccess(door), paced(calls), once(sender, longest, filesOf))
  app.route('/api/boards/:id', boardRoutes(inside))
  app.route('/api/boards/:id/statements', statementRoutes(inside))
  app.route('/api/boards/:id/statements', partRoutes(inside))
  app.route('/api/boards/:id/candidates', candidateRoutes(inside))
  app.route('/api/boards/:id/people', peopleRoutes(inside))
  app.route('/api/boards/:id/people', codeRoutes(inside))
  app.route('/api/boards/:id/invited', invitedRoutes(inside))
  app.route('/api/boards/:id/doors', doorRoutes(inside))
  app.route('/api/boards/:id/leave', leaveRoutes(inside))
  app.route('/api/boards/:id/links', linkRoutes(inside))
  app.route('/api/boards/:id/history', historyRoutes())
  app.route('/api/boards/:id/votes', voteRoutes(inside))
  app.route('/api/boards/:id', facilitationRoutes(inside))
  app.route('/api/boards/:id', decisionRoutes(inside))
  app.route('/api/boards/:id/versions', versionRoutes(inside))
  app.route('/api/boards/:id/restores', restoreRoutes(inside))
  app.route('/api/boards/:id/erase', eraseRoutes(inside))
  app.route('/api/boards/:id/exports', exportRoutes(inside))
  app.all('/api/*', replyNotFound)

  app.route('/', staticClient(deps.clientFolder))
  return app
}
