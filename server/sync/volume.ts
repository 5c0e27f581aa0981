/**
 * How much of the disk one person may fill: what they change is kept for as long as the board, so a script that
 * writes as fast as it is read would fill any disk over a night.
 *
 * At once far more than anybody writes at a workshop, and then about as fast as several people type. Whoever is
 * beyond it waits, as for work (`allowance.ts`), and so does what the people of one link do together; each of
 * those still has what anybody needs. It is counted for longer than a room is open: leaving and coming back
 * gives nothing.
 */
import type { BoardId, LinkId, ParticipantId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { Budgets } from './budget.ts'

const KIB = 1024
const MIB = 1024 * KIB

export interface Volume {
  /** Counts bytes of journal. */
  use(bytes: number): void
  /** Until more may be written; 0 when it may. */
  wait(): Millis
}

export type Volumes = (board: BoardId, person: ParticipantId, link: LinkId) => Volume

export function openVolumes(clock: Clock): Volumes {
  const people = new Budgets(clock, 4 * KIB, 32 * MIB)
  const links = new Budgets(clock, 64 * KIB, 512 * MIB)
  const fairShares = new Budgets(clock, KIB, MIB)
  return (board, person, link) => {
    const own = `${board} ${person}`
    const all = `${board} ${link}`
    return {
      use(bytes) {
        people.use(own, bytes)
        links.use(all, bytes)
        fairShares.use(own, bytes)
      },
      wait: () => Math.max(people.wait(own), links.wait(all) > 0 ? fairShares.wait(own) : 0),
    }
  }
}
