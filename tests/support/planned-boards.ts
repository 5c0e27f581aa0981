/**
 * A board with a plan on it: six statements sorted, actions, streams and a watched source that answer them.
 */
import type * as Y from 'yjs'
import { CATEGORY_IDS } from '../../shared/columns.ts'
import { createPlanItem, linkAction, moveStatement, setResponse } from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import { type BoardSnapshot, openReads } from '../../shared/doc/reads.ts'
import { boardWith } from './boards.ts'

export function boardNow(doc: Y.Doc): BoardSnapshot {
  const reads = openReads(doc)
  const board = reads.snapshot()
  reads.close()
  return board
}

/**
 * F1 and F2 new action, F3 and F4 due regard, F5 and F6 watching brief, F7 to sort. A1 in the stream of
 * wards answers F1 and F2; A2 has no stream and answers F2; the stream of complaints takes F3 into account;
 * the standards are watched for F5. Nothing answers F4 and F6.
 */
export function plannedBoard(): Y.Doc {
  const doc = boardWith(7)
  CATEGORY_IDS.forEach((column, at) => {
    for (const id of [`F${at * 2 + 1}`, `F${at * 2 + 2}`])
      moveStatement(doc, id, spotAt(boardNow(doc), column, 99))
  })
  createPlanItem(doc, 'stream', 'wards', { title: 'Ward standards', executiveLead: 'Chief Nurse' })
  createPlanItem(doc, 'stream', 'complaints', { title: 'Complaints', projectLead: 'Head of Complaints' })
  createPlanItem(doc, 'action', 'a1', {
    title: 'Publish a promise',
    stream: 'wards',
    lead: 'Deputy Chief Nurse',
    due: '2027-06-30',
  })
  createPlanItem(doc, 'action', 'a2', { title: 'Train ward clerks', leadBy: '2027-03-01' })
  createPlanItem(doc, 'watch', 'standards', { title: 'The standards', executiveLead: 'Medical Director' })
  linkAction(doc, 'F1', 'a1', true)
  linkAction(doc, 'F2', 'a1', true)
  linkAction(doc, 'F2', 'a2', true)
  setResponse(doc, 'F3', 'stream', 'complaints')
  setResponse(doc, 'F5', 'watch', 'standards')
  return doc
}
