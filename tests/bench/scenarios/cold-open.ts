/**
 * Opening a board that nobody has open: 300 statements with 10,000 moves behind them.
 *
 * As the first board of a new process, whose code no engine has compiled yet, and as one of many.
 */
import { median, short } from '../figures.ts'
import { Crowd } from '../load/crowd.ts'
import { firstSyncMs } from '../load/first-sync.ts'
import { paced } from '../load/paced.ts'
import type { Seat } from '../load/raw-socket.ts'
import type { Options } from '../options.ts'
import type { Scenario } from '../scenario.ts'
import { newDataDir, type Served, startOurs } from '../served.ts'

const STATEMENTS = 300
const PEOPLE = 40
const MOVES_EACH_SECOND = 25
/** Boards alike that a process has opened before, in the second case. */
const OTHERS = 3

export const coldOpen: Scenario = {
  name: 'cold-open',
  async run(options, say) {
    const moves = options.quick ? 1_000 : 10_000
    const dataDir = newDataDir()
    const { seat, others } = await moveMuch(dataDir, moves)
    say(`${moves} moves are made on each board`)
    const stopped = await openings(dataDir, seat, others, 'SIGTERM', options)
    const killed = await openings(dataDir, seat, others, 'SIGKILL', options)
    const first = await openings(dataDir, seat, [], 'SIGTERM', options)
    const named = `300 statements, ${moves.toLocaleString('en-GB')} moves behind them`
    const row = (what: string, { cold }: { cold: number }) => ({
      what: `cold open ${what}, ${named}`,
      ours: `${short(cold)} ms`,
      target: '≤ 100 ms',
      reached: cold <= 100,
    })
    return [
      row('after a stop', stopped),
      row('after a kill', killed),
      row('as the first of a new process', first),
      { what: `open while it is live, ${named}`, ours: `${short(stopped.live)} ms` },
    ]
  },
}

/** Leaves boards with moves behind them, killed rather than stopped. */
async function moveMuch(dataDir: string, moves: number): Promise<{ seat: Seat; others: Seat[] }> {
  const served = await startOurs(dataDir)
  const seat = await movedBoard(served, moves)
  const others: Seat[] = []
  while (others.length < OTHERS) others.push(await movedBoard(served, moves))
  await served.stop('SIGKILL')
  return { seat, others }
}

async function movedBoard(served: Served, moves: number): Promise<Seat> {
  const seats = await served.seats(STATEMENTS, PEOPLE + 1)
  const crowd = await Crowd.seat(seats, 0)
  const seconds = moves / PEOPLE / MOVES_EACH_SECOND
  await paced({ people: PEOPLE, perSecond: MOVES_EACH_SECOND, seconds, act: (person) => crowd.move(person) })
  await crowd.prove()
  crowd.leave()
  const [seat] = seats
  if (!seat) throw new Error('nobody may enter')
  return seat
}

/** Starts, opens the others, then the board itself, and ends. */
async function openings(
  dataDir: string,
  seat: Seat,
  others: readonly Seat[],
  ending: 'SIGTERM' | 'SIGKILL',
  options: Options,
): Promise<{ cold: number; live: number }> {
  const cold: number[] = []
  const live: number[] = []
  await (await startOurs(dataDir)).stop(ending)
  for (let run = 0; run < (options.quick ? 1 : 5); run += 1) {
    const served = await startOurs(dataDir)
    for (const other of others) await firstSyncMs({ ...other, port: served.port })
    cold.push(await firstSyncMs({ ...seat, port: served.port }))
    live.push(await firstSyncMs({ ...seat, port: served.port }))
    await served.stop(ending)
  }
  return { cold: median(cold), live: median(live) }
}
