/**
 * What is not finished on a board that is about to be sealed: to be known, never to be a hindrance.
 */
import { CATEGORY_IDS } from '../columns.ts'
import type { BoardSnapshot } from '../doc/reads.ts'

export interface Check {
  id: 'voting' | 'unsorted' | 'undecided' | 'parked' | 'not-ready' | 'no-reason'
  /** How many statements. */
  count: number
  words: string
}

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** Only what there is any of, the gravest first. */
export function sealChecks({ ids, inColumn, readyIn, live, lacks }: BoardSnapshot): Check[] {
  const sorted = CATEGORY_IDS.flatMap((column) => inColumn[column])
  const checks: Check[] = []
  const add = (id: Check['id'], count: number, one: string, more: string) => {
    if (count > 0) checks.push({ id, count, words: many(count, one, more) })
  }
  const voting = ids.filter((id) => live.votes.get(id)?.open).length
  add('voting', voting, 'statement is in an open private vote', 'statements are in an open private vote')
  add('unsorted', inColumn.unsorted.length, 'statement is not sorted', 'statements are not sorted')
  const undecided = sorted.filter((id) => !live.decisions.has(id)).length
  add('undecided', undecided, 'statement is sorted but not decided', 'statements are sorted but not decided')
  const parked = ids.filter((id) => live.decisions.get(id)?.column === null).length
  add('parked', parked, 'statement is parked', 'statements are parked')
  const ready = CATEGORY_IDS.reduce((sum, column) => sum + readyIn[column], 0)
  add(
    'not-ready',
    sorted.length - ready,
    'statement is not ready for the Board: something of what we will do is missing',
    'statements are not ready for the Board: something of what we will do is missing',
  )
  const noReason = inColumn['set-aside'].filter((id) => (lacks.get(id)?.length ?? 0) > 0).length
  add(
    'no-reason',
    noReason,
    'statement is set aside without a reason',
    'statements are set aside without a reason',
  )
  return checks
}
