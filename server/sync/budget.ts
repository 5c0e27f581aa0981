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

/** A budget each for whoever is named; those who have used nothing lately are forgotten. */
export class Budgets {
  private readonly byName = new Map<string, Budget>()
  private nextSweep = 1_000

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly most: number,
  ) {}

  get size(): number {
    return this.byName.size
  }

  use(name: string, amount: number): void {
    let budget = this.byName.get(name)
    if (!budget) {
      this.sweep()
      budget = new Budget(this.clock, this.perSecond, this.most)
      this.byName.set(name, budget)
    }
    budget.use(amount)
  }

  /** Milliseconds until whoever is named owes nothing. */
  wait(name: string): Millis {
    return this.byName.get(name)?.wait(0) ?? 0
  }

  private sweep(): void {
    if (this.byName.size < this.nextSweep) return
    for (const [name, budget] of this.byName) if (budget.isFull) this.byName.delete(name)
    this.nextSweep = 1_000 + 2 * this.byName.size
  }
}
