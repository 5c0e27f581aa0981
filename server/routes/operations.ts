/**
 * What those who run the server ask of it: is it alive, can it save, how busy is it, whom to tell.
 */

import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as Metrics } from 'prom-client'
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Env } from '../middleware/access.ts'
import { patternOf } from '../middleware/route-pattern.ts'
import type { Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'

export interface Readiness {
  /** Set when the server has been asked to stop: no more people should be sent here. */
  stopping: boolean
}

export interface Instruments {
  metrics: Metrics
  /** Counts and times every request by the pattern of its route, never by what stood in it. */
  measure: MiddlewareHandler<Env>
}

export function openInstruments({ stores, rooms }: { stores: Stores; rooms: Rooms }): Instruments {
  const metrics = new Metrics()
  const registers = [metrics]
  collectDefaultMetrics({ register: metrics })
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
  new Gauge({
    name: 'boards',
    help: 'Boards kept here',
    registers,
    collect() {
      this.set(stores.registry.boards().filter((it) => it.erasedAt === undefined).length)
    },
  })
  new Gauge({
    name: 'rooms',
    help: 'Boards that are live',
    registers,
    collect() {
      this.set(rooms.size)
    },
  })
  new Gauge({
    name: 'connections',
    help: 'Sockets of live boards',
    registers,
    collect() {
      const live = stores.registry.boards().map((it) => rooms.peek(it.id)?.connections ?? 0)
      this.set(live.reduce((sum, it) => sum + it, 0))
    },
  })
  return {
    metrics,
    measure: async (c, next) => {
      const stop = seconds.startTimer()
      await next()
      const { status } = c.res
      stop({ method: c.req.method, route: status === 404 ? 'none' : patternOf(c), status })
      if (status >= 400) refused.inc({ status })
    },
  }
}

/** Longer than a disk needs that is only busy. */
const PROBE_MS = 5_000

const SECURITY_TXT_DAYS = 180

export const operationRoutes = (deps: {
  stores: Stores
  readiness: Readiness
  instruments: Instruments
  clock: Clock
  config: Pick<Config, 'publicUrl'>
}) => {
  const { stores, readiness, instruments, clock, config } = deps
  return new Hono<Env>()
    .use(async (c, next) => {
      await next()
      c.header('cache-control', 'no-store')
    })
    .get('/healthz', (c) => c.json({ alive: true, promise: stores.promise }))
    .get('/readyz', async (c) => {
      if (readiness.stopping) throw new Problem('stopping', '')
      await within(stores.probe(), clock)
      return c.json({ ready: true })
    })
    .get('/metrics', async (c) =>
      c.body(await instruments.metrics.metrics(), 200, { 'content-type': instruments.metrics.contentType }),
    )
    .get('/.well-known/security.txt', (c) => {
      const expires = new Date(clock.now() + SECURITY_TXT_DAYS * 86_400_000)
      return c.text(
        [
          // The mailbox that RFC 2142 asks every domain to have.
          `Contact: mailto:security@${config.publicUrl?.hostname ?? 'localhost'}`,
          `Expires: ${expires.toISOString().slice(0, 10)}T00:00:00Z`,
          'Preferred-Languages: en',
          '',
        ].join('\n'),
      )
    })
}

async function within(probe: Promise<void>, clock: Clock): Promise<void> {
  let cancel = () => {}
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(PROBE_MS, () => reject(new Problem('not_saving', '')))
  })
  try {
    await Promise.race([probe, late])
  } finally {
    cancel()
  }
}
