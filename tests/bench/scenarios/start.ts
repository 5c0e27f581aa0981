/** Starting with 1,000 boards on disk, up to the first board served. */
import { median, short } from '../figures.ts'
import { eachAtOnce, makeBoard, newBoard, seatAt } from '../load/boards.ts'
import { firstSyncMs } from '../load/first-sync.ts'
import type { Scenario } from '../scenario.ts'
import { newDataDir, startOurs } from '../served.ts'

export const start: Scenario = {
  name: 'start',
  async run(options, say) {
    const boards = options.quick ? 50 : 1_000
    const dataDir = newDataDir()
    const maker = await startOurs(dataDir)
    const began = performance.now()
    await eachAtOnce(boards - 1, () => newBoard(maker.port))
    const each = (performance.now() - began) / boards
    say(`${boards} boards are made, ${short(each)} ms each`)
    const seat = await seatAt(await makeBoard(maker.port, 290), 'Ama')
    await maker.stop()

    const ready: number[] = []
    const first: number[] = []
    for (let run = 0; run < options.runs; run += 1) {
      const served = await startOurs(dataDir)
      ready.push(served.startedInMs)
      first.push(served.startedInMs + (await firstSyncMs({ ...seat, port: served.port })))
      await served.stop()
    }
    const named = `${boards.toLocaleString('en-GB')} boards on disk`
    return [
      { what: `start to ready, ${named}`, ours: `${short(median(ready))} ms` },
      {
        what: `start to the first board served, ${named}`,
        ours: `${short(median(first))} ms`,
        target: '≤ 2,000 ms',
        reached: median(first) <= 2_000,
      },
      { what: `making a board, 8 at once, ${named}`, ours: `${short(each)} ms` },
    ]
  },
}
