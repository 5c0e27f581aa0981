/** Chance from a seed, in the words that a simulation draws in. */
import { seeded } from '../support/seeded.ts'

export class Chance {
  readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  /** From `from` up to, never including, `to`. */
  between(from: number, to: number): number {
    return from + this.random() * (to - from)
  }

  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to))
  }

  /** True so often. */
  often(share: number): boolean {
    return this.random() < share
  }

  pick<It>(list: readonly It[]): It {
    return list[Math.floor(this.random() * list.length)] as It
  }

  /** One of several by weight; those of weight 0 never. */
  weighed<It>(list: readonly (readonly [number, It])[]): It {
    let left = this.random() * list.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, it] of list) {
      left -= weight
      if (left < 0) return it
    }
    return (list[0] as readonly [number, It])[1]
  }

  /** Time until the next of things that come once in so long on average, none having to do with another. */
  interval(mean: number): number {
    return -Math.log(1 - this.random()) * mean
  }
}
