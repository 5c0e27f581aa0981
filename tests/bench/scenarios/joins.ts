/** Everybody scans the code at once: joining over HTTP, the socket and the whole board. */
import { median, percentile, short } from '../figures.ts'
import { makeBoard, seatAt } from '../load/boards.ts'
import { firstSyncMs } from '../load/first-sync.ts'
import { onOurs, type Scenario } from '../scenario.ts'

const STATEMENTS = 290

export const joins: Scenario = {
  name: 'joins',
  async run(options) {
    const people = options.quick ? 20 : 100
    const waits = await onOurs(options, async ({ port }) => {
      const board = await makeBoard(port, STATEMENTS)
      return Promise.all(
        Array.from({ length: people }, async (_, person) => {
          const began = performance.now()
          await firstSyncMs(await seatAt(board, `Person ${person}`))
          return performance.now() - began
        }),
      )
    })
    const p95 = percentile(waits, 0.95)
    return [
      {
        what: `link to whole board p95, ${people} people at once`,
        ours: `${short(p95)} ms`,
        target: '≤ 1,000 ms',
        reached: p95 <= 1_000,
      },
      { what: `link to whole board p50, ${people} people at once`, ours: `${short(median(waits))} ms` },
    ]
  },
}
