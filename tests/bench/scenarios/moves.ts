/**
 * Many people of one board moving statements at once: what a delivered change costs, and how long it takes.
 */
import { p50, p99, short } from '../figures.ts'
import { Crowd, newTally } from '../load/crowd.ts'
import { paced } from '../load/paced.ts'
import { cpuSeconds, residentMegabytes } from '../process-usage.ts'
import type { Served, Side } from '../served.ts'

export interface MovesLoad {
  statements: number
  people: number
  /** Moves a second of each. */
  perSecond: number
  seconds: number
  warmUpSeconds: number
}

export interface MovesFigures {
  perSecond: number
  /** Changes a second that reached everybody. */
  changesPerSecond: number
  microsPerDelivery: number
  bytesPerDelivery: number
  framesPerChange: number
  serverShare: number
  loadShare: number
  loadLateP99: number
  othersP50: number
  othersP99: number
  savedP50: number
  savedP99: number
  megabytes: number
}

/** People with a real document among the crowd; the others count bytes. */
const DOCUMENTS = 3
const SEARCH_SECONDS = 3
const SEARCH_STEP = 1.15
/** A rate is sustained when nearly all of it arrives and a change is not a second late. */
const SUSTAINED = { share: 0.97, othersP99: 1_000 }

export async function measureMoves(served: Served, load: MovesLoad): Promise<MovesFigures> {
  const { crowd, tally, run } = await gather(served, load)
  await run(load.perSecond, load.warmUpSeconds)
  tally.recording = true
  const figures = await run(load.perSecond, load.seconds)
  tally.recording = false
  await crowd.prove()
  crowd.leave()
  return figures
}

/** As `measureMoves`, at the highest rate that this server sustains, found by going up in small steps. */
export async function measureAtHighestRate(
  served: Served,
  load: MovesLoad,
  from: number,
): Promise<MovesFigures> {
  const { crowd, tally, run } = await gather(served, load)
  await run(from, load.warmUpSeconds)
  tally.recording = true
  let best = from
  for (let rate = from; rate <= load.perSecond; rate *= SEARCH_STEP) {
    tally.others.length = 0
    if (!isSustained(await run(rate, SEARCH_SECONDS), load)) break
    best = rate
  }
  let figures: MovesFigures
  for (;;) {
    await crowd.caughtUp()
    tally.others.length = 0
    figures = await run(best, load.seconds)
    if (isSustained(figures, load) || best < from / 2) break
    // What went well for a moment need not do so for long.
    best /= SEARCH_STEP
  }
  tally.recording = false
  await crowd.prove()
  crowd.leave()
  return figures
}

const isSustained = ({ perSecond, changesPerSecond, othersP99 }: MovesFigures, { people }: MovesLoad) =>
  changesPerSecond >= perSecond * people * SUSTAINED.share && othersP99 <= SUSTAINED.othersP99

async function gather(served: Served, load: MovesLoad) {
  const tally = newTally()
  const seats = await served.seats(load.statements, load.people + 1)
  const crowd = await Crowd.seat(seats, DOCUMENTS, tally)
  const run = async (perSecond: number, seconds: number): Promise<MovesFigures> => {
    const cpu = cpuSeconds(served.pid)
    const { delivered, bytes, frames } = crowd
    const pace = await paced({ people: load.people, perSecond, seconds, act: (person) => crowd.move(person) })
    const used = cpuSeconds(served.pid) - cpu
    const changes = crowd.delivered - delivered
    // Everybody but the mover, and the silent reader.
    const deliveries = changes * load.people
    crowd.assertOpen()
    return {
      perSecond,
      changesPerSecond: changes / pace.seconds,
      microsPerDelivery: (used * 1e6) / deliveries,
      bytesPerDelivery: (crowd.bytes - bytes) / deliveries,
      framesPerChange: (crowd.frames - frames) / deliveries,
      serverShare: used / pace.seconds,
      loadShare: pace.loadShare,
      loadLateP99: p99(pace.lateMs),
      othersP50: p50(tally.others),
      othersP99: p99(tally.others),
      savedP50: p50(tally.saved),
      savedP99: p99(tally.saved),
      megabytes: residentMegabytes(served.pid),
    }
  }
  return { crowd, tally, run }
}

export const tellMoves = (side: Side, it: MovesFigures): string =>
  `${side}: ${short(it.changesPerSecond)} changes/s, ${short(it.microsPerDelivery)} µs a delivery, ` +
  `others p50 ${short(it.othersP50)} p99 ${short(it.othersP99)} ms, ` +
  `saved p50 ${short(it.savedP50)} p99 ${short(it.savedP99)} ms, ` +
  `server ${percent(it.serverShare)}, load ${percent(it.loadShare)}, late p99 ${short(it.loadLateP99)} ms, ` +
  `frames per change ${short(it.framesPerChange)}`

const percent = (share: number) => `${Math.round(share * 100)} %`
