/** A workshop at its busiest: 100 people, five moves a second each, one board. */
import { short } from '../figures.ts'
import { inPairs, medianOf, type Row, ratioOf, type Scenario } from '../scenario.ts'
import { type MovesFigures, type MovesLoad, measureMoves, tellMoves } from './moves.ts'

export const moves100: Scenario = {
  name: 'moves-100',
  async run(options, say) {
    const { seconds, warmUpSeconds } = options
    const load: MovesLoad = {
      statements: 290,
      people: options.quick ? 30 : 100,
      perSecond: 5,
      seconds,
      warmUpSeconds,
    }
    const measure = (served: Parameters<typeof measureMoves>[0]) => measureMoves(served, load)
    const pairs = await inPairs(options, { ours: measure, peer: measure }, (side, it) =>
      say(tellMoves(side, it)),
    )
    return rowsOf(pairs, `${load.people} people × 5 moves/s`)
  },
}

function rowsOf(pairs: { ours: MovesFigures[]; peer: MovesFigures[] }, load: string): Row[] {
  const ours = (read: (it: MovesFigures) => number) => medianOf(pairs.ours, read)
  const peer = (read: (it: MovesFigures) => number) => medianOf(pairs.peer, read)
  const ratio = ratioOf(pairs, (it) => it.microsPerDelivery)
  const micros = (it: MovesFigures) => it.microsPerDelivery
  return [
    {
      what: `server CPU per delivered change, ${load}`,
      ours: `${short(ours(micros))} µs`,
      peer: `${short(peer(micros))} µs`,
      ratio: short(ratio),
      target: '≤ 0.4',
      reached: ratio <= 0.4,
    },
    {
      what: `change → saved p50, ${load}`,
      ours: `${short(ours((it) => it.savedP50))} ms`,
      target: '≤ 15 ms',
      reached: ours((it) => it.savedP50) <= 15,
    },
    {
      what: `change → saved p99, ${load}`,
      ours: `${short(ours((it) => it.savedP99))} ms`,
      target: '≤ 50 ms',
      reached: ours((it) => it.savedP99) <= 50,
    },
    {
      what: `change → other screens p50, ${load}`,
      ours: `${short(ours((it) => it.othersP50))} ms`,
      peer: `${short(peer((it) => it.othersP50))} ms`,
    },
    {
      what: `change → other screens p99, ${load}`,
      ours: `${short(ours((it) => it.othersP99))} ms`,
      peer: `${short(peer((it) => it.othersP99))} ms`,
      target: '≤ 100 ms',
      reached: ours((it) => it.othersP99) <= 100,
    },
    {
      what: `bytes per delivered change, ${load}`,
      ours: short(ours((it) => it.bytesPerDelivery)),
      peer: short(peer((it) => it.bytesPerDelivery)),
    },
    {
      what: `memory of the server, ${load}`,
      ours: `${short(ours((it) => it.megabytes))} MB`,
      peer: `${short(peer((it) => it.megabytes))} MB`,
    },
  ]
}
