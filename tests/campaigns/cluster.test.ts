import { describe, expect, it } from 'vitest'
import { openCluster } from '../support/cluster.ts'
import { NO_REDIS, withRedis } from '../support/redis-server.ts'
import { buildServer } from '../support/server-process.ts'
import { timesOf } from './campaign.ts'
import { breakAndCompare, FAULTS, type Fault } from './cluster.ts'
import { measureCrossNode } from './cross-node.ts'

/** `npm run campaign -- cluster --times 10 --seed 7`; each time all of the faults. `--with` another version too. */
const { times, seed, isAsked } = timesOf('cluster', 1)
const OTHER_FOLDER = process.env.CAMPAIGN_OTHER

describe.skipIf(NO_REDIS)(withRedis('several servers'), () => {
  it('[F1][F2][F3][F6][F8][F9][I1] nothing that was called saved is lost, whatever happens to a server or to Redis', {
    timeout: 120_000 + times * 240_000,
  }, async () => {
    const main = await buildServer('cluster-faults')
    const other = OTHER_FOLDER === undefined ? undefined : await buildServer('other', OTHER_FOLDER)
    const all: readonly Fault[] = other === undefined ? FAULTS : [...FAULTS, 'other-version']
    const faults = Array.from({ length: times }, () => all).flat()

    const figures = await breakAndCompare({
      main,
      other,
      seed,
      faults,
      told: (so) => {
        if (isAsked) console.log(JSON.stringify(so))
      },
    })

    if (isAsked) console.log(JSON.stringify(figures))
    expect(figures.faults).toBe(faults.length)
    expect(figures.saved).toBeGreaterThan(0)
  })

  // A figure is to be read, not to pass.
  it.runIf(isAsked)(
    '[C2] how long a change takes from one server to the screens of another',
    {
      timeout: 120_000,
    },
    async () => {
      const cluster = await openCluster(await buildServer('cluster-faults'), 3)
      try {
        for (const [people, moves] of [
          [60, 120],
          [100, 500],
        ] as const) {
          console.log(JSON.stringify(await measureCrossNode(cluster, people, moves, 12_000)))
        }
      } finally {
        await cluster.remove()
      }
    },
  )
})
