/**
 * A conference on one board: 400 people, two moves a second each.
 *
 * The peer cannot send 320,000 frames a second, so it runs at the highest rate it sustains on this machine.
 */
import { short } from '../figures.ts'
import { inPairs, medianOf, ratioOf, type Scenario } from '../scenario.ts'
import { type MovesFigures, type MovesLoad, measureAtHighestRate, measureMoves, tellMoves } from './moves.ts'

const PEER_BEGINS_AT = 0.3

export const moves400: Scenario = {
  name: 'moves-400',
  async run(options, say) {
    const { seconds, warmUpSeconds } = options
    const load: MovesLoad = {
      statements: 290,
      people: options.quick ? 60 : 400,
      perSecond: 2,
      seconds,
      warmUpSeconds,
    }
    const pairs = await inPairs(
      options,
      {
        ours: (served) => measureMoves(served, load),
        peer: (served) => measureAtHighestRate(served, load, PEER_BEGINS_AT),
      },
      (side, it) => say(tellMoves(side, it)),
    )
    const ours = (read: (it: MovesFigures) => number) => medianOf(pairs.ours, read)
    const peer = (read: (it: MovesFigures) => number) => medianOf(pairs.peer, read)
    const micros = (it: MovesFigures) => it.microsPerDelivery
    const ratio = ratioOf(pairs, micros)
    const named = `${load.people} people × 2 moves/s`
    return [
      {
        what: `server CPU per delivered change, ${named}`,
        ours: `${short(ours(micros))} µs`,
        peer: `${short(peer(micros))} µs at ${short(peer((it) => it.perSecond))} moves/s`,
        ratio: short(ratio),
        target: '≤ 0.25',
        reached: ratio <= 0.25,
      },
      {
        what: `change → other screens p50, ${named}`,
        ours: `${short(ours((it) => it.othersP50))} ms`,
        peer: `${short(peer((it) => it.othersP50))} ms`,
      },
      {
        what: `change → other screens p99, ${named}`,
        ours: `${short(ours((it) => it.othersP99))} ms`,
        peer: `${short(peer((it) => it.othersP99))} ms`,
        target: '≤ 150 ms',
        reached: ours((it) => it.othersP99) <= 150,
      },
      {
        what: `changes a second that reached everybody, ${named}`,
        ours: short(ours((it) => it.changesPerSecond)),
        peer: short(peer((it) => it.changesPerSecond)),
      },
      {
        what: `memory of the server, ${named}`,
        ours: `${short(ours((it) => it.megabytes))} MB`,
        peer: `${short(peer((it) => it.megabytes))} MB`,
      },
    ]
  },
}
