/** A busy day: 2,000 sockets over 200 boards, 400 moves a second in all, on one process. */
import { median, p50, p99, short } from '../figures.ts'
import { eachAtOnce, makeBoard, seatsAt } from '../load/boards.ts'
import { Crowd, newTally } from '../load/crowd.ts'
import { loopDelays } from '../load/loop-delays.ts'
import { paced } from '../load/paced.ts'
import { cpuSeconds, residentMegabytes } from '../process-usage.ts'
import { onOurs, type Scenario } from '../scenario.ts'
import type { Served } from '../served.ts'

const STATEMENTS = 290
const MOVES_A_SECOND = 400

export const manyBoards: Scenario = {
  name: 'many-boards',
  async run(options, say) {
    const boards = options.quick ? 20 : 200
    const load = { boards, perBoard: 10, seconds: options.seconds, warmUpSeconds: options.warmUpSeconds }
    const it = await onOurs(options, (served) => measure(served, load, say))
    say(
      `loop delay p50 ${short(it.loopP50)} p99 ${short(it.loopP99)} ms, saved p99 ${short(it.savedP99)} ms, ` +
        `server ${short(it.serverShare * 100)} %, load ${short(it.loadShare * 100)} %`,
    )
    const named = `${boards * load.perBoard} sockets, ${boards} boards`
    return [
      {
        what: `loop delay p99, ${named}`,
        ours: `${short(it.loopP99)} ms`,
        target: '< 50 ms',
        reached: it.loopP99 < 50,
      },
      {
        what: `change → saved p50 and p99, ${named}`,
        ours: `${short(it.savedP50)} and ${short(it.savedP99)} ms`,
      },
      { what: `change → other screens p99, ${named}`, ours: `${short(it.othersP99)} ms` },
      { what: `server core used, ${named}`, ours: `${short(it.serverShare * 100)} %` },
      { what: `memory of the server, ${named}`, ours: `${short(it.megabytes)} MB` },
    ]
  },
}

async function measure(
  served: Served,
  load: { boards: number; perBoard: number; seconds: number; warmUpSeconds: number },
  say: (line: string) => void,
) {
  const tally = newTally()
  const crowds = await eachAtOnce(
    load.boards,
    async () => Crowd.seat(await seatsAt(await makeBoard(served.port, STATEMENTS), load.perBoard), 0, tally),
    4,
  )
  say(`${load.boards} boards are live`)
  // One of each board's sockets is its silent reader.
  const movers = load.perBoard - 1
  const people = load.boards * movers
  const perSecond = MOVES_A_SECOND / people
  const act = (person: number) => crowds[Math.floor(person / movers)]?.move(person % movers)
  await paced({ people, perSecond, seconds: load.warmUpSeconds, act })

  // Each look at the metrics begins the histogram of loop delays anew.
  await loopDelays(served.port)
  tally.recording = true
  const cpu = cpuSeconds(served.pid)
  const pace = await paced({ people, perSecond, seconds: load.seconds, act })
  const used = cpuSeconds(served.pid) - cpu
  tally.recording = false
  const loop = await loopDelays(served.port)
  for (const crowd of crowds) await crowd.prove()
  const megabytes = residentMegabytes(served.pid)
  for (const crowd of crowds) crowd.leave()
  return {
    loopP50: loop.p50,
    loopP99: loop.p99,
    savedP50: p50(tally.saved),
    savedP99: p99(tally.saved),
    othersP50: median(tally.others),
    othersP99: p99(tally.others),
    serverShare: used / pace.seconds,
    loadShare: pace.loadShare,
    megabytes,
  }
}
