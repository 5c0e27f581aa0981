/** Opening a board that nobody has open: 300 statements with 10,000 moves behind them. */
import { median, short } from '../figures.ts'
import { makeBoard, seatsAt } from '../load/boards.ts'
import { Crowd } from '../load/crowd.ts'
import { firstSyncMs } from '../load/first-sync.ts'
import { paced } from '../load/paced.ts'
import type { Seat } from '../load/raw-socket.ts'
import type { Options } from '../options.ts'
import type { Scenario } from '../scenario.ts'
import { newDataDir, startOurs } from '../served.ts'

const STATEMENTS = 300
const PEOPLE = 40
const MOVES_EACH_SECOND = 25

export const coldOpen: Scenario = {
  name: 'cold-open',
  async run(options, say) {
    const moves = options.quick ? 1_000 : 10_000
    const dataDir = newDataDir()
    const { seat, small } = await moveMuch(dataDir, moves)
    say(`${moves} moves are made`)
    const stopped = await openings(dataDir, seat, small, 'SIGTERM', options)
    const killed = await openings(dataDir, seat, small, 'SIGKILL', options)
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
      { what: `open while it is live, ${named}`, ours: `${short(stopped.live)} ms` },
    ]
  },
}

/** Leaves a board with moves behind it, killed rather than stopped, and another with next to nothing. */
async function moveMuch(dataDir: string, moves: number): Promise<{ seat: Seat; small: Seat }> {
  const served = await startOurs(dataDir)
  const seats = await served.seats(STATEMENTS, PEOPLE + 1)
  const crowd = await Crowd.seat(seats, 0)
  const seconds = moves / PEOPLE / MOVES_EACH_SECOND
  await paced({ people: PEOPLE, perSecond: MOVES_EACH_SECOND, seconds, act: (person) => crowd.move(person) })
  await crowd.prove()
  crowd.leave()
  const [small] = await seatsAt(await makeBoard(served.port, 5), 1)
  const [seat] = seats
  if (!seat || !small) throw new Error('no seats')
  await served.stop('SIGKILL')
  return { seat, small }
}

/** Starts, opens, ends: the process is warm by another board, the board itself is not. */
async function openings(
  dataDir: string,
  seat: Seat,
  small: Seat,
  ending: 'SIGTERM' | 'SIGKILL',
  options: Options,
): Promise<{ cold: number; live: number }> {
  const cold: number[] = []
  const live: number[] = []
  await (await startOurs(dataDir)).stop(ending)
  for (let run = 0; run < (options.quick ? 1 : 5); run += 1) {
    const served = await startOurs(dataDir)
    await firstSyncMs({ ...small, port: served.port })
    cold.push(await firstSyncMs({ ...seat, port: served.port }))
    live.push(await firstSyncMs({ ...seat, port: served.port }))
    await served.stop(ending)
  }
  return { cold: median(cold), live: median(live) }
}
