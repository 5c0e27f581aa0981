/**
 * What this server measures of itself, for Prometheus: is anybody losing work, and is anybody kept waiting?
 *
 * Labels are codes and patterns of routes, of which there are few; never a board, a person or an address.
 */
import { statfs } from 'node:fs/promises'
import type { MiddlewareHandler } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as Metrics } from 'prom-client'
import type { Clock } from '../shared/clock.ts'
import { PROBLEMS } from '../shared/problem.ts'
import { isOverdue } from '../shared/retention.ts'
import type { Config } from './config.ts'
import type { Env } from './middleware/access.ts'
import { patternOf } from './middleware/route-pattern.ts'
import { retentionOf } from './retention/retention-of.ts'
import type { Stores } from './store/contract.ts'
import type { Rooms } from './sync/contract.ts'
import type { RoomGauge, RoomMeter } from './sync/meter.ts'

export interface Instruments {
  metrics: Metrics
  /** Counts and times every request by the pattern of its route, never by what stood in it. */
  measure: MiddlewareHandler<Env>
}

export interface Meters {
  metrics: Metrics
  room: RoomMeter
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Reasons that a room has for a new epoch. */
const RENEWALS = ['compact', 'recovered', 'restored', 'restored-backup', 'erased']

/** Made before there are rooms, which count into it. */
export function openMeters(): Meters {
  const metrics = new Metrics()
  const registers = [metrics]
  collectDefaultMetrics({ register: metrics })
  const save = new Histogram({
    name: 'due_regard_save_seconds',
    help: 'From handing a batch to the store until it is durable: one write and one sync',
    buckets: SECONDS,
    registers,
  })
  const records = new Counter({ name: 'due_regard_records_total', help: 'Records made durable', registers })
  const written = new Counter({
    name: 'due_regard_written_bytes_total',
    help: 'Bytes of records made durable',
    registers,
  })
  const saveRefused = new Counter({
    name: 'due_regard_save_refused_total',
    help: 'Saves that a full or missing disk refused; each is tried again',
    registers,
  })
  const refused = new Counter({
    name: 'due_regard_connections_refused_total',
    help: 'Sockets sent away, with what they had sent, by reason',
    labelNames: ['reason'],
    registers,
  })
  const renewed = new Counter({
    name: 'due_regard_epochs_total',
    help: 'New epochs of boards, by cause; recovered and restored-backup mean that something was lost',
    labelNames: ['cause'],
    registers,
  })
  const setAside = new Counter({
    name: 'due_regard_set_aside_total',
    help: 'Parts of journals that could not be read or applied when a board was opened',
    labelNames: ['what'],
    registers,
  })
  // From the start on, so that the first of them is a rise and no new line.
  for (const cause of RENEWALS) renewed.inc({ cause }, 0)
  for (const what of ['torn-tail', 'bad-record', 'bad-snapshot', 'missing-segment', 'bad-update'])
    setAside.inc({ what }, 0)
  return {
    metrics,
    room: {
      saved: (millis, count) => {
        save.observe(millis / 1000)
        records.inc(count)
      },
      written: (bytes) => written.inc(bytes),
      saveRefused: () => saveRefused.inc(),
      refused: (reason) => refused.inc({ reason: Object.hasOwn(PROBLEMS, reason) ? reason : 'other' }),
      renewed: (cause) => renewed.inc({ cause: RENEWALS.includes(cause) ? cause : 'other' }),
      setAside: (what) => setAside.inc({ what }),
    },
  }
}

export function openInstruments(deps: {
  stores: Stores
  rooms: Rooms
  clock: Clock
  meters: Meters
  config: Pick<Config, 'redisUrl' | 'dataDir'>
}): Instruments {
  const { stores, rooms, clock } = deps
  const { metrics } = deps.meters
  const registers = [metrics]
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const refused = new Counter({
    name: 'http_refused_total',
    help: 'Answers from 400 on',
    labelNames: ['status'],
    registers,
  })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `due_regard_${name}`,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  const live = (): RoomGauge[] => rooms.gauges()
  const { redisUrl, dataDir } = deps.config
  if (redisUrl === null)
    new Gauge({
      name: 'due_regard_free_bytes',
      help: 'Room left on the disk of the data folder',
      registers,
      async collect() {
        const disk = await statfs(dataDir).catch(() => null)
        if (disk) this.set(disk.bavail * disk.bsize)
      },
    })
  const sum = (of: (room: RoomGauge) => number) => live().reduce((total, it) => total + of(it), 0)
  const kept = () => stores.registry.boards().filter((it) => it.erasedAt === undefined)

  gauge('boards', 'Boards kept here', () => kept().length)
  gauge('boards_open', 'Boards that are live', () => rooms.size)
  gauge('boards_not_saving', 'Live boards that cannot be saved now', () => sum((it) => Number(!it.keeping)))
  gauge(
    'boards_overdue',
    'Boards kept longer than the day that was set for them, and not held',
    () => kept().filter((it) => isOverdue(retentionOf(it), clock.now())).length,
  )
  gauge('sockets', 'Sockets of live boards', () => sum((it) => it.connections))
  gauge('unsaved_seconds', 'How long the oldest change anywhere has waited to be on disk', () =>
    live().reduce((most, it) => Math.max(most, it.unsavedMillis / 1000), 0),
  )
  gauge('queued', 'Changes and questions that rooms have not come to', () => sum((it) => it.queued))
  gauge('queued_bytes', 'Bytes of changes that are not on disk', () => sum((it) => it.queuedBytes))

  return {
    metrics,
    measure: async (c, next) => {
      const stop = seconds.startTimer()
      await next()
      const { status } = c.res
      stop({ method: methodOf(c.req.method), route: status === 404 ? 'none' : patternOf(c), status })
      if (status >= 400) refused.inc({ status })
    },
  }
}

/** A stranger may send any word as a method. */
const methodOf = (method: string): string =>
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other'
