import { describe, expect, it } from 'vitest'
import { type BalancerKind, openBalancer, whyNo } from '../support/balancer.ts'
import { chanceFrom } from '../support/boards.ts'
import { openCluster } from '../support/cluster.ts'
import { freePort, NO_REDIS } from '../support/redis-server.ts'
import { buildServer } from '../support/server-process.ts'
import { behindBalancer } from './balancers.ts'
import { timesOf } from './campaign.ts'

/** `npm run campaign -- balancers --times 3`: through each of them; in every test run one server is replaced behind the first. */
const { times, seed, isAsked } = timesOf('balancers', 1)
const KINDS: readonly BalancerKind[] = isAsked ? ['haproxy', 'nginx'] : ['haproxy']

describe.each(KINDS)('three servers behind %s', (kind) => {
  const reason = NO_REDIS ?? whyNo(kind)
  it.skipIf(reason)(
    `[F1][F6][I1][R5] people meet, a server is killed and the others are replaced: nothing saved is lost, and no call fails${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 60_000 + times * 120_000 },
    async () => {
      const main = await buildServer('balancers')
      const ports = await Promise.all([freePort(), freePort(), freePort()])
      const environments = ports.map((it) => ({ PORT: String(it), TRUST_PROXY: '1' }))
      const cluster = await openCluster(main, 3, {}, environments)
      try {
        const balancer = await openBalancer(kind, ports)
        try {
          const figures = await behindBalancer({
            cluster,
            base: balancer.base,
            chance: chanceFrom(seed),
            kills: isAsked ? times : 0,
            restarts: isAsked ? 3 * times : 1,
          })

          if (isAsked) console.log(kind, JSON.stringify(figures))
          expect(figures.failedCalls).toEqual([])
          expect(figures.missing).toEqual([])
          expect(figures.saved).toBeGreaterThan(0)
        } finally {
          await balancer.remove()
        }
      } finally {
        await cluster.remove()
      }
    },
  )
})
