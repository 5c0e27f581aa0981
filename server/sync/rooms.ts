/**
 * The boards that are live in this process: each opened once, however many ask, and put away when nobody
 * has needed it for a minute.
 *
 * A room goes loading → live → draining → closed. Whoever asks while it drains gets it back live; whoever
 * asks while it is being closed waits and gets it opened anew from disk. So there is never a second
 * document of one board, and nobody is given an empty one.
 */
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import {
  type BoardStore,
  StorageFatal,
  StorageMoved,
  StorageUnavailable,
  type Stores,
} from '../store/contract.ts'
import type { Room, RoomLog, Rooms } from './contract.ts'
import { countsNothing, type RoomMeter } from './meter.ts'
import { LiveRoom } from './room.ts'
import { openVolumes } from './volume.ts'

export interface RoomsDeps {
  stores: Stores
  clock: Clock
  log: RoomLog
  /** What is on disk can no longer be known: the process must end. */
  fatal?: (error: Error) => void
  /** Milliseconds of work since some moment; a test passes one that stands still. */
  stopwatch?: () => number
  /** The share of the heap that is in use, 0 to 1. */
  heapUsed?: () => number
  meter?: RoomMeter
}

/** Above this share of the heap no further board is opened; those that are live go on. */
const CROWDED = 0.85

export const IDLE_MS = 60_000
/** Above this an idle board is written anew by one hand. */
const MAX_CLIENT_IDS = 1_000
const MAX_STRUCTS = 100_000
/** Sockets are sent away a few at a time, so that they do not all come back at once. */
const SLICES = 10
const SLICE_MS = 500
const FEW_SOCKETS = 50
/** How long a stop waits for what cannot be saved. */
const LAST_SAVE_MS = 5_000

interface Berth {
  opening: Promise<LiveRoom>
  room: LiveRoom | null
  state: 'loading' | 'live' | 'draining' | 'closing'
  /** Settles when the store is closed and the board may be opened again. */
  gone: Promise<void> | null
  endIdle: (() => void) | null
}

