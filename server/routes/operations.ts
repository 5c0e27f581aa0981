/**
 * What those who run the server ask of it: is it alive, can it save, how busy is it, whom to tell.
 */

import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Instruments } from '../instruments.ts'
import type { Env } from '../middleware/access.ts'
import { isAtThisMachine } from '../middleware/address.ts'
import type { Stores } from '../store/contract.ts'

export interface Readiness {
  /** Set when the server has been asked to stop: no more people should be sent here. */
  stopping: boolean
}

/** Longer than a disk needs that is only busy. */
const PROBE_MS = 5_000

const SECURITY_TXT = '/.well-known/security.txt'
/** Named each: a rule without a path would go for everything mounted later, and the client's files be kept nowhere. */
const ANSWERED_ANEW = ['/healthz', '/readyz', '/metrics', SECURITY_TXT]
const SECURITY_TXT_DAYS = 180

export const operationRoutes = (deps: {
  stores: Stores
  readiness: Readiness
  instruments: Instruments
  clock: Clock
  config: Pick<Config, 'publicUrl' | 'metricsKey'>
}) => {
  const { stores, readiness, instruments, clock, config } = deps
  return new Hono<Env>()
    .on('GET', ANSWERED_ANEW, async (c, next) => {
      if (!isSpeltAs(c.env?.incoming?.url, c.req.path)) throw new Problem('not_found', '')
      await next()
      c.header('cache-control', 'no-store')
    })
    .get('/healthz', (c) => c.json({ alive: true, promise: stores.promise }))
    .get('/readyz', async (c) => {
      if (readiness.stopping) throw new Problem('stopping', '')
      await within(stores.probe(), clock)
      return c.json({ ready: true })
    })
    .get('/metrics', async (c) => {
      if (!isAtThisMachine(c, config) && !hasKey(c.req.header('authorization'), config.metricsKey))
        throw new Problem('not_found', '')
      const { metrics } = instruments
      return c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType })
    })
    .get(SECURITY_TXT, (c) => {
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

/** A proxy closes these by their names, and what leads here by another way of writing them would be let through. */
const isSpeltAs = (asked: string | undefined, path: string): boolean =>
  asked === undefined || asked.replace(/\?.*/, '') === path

/** `Authorization: Bearer …`, as Prometheus sends it. */
function hasKey(header: string | undefined, key: string | null): boolean {
  if (key === null || header === undefined) return false
  const hashOf = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hashOf(header), hashOf(`Bearer ${key}`))
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
