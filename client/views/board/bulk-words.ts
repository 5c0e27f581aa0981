/**
 * What is said of statements moved together: how many went, and in one sentence which stayed and why.
 */
import type { StatementId } from '../../../shared/board.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'

/** Why a statement stays: a rule of the board, or somebody who has it in their hand. */
export type Stays = { because: ProblemCode } | { heldBy: string }

export interface Bulk {
  moved: readonly StatementId[]
  /** Were there already. */
  there: readonly StatementId[]
  stayed: ReadonlyMap<StatementId, Stays>
}

/** "Moved 12 statements to Due regard. 3 stay where they are: 2 have been decided, Ben is moving F37." */
export function bulkWords(
  { moved, there, stayed }: Bulk,
  title: string,
  refOf: (id: StatementId) => string,
): string {
  const named = (ids: readonly StatementId[]) => {
    const [id] = ids
    return ids.length === 1 && id !== undefined ? refOf(id) : `${ids.length} statements`
  }
  if (moved.length === 0 && stayed.size === 0) {
    const [id] = there
    if (there.length === 1 && id !== undefined) return `${refOf(id)} is in ${title} already.`
    return `All ${there.length} statements are in ${title} already.`
  }
  const sentences = []
  if (moved.length > 0) {
    const already =
      there.length > 0 ? `; ${there.length} ${there.length === 1 ? 'was' : 'were'} there already` : ''
    sentences.push(`Moved ${named(moved)} to ${title}${already}.`)
  }
  if (stayed.size > 0) {
    const ids = Array.from(stayed.keys())
    const who =
      moved.length > 0
        ? `${ids.length} ${ids.length === 1 ? 'stays where it is' : 'stay where they are'}`
        : ids.length === 1
          ? `${named(ids)} stays where it is`
          : `None of the ${ids.length} statements moved`
    const isNamed = moved.length === 0 && ids.length === 1
    sentences.push(`${who}: ${reasons(stayed, isNamed ? () => 'it' : refOf)}.`)
  }
  return sentences.join(' ')
}

function reasons(stayed: Bulk['stayed'], refOf: (id: StatementId) => string): string {
  const groups = new Map<string, { why: Stays; ids: StatementId[] }>()
  for (const [id, why] of stayed) {
    const key = 'because' in why ? why.because : `held by ${why.heldBy}`
    const group = groups.get(key) ?? { why, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  return Array.from(groups.values(), ({ why, ids }) => {
    const [id] = ids
    const one = ids.length === 1 && id !== undefined ? refOf(id) : null
    if ('heldBy' in why) return `${why.heldBy} is moving ${one ?? `${ids.length} of them`}`
    switch (why.because) {
      case 'statement_decided':
        return one ? `${one} has been decided` : `${ids.length} have been decided`
      case 'vote_open':
        return `a private vote is open on ${one ?? ids.length}`
      default:
        return inside(PROBLEMS[why.because].says)
    }
  }).join(', ')
}

/** A sentence of its own as part of another. */
const inside = (sentence: string) => sentence.charAt(0).toLocaleLowerCase('en-GB') + sentence.slice(1, -1)