export function openRooms({
  stores,
  clock,
  log,
  fatal = () => {},
  stopwatch = () => performance.now(),
  heapUsed = () => 0,
  meter = countsNothing,
}: RoomsDeps): Rooms {
  const berths = new Map<BoardId, Berth>()
  const volumes = openVolumes(clock)
  let isStopping = false

  const open = async (id: BoardId): Promise<Room> => {
    for (;;) {
      if (isStopping) throw new Problem('stopping', '')
      const berth = berths.get(id) ?? loadIfItFits(id)
      const room = berth.gone ? null : await berth.opening
      if (room && !berth.gone) {
        // What is being put away but not yet gone stays.
        berth.state = 'live'
        watchIdle(id, berth)
        return room
      }
      await berth.gone
    }
  }

  const loadIfItFits = (id: BoardId): Berth => {
    if (heapUsed() <= CROWDED) return load(id)
    // Whoever comes back in a moment may find the room that nobody needs now.
    for (const [idle, berth] of berths) void drain(idle, berth)
    throw new Problem('server_full', id)
  }

  const load = (id: BoardId): Berth => {
    const berth: Berth = {
      opening: loadRoom(id),
      room: null,
      state: 'loading',
      gone: null,
      endIdle: null,
    }
    berths.set(id, berth)
    berth.opening.then(
      (room) => {
        berth.room = room
        berth.state = 'live'
        room.onChange = () => watchIdle(id, berth)
        room.onFailure = () => putAway(id, berth)
        watchIdle(id, berth)
      },
      () => berths.delete(id),
    )
    return berth
  }

  const loadRoom = async (id: BoardId): Promise<LiveRoom> => {
    let store: BoardStore | null = null
    try {
      store = await stores.openBoard(id)
      return await LiveRoom.open(id, store, { clock, log, fatal, stopwatch, meter, volumes })
    } catch (error) {
      await store?.close()
      if (error instanceof StorageFatal) fatal(error)
      if (error instanceof StorageMoved) throw new Problem('board_moving', id, { cause: error })
      if (error instanceof StorageUnavailable) throw new Problem('not_saving', id, { cause: error })
      throw error
    }
  }

  const watchIdle = (id: BoardId, berth: Berth) => {
    berth.endIdle?.()
    berth.endIdle = null
    if (berth.state === 'closing' || !berth.room?.isIdle) return
    berth.endIdle = clock.after(IDLE_MS, () => void drain(id, berth))
  }

  /** Gets a room ready to be put away; a join or an edit on the way keeps it. */
  const drain = async (id: BoardId, berth: Berth) => {
    const { room } = berth
    if (!room?.isIdle || berth.state !== 'live') return
    berth.state = 'draining'
    if (room.clientIds > MAX_CLIENT_IDS || room.structs > MAX_STRUCTS) {
      await room.rebuild('compact').catch((error) => log.warn({ board: id, err: error }, 'not rebuilt'))
    }
    await room.snapshot()
    if (berth.state === 'draining' && room.isIdle) await putAway(id, berth)
    else if (berth.state === 'draining') berth.state = 'live'
  }

  const putAway = (id: BoardId, berth: Berth): Promise<void> => {
    if (berth.gone) return berth.gone
    berth.state = 'closing'
    berth.endIdle?.()
    berth.room?.end()
    berth.gone = closeStore(id, berth.room?.store).finally(() => {
      if (berths.get(id) === berth) berths.delete(id)
    })
    return berth.gone
  }

  const closeStore = async (id: BoardId, store: BoardStore | undefined) => {
    await store?.close().catch((error) => log.error({ board: id, err: error }, 'a store would not close'))
  }

  const evict = async (id: BoardId, code: 1012 | 4410, reason: string) => {
    const berth = berths.get(id)
    const room = berth?.room ?? (await berth?.opening.catch(() => null))
    if (!berth || !room) return
    room.sendAway(Number.POSITIVE_INFINITY, code, reason)
    await putAway(id, berth)
  }

  const wait = (millis: number) => new Promise<void>((resolve) => clock.after(millis, resolve))

  const within = (millis: number, work: Promise<void>) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(millis, resolve)
      work.finally(() => {
        cancel()
        resolve()
      })
    })

  const closeAll = async () => {
    isStopping = true
    const rooms = await Promise.allSettled([...berths.values()].map((it) => it.opening))
    const live = rooms.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
    await sendAway(live)
    await Promise.all(
      [...berths].map(async ([id, berth]) => {
        const { room } = berth
        const kept = room ? room.snapshot() : Promise.resolve()
        await within(
          LAST_SAVE_MS,
          kept.then(() => putAway(id, berth)),
        )
        if (room && room.gauge.unsavedMillis > 0)
          log.warn({ board: id }, 'closed with changes that could not be saved')
        // A store that hangs holds up nobody: whatever was not called saved is with its author.
        void putAway(id, berth)
      }),
    )
  }

  const sendAway = async (rooms: readonly LiveRoom[]) => {
    let left = rooms.reduce((sum, it) => sum + it.connections, 0)
    const slice = left > FEW_SOCKETS ? Math.ceil(left / SLICES) : left
    while (left > 0) {
      let most = slice
      for (const room of rooms) {
        const before = room.connections
        room.sendAway(most)
        most -= before - room.connections
      }
      left = rooms.reduce((sum, it) => sum + it.connections, 0)
      if (left > 0) await wait(SLICE_MS)
    }
  }

  return {
    open,
    peek: (id) => {
      const berth = berths.get(id)
      return berth?.state === 'live' ? (berth.room ?? undefined) : undefined
    },
    get size() {
      return berths.size
    },
    gauges: () => [...berths.values()].flatMap((it) => it.room?.gauge ?? []),
    evict,
    close: closeAll,
  }
}
