/**
 * Who need not wait for the pace of a busy room, nor behind what others sent: whoever writes far less than they.
 *
 * Turns and broadcasts are paced so that work does not grow with people times changes. Where some write without
 * end that pace is of their making, and should be their wait alone. What goes ahead costs everybody a turn and
 * a frame each, so only so much of it is granted, and beyond that all wait alike.
 */
import type { ParticipantId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { Budget } from './budget.ts'

/** What was written counts half as much after this: somebody who begins to write without end is told apart soon. */
const HALF_LIFE_MS = 250
/** A change of so many bytes counts as one, for larger ones are more work. */
const LITTLE_BYTES = 256
/** Of what those write who do write, on average. */
const FAR_LESS = 1 / 2
/** A turn and its sync cost about as much as so many frames. */
const TURN_COSTS = 30
/** Frames sent ahead of the pace: about one hundredth of a processor. */
const FRAMES_PER_SECOND = 1_500
const FRAMES_AT_ONCE = 3_000

export class Precedence {
  private readonly written = new Map<ParticipantId, number>()
  private total = 0
  private halvedAt: Millis
  private readonly granted: Budget

  constructor(private readonly clock: Clock) {
    this.halvedAt = clock.now()
    this.granted = new Budget(clock, FRAMES_PER_SECOND, FRAMES_AT_ONCE)
  }

  /** Counts a change of theirs by its bytes; whether it goes ahead, in a room of so many connections. */
  isGranted(person: ParticipantId, bytes: number, connections: number): boolean {
    this.fade()
    const before = this.written.get(person) ?? 0
    const average = this.total / Math.max(1, this.written.size)
    this.add(person, 1 + Math.floor(bytes / LITTLE_BYTES))
    if (before + 1 > average * FAR_LESS) return false
    const cost = connections + TURN_COSTS
    return this.granted.wait(cost) === 0 && this.granted.use(cost)
  }

  /** Counts a change of theirs that does not ask to go ahead. */
  count(person: ParticipantId): void {
    this.fade()
    this.add(person, 1)
  }

  private add(person: ParticipantId, changes: number): void {
    this.written.set(person, (this.written.get(person) ?? 0) + changes)
    this.total += changes
  }

  private fade(): void {
    const halvings = Math.floor(goneBy(this.clock, this.halvedAt) / HALF_LIFE_MS)
    if (halvings < 1) return
    this.halvedAt = this.clock.now()
    this.total = 0
    for (const [person, count] of this.written) {
      const left = Math.floor(count / 2 ** halvings)
      if (left === 0) this.written.delete(person)
      else this.written.set(person, left)
      this.total += left
    }
  }
}
