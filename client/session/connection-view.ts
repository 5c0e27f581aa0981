/**
 * What the person is told of their connection, from everything that is known of it.
 */
import { type Clock, goneBy } from '../../shared/clock.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Connector } from './connector.ts'
import type { ConnectionView, Watched } from './contract.ts'
import { isSame, placeOf } from './draft.ts'
import type { MyChanges } from './my-changes.ts'
import { savedState } from './saved-state.ts'
import { openStallWatch } from './stall-watch.ts'
import { cell } from './watched.ts'

const HEARD_EVERY_MS = 1_000

export interface ViewOptions {
  clock: Clock
  /** Who only looks has nothing to save. */
  observes: boolean
  connector(): Connector
  mine(): MyChanges
  /** The link speaks for the copy on the desk. */
  isOnDesk(): boolean
  ended(): ProblemCode | null
  isClosed(): boolean
}

export interface ConnectionViewer {
  readonly connection: Watched<ConnectionView>
  tell(): void
  /** Something was sent, made or acknowledged: whether an answer is waited for may be otherwise now. */
  counted(): void
  /** An acknowledgement came, or the connection is another. */
  moved(): void
  keeping(can: boolean): void
  heard(): void
}

export function openConnectionView(options: ViewOptions): ConnectionViewer {
  const { clock, observes, isOnDesk } = options
  let serverKeeping = true
  const stall = openStallWatch(clock, tell)
  const connection = cell<ConnectionView>({
    state: 'connecting',
    saved: observes ? 'saved' : 'saving',
    serverKeeping,
    heardAt: null,
    unsaved: 0,
  })

  function stateNow(): ConnectionView['state'] {
    const { isOpen, isSynced, everClosed, isBlocked } = options.connector()
    if (options.ended()) return 'closed'
    if (isOpen) return isSynced && isOnDesk() ? 'online' : 'behind'
    return everClosed || isBlocked ? 'offline' : 'connecting'
  }

  function now(): ConnectionView {
    const { isOpen, isBlocked, turnedAway, heardAt, talk } = options.connector()
    const mine = options.mine()
    const ended = options.ended()
    const state = stateNow()
    const unsaved = new Set(mine.all().map(placeOf)).size
    const saved = observes
      ? 'saved'
      : savedState({
          connected: isOpen && ended === null && isOnDesk(),
          ...talk,
          pending: unsaved,
          kept: mine.areKept(),
          stalled: stall.isStalled || !serverKeeping,
        })
    const view: ConnectionView = { state, saved, serverKeeping, heardAt, unsaved }
    const because = ended ?? turnedAway ?? (isBlocked && state === 'offline' ? 'sockets_blocked' : null)
    return because ? { ...view, because } : view
  }

  function tell() {
    if (options.isClosed()) return
    const next = now()
    if (!isSame(next, connection.get())) connection.set(next)
  }

  return {
    connection,
    tell,
    counted() {
      const { isOpen, talk } = options.connector()
      const isWaiting = talk.sent > talk.acknowledged || options.mine().pending.groups.length > 0
      stall.look(isOpen && isOnDesk() && isWaiting)
      tell()
    },
    moved: () => stall.reset(),
    keeping(can) {
      serverKeeping = can
      tell()
    },
    heard() {
      if (goneBy(clock, connection.get().heardAt ?? Number.NEGATIVE_INFINITY) >= HEARD_EVERY_MS) tell()
    },
  }
}
