/**
 * How many items one update's may have to be held against, in all texts and under all keys together: far more
 * than people write into one place without seeing it, and less than others would wait for.
 */
import { Problem } from '../../shared/problem.ts'

const MOST = 200_000

export class Steps {
  private taken = 0

  take(count: number): void {
    this.taken += count
    if (this.taken > MOST) throw new Problem('too_large', 'too much in one place')
  }
}
