/** Sixty people with a card in the hand: each says ten times a second where the pointer is. */
import { p50, p99, short } from '../figures.ts'
import { Crowd, newTally, pause } from '../load/crowd.ts'
import { paced } from '../load/paced.ts'
import { cpuSeconds } from '../process-usage.ts'
import { inPairs, medianOf, ratioOf, type Scenario } from '../scenario.ts'
import type { Served } from '../served.ts'

interface PresenceFigures {
  microsPerDelivery: number
  /** Of what was said, the share that was heard; the rest had been overtaken by something newer. */
  heardShare: number
  p50: number
  p99: number
  serverShare: number
  loadShare: number
}

interface PresenceLoad {
  people: number
  perSecond: number
  seconds: number
  warmUpSeconds: number
}

const STATEMENTS = 290

export const presence: Scenario = {
  name: 'presence',
  async run({ quick, seconds, warmUpSeconds, ...options }, say) {
    const load = { people: quick ? 20 : 60, perSecond: 10, seconds, warmUpSeconds }
    const measure = (served: Served) => measurePresence(served, load)
    const pairs = await inPairs(
      { quick, seconds, warmUpSeconds, ...options },
      { ours: measure, peer: measure },
      (side, it) =>
        say(
          `${side}: ${short(it.microsPerDelivery)} µs a delivery, ${short(it.heardShare * 100)} % heard, ` +
            `p99 ${short(it.p99)} ms, server ${percent(it.serverShare)}, load ${percent(it.loadShare)}`,
        ),
    )
    const ratio = ratioOf(pairs, (it) => it.microsPerDelivery)
    const named = `${load.people} people × 10 Hz`
    return [
      {
        what: `server CPU per delivered presence, ${named}`,
        ours: `${short(medianOf(pairs.ours, (it) => it.microsPerDelivery))} µs`,
        peer: `${short(medianOf(pairs.peer, (it) => it.microsPerDelivery))} µs`,
        ratio: short(ratio),
        target: '≤ 0.33',
        reached: ratio <= 0.33,
      },
      {
        what: `presence → other screens p99, ${named}`,
        ours: `${short(medianOf(pairs.ours, (it) => it.p99))} ms`,
        peer: `${short(medianOf(pairs.peer, (it) => it.p99))} ms`,
      },
      {
        what: `presence heard, not overtaken by newer, ${named}`,
        ours: percent(medianOf(pairs.ours, (it) => it.heardShare)),
        peer: percent(medianOf(pairs.peer, (it) => it.heardShare)),
      },
    ]
  },
}

async function measurePresence(served: Served, load: PresenceLoad): Promise<PresenceFigures> {
  const tally = newTally()
  const crowd = await Crowd.seat(await served.seats(STATEMENTS, load.people + 1), 0, tally)
  const act = (person: number) => crowd.point(person)
  await paced({ ...load, seconds: load.warmUpSeconds, act })

  tally.recording = true
  const cpu = cpuSeconds(served.pid)
  const heard = crowd.presenceSeen
  const pace = await paced({ ...load, act })
  const used = cpuSeconds(served.pid) - cpu
  const deliveries = (crowd.presenceSeen - heard) * load.people
  tally.recording = false
  await pause(300)
  crowd.assertOpen()
  crowd.leave()
  return {
    microsPerDelivery: (used * 1e6) / deliveries,
    heardShare: deliveries / load.people / pace.lateMs.length,
    p50: p50(tally.presence),
    p99: p99(tally.presence),
    serverShare: used / pace.seconds,
    loadShare: pace.loadShare,
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`
