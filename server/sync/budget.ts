/**
 * How much of something somebody may use: a store that fills at a steady rate.
 */
import type { Clock, Millis } from '../../shared/clock.ts'

export class Budget {
  private available: number
  private countedAt: Millis

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly most: number,
  ) {
    this.available = most
    this.countedAt = clock.now()
  }

  /** Takes what was used, into debt where there is not enough; false once in debt. */
  use(amount: number): boolean {
    this.fill()
    this.available -= amount
    return this.available >= 0
  }

  /** Nothing was used that has not come back. */
  get isFull(): boolean {
    this.fill()
    return this.available === this.most
  }

  /** Milliseconds until so much is there; 0 when it is. */
  wait(amount: number): Millis {
    this.fill()
    return this.available >= amount ? 0 : Math.ceil(((amount - this.available) / this.perSecond) * 1000)
  }

  private fill(): void {
    const now = this.clock.now()
    // A wall clock set back gives nothing and takes nothing.
    const seconds = Math.max(0, now - this.countedAt) / 1000
    this.countedAt = now
    this.available = Math.min(this.most, this.available + seconds * this.perSecond)
  }
}
