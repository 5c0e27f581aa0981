/**
 * Changes of the plan that reach several places at once, each one transaction.
 *
 * They stand apart from `edits.ts` because the board does without them until somebody works on the plan.
 */
import type * as Y from 'yjs'
import type { PlanId, StatementId } from '../board.ts'
import { LIMITS } from '../limits.ts'
import { type PlanKind, parsePlanKey, parseResponseKey, planKey } from '../plan.ts'
import { Problem } from '../problem.ts'
import { LOCAL, rootsOf } from './board-doc.ts'

/** Links many statements to one part of the plan. An action joins what they have, the others take its place. */
export function linkStatements(
  doc: Y.Doc,
  statements: readonly StatementId[],
  kind: PlanKind,
  id: PlanId,
): void {
  const { responses } = rootsOf(doc)
  doc.transact(() => {
    for (const statement of statements) {
      const [key, value] =
        kind === 'action' ? [`${statement}/action/${id}`, true] : [`${statement}/${kind}`, id]
      // What is linked already is not written again: history would tell of a change that was none.
      if (responses.get(key) !== value) responses.set(key, value)
    }
  }, LOCAL)
}

/** Takes the link away where it is to this part of the plan, and leaves every other. */
export function unlinkStatements(
  doc: Y.Doc,
  statements: readonly StatementId[],
  kind: PlanKind,
  id: PlanId,
): void {
  const { responses } = rootsOf(doc)
  doc.transact(() => {
    for (const statement of statements) {
      const key = kind === 'action' ? `${statement}/action/${id}` : `${statement}/${kind}`
      const value = responses.get(key)
      if (value === (kind === 'action' ? true : id)) responses.delete(key)
    }
  }, LOCAL)
}

/** Takes a part of the plan away, and with it every link to it. */
export function removePlanItem(doc: Y.Doc, kind: PlanKind, id: PlanId): void {
  const { plan, responses } = rootsOf(doc)
  doc.transact(() => {
    for (const key of Array.from(plan.keys())) {
      const path = parsePlanKey(key)
      if (path?.kind === kind && path.id === id) plan.delete(key)
      // Actions of a stream that is gone stay, and say that they lack one.
      else if (kind === 'stream' && path?.field?.type === 'link:stream' && plan.get(key) === id)
        plan.delete(key)
    }
    for (const key of Array.from(responses.keys())) {
      const path = parseResponseKey(key)
      if (!path || path.link !== kind) continue
      if (kind === 'action' ? path.to === id : responses.get(key) === id) responses.delete(key)
    }
  }, LOCAL)
}

/**
 * Makes one of two parts of the plan that were meant as one: what leads to the one leads to the other, which
 * takes over what it does not say itself. Longer texts and progress of one day stand one after the other; two
 * that are too long for that stay two, for one of them would be lost.
 */
export function mergePlanItems(doc: Y.Doc, kind: PlanKind, from: PlanId, into: PlanId): void {
  const { plan, responses } = rootsOf(doc)
  if (from === into || !hasItem(doc, kind, from) || !hasItem(doc, kind, into)) {
    throw new Problem('item_unknown', kind)
  }
  doc.transact(() => {
    for (const [key, value] of Array.from(plan.entries())) {
      const path = parsePlanKey(key)
      if (path?.field?.type === 'link:stream' && kind === 'stream' && value === from) plan.set(key, into)
      if (path?.kind !== kind || path.id !== from) continue
      const own = planKey(kind, into, key.slice(planKey(kind, from, '').length))
      const there = plan.get(own)
      const joins = path.progressDay !== undefined || path.field.type === 'text'
      if (!there) plan.set(own, value)
      else if (joins && there !== value) {
        const both = `${there}\n${value}`
        if (both.length > LIMITS.paragraph) throw new Problem('too_large', key)
        plan.set(own, both)
      }
      plan.delete(key)
    }
    for (const [key, value] of Array.from(responses.entries())) {
      const path = parseResponseKey(key)
      if (path?.link !== kind) continue
      if (path.to === from) {
        responses.delete(key)
        responses.set(`${path.statement}/${kind}/${into}`, true)
      } else if (value === from) responses.set(key, into)
    }
  }, LOCAL)
}

const hasItem = (doc: Y.Doc, kind: PlanKind, id: PlanId): boolean =>
  rootsOf(doc).plan.has(planKey(kind, id, 'title'))

/** One field of many parts of the plan: the day on which a lead was briefed on all that is theirs. */
export function setPlanFields(
  doc: Y.Doc,
  items: readonly { kind: PlanKind; id: PlanId }[],
  field: string,
  value: string,
): void {
  const { plan } = rootsOf(doc)
  doc.transact(() => {
    for (const { kind, id } of items) {
      const key = planKey(kind, id, field)
      if (value === '') plan.delete(key)
      else if (plan.get(key) !== value) plan.set(key, value)
    }
  }, LOCAL)
}
