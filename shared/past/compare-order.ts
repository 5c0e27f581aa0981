/** Two states of a board compared in one call, wherever that is done. */
import { type BoardState, thenOf } from '../exports/write.ts'
import { type Comparison, compare } from './comparison.ts'

export interface CompareOrder {
  before: BoardState
  after: BoardState
}

export const compareStates = ({ before, after }: CompareOrder): Comparison =>
  compare(thenOf(before), thenOf(after))
