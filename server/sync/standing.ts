/**
 * How a board stands, for whoever may write: its phase, its lock and what is decided; and for a moment after
 * phase or lock changed, how it stood before.
 *
 * A change that was on its way when somebody locked the board was allowed when it was made.
 */
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import type { Circumstances } from '../../shared/policy.ts'

/** For so long both the old and the new phase or lock allow a change that was on its way. */
const GRACE_MS = 2_000

export class Standing {
  private grace: { before: Circumstances; since: Millis } | null = null

  constructor(
    private readonly clock: Clock,
    private readonly state: () => Circumstances,
  ) {}

  /** What a change is judged by: it passes where any of them lets it. */
  all(): readonly [Circumstances, ...Circumstances[]] {
    if (this.grace && goneBy(this.clock, this.grace.since) >= GRACE_MS) this.grace = null
    return this.grace ? [this.state(), this.grace.before] : [this.state()]
  }

  /** As it is at this moment, whatever happens to the state afterwards. */
  copy(): Circumstances {
    const state = this.state()
    return {
      phase: state.phase,
      locked: state.locked,
      isDecided: (id) => state.isDecided(id),
      isUnderVote: (id) => state.isUnderVote(id),
    }
  }

  /** Whether phase or lock is another than in `before`; its moment of grace begins then. */
  hasMovedFrom(before: Circumstances): boolean {
    const state = this.state()
    if (before.phase === state.phase && before.locked === state.locked) return false
    this.grace = { before, since: this.clock.now() }
    return true
  }
}
