/** The example board as a seed has it: split, sorted, dated, led, voted on, decided and commented on anew. */
import type * as Y from 'yjs'
import { WHOLE_PLAN } from '../../shared/board.ts'
import { COLUMN_IDS } from '../../shared/columns.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { addComment, answerComment, removeComment } from '../../shared/doc/edits.ts'
import { splitStatement } from '../../shared/doc/parts.ts'
import { openReads } from '../../shared/doc/reads.ts'
import { withdrawnKey } from '../../shared/withdrawn.ts'
import { chanceFrom } from './boards.ts'
import { AT, exampleDoc } from './example-files.ts'
import { voteMark } from './vote-mark.ts'

export function boardOf(seed: number): Y.Doc {
  const doc = exampleDoc()
  const chance = chanceFrom(seed)
  const one = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item
  const { placements, plan, live, statements, responses } = rootsOf(doc)
  const objectives = Array.from(rootsOf(doc).board.keys()).flatMap(
    (it) => /^objective\/(.+)/.exec(it)?.[1] ?? [],
  )
  splitSome(doc, one)
  const days = ['', '2026-11-30', '2027-01-14', '2027-03-31', '2027-04-01', '2027-12-31', '2028-02-29']
  for (const id of statements.keys()) {
    if (chance() < 0.1) placements.delete(id)
    else placements.set(id, { column: one(COLUMN_IDS), order: 'a1' })
    if (chance() < 0.4) live.set(`vote/${id}`, voteMark(one(['agreed', 'mixed', 'divided', 'too-few'])))
    if (chance() < 0.2)
      live.set(`decision/${id}`, { seq: 1, column: one([null, 'due-regard']), how: 'chair', at: 0 })
    for (const action of ['a1', 'a2', 'gone'])
      if (chance() < 0.3) responses.set(`${id}/action/${action}`, true)
    for (const objective of [...objectives, 'gone'])
      if (chance() < 0.3) responses.set(`${id}/objective/${objective}`, true)
  }
  live.set('vote/gone', voteMark('divided'))
  for (let at = 1; at <= 8; at += 1) {
    plan.set(`action/a${at}/due`, one(days))
    plan.set(`action/a${at}/dueExpected`, one(days))
    plan.set(`action/a${at}/status`, one(['', 'on-track', 'late', 'done']))
  }
  const posts = ['Chief Nurse', ' chief  nurse', 'Medical Director', 'Head of Education', '']
  for (const key of Array.from(plan.keys())) {
    const [kind, id, field] = key.split('/')
    if (field !== 'title') continue
    const lead = { action: 'lead', stream: 'projectLead', watch: 'executiveLead' }[kind as 'action']
    plan.set(`${kind}/${id}/${lead}`, one(posts))
    if (kind === 'watch')
      plan.set(`watch/${id}/nextReview`, one(['', '2026-12-01', '2027-01-14', '2027-06-01']))
    else for (const said of ['briefedOn', 'acknowledgedOn']) plan.set(`${kind}/${id}/${said}`, one(days))
  }
  commentOn(doc, one)
  // One stands in no stream, and one in a stream that has gone.
  plan.set('action/a7/stream', '')
  plan.set('action/a6/stream', 'gone')
  // Its lead says so, whatever its date; and a date where none was approved.
  plan.set('action/a8/status', 'late')
  plan.set('action/a8/due', '')
  plan.set('action/a8/dueExpected', '2027-12-31')
  return doc
}

type One = <Item>(items: readonly Item[]) => Item

/** Some in two parts, and some the same as others. */
function splitSome(doc: Y.Doc, one: One): void {
  const reads = openReads(doc)
  const { statements } = rootsOf(doc)
  for (const id of ['F37', 'F12', 'F9'].slice(one([0, 1, 2]))) {
    const text = reads.snapshot().statements.get(id)?.text ?? ''
    const cut = text.indexOf(' ', text.length / 2)
    const parts = [{ text: text.slice(0, cut) }, { text: text.slice(cut) }]
    splitStatement(doc, reads.snapshot(), id, parts)
  }
  for (const id of ['H2', 'H5', 'K3'])
    statements.set(id, { ...(statements.get(id) as object), sameAs: one(['F37', 'F12']) })
}

/** On the plan and on statements, some answered and some withdrawn. */
function commentOn(doc: Y.Doc, one: One): void {
  const places = [WHOLE_PLAN, 'action/a1', 'stream/wards', 'F3', 'F44']
  for (let at = 1; at <= 20; at += 1) {
    const [by, id] = ['ama', `c${at}`]
    const whose = one(['', 'Quality Committee'])
    addComment(doc, by, id, { on: one(places), text: `Comment ${at}`, ...(whose && { whose }) })
    if (at % 3 === 0)
      answerComment(doc, { by, id }, { answer: one(['accepted', 'partly', 'not']), because: 'So' })
    if (at % 5 > 0) continue
    removeComment(doc, by, id)
    rootsOf(doc).live.set(withdrawnKey('F3', `${by}/${id}`), { at: AT, reason: 'It named a patient' })
  }
}
