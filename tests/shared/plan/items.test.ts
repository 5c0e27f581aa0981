import { describe, expect, it } from 'vitest'
import { createPlanItem, linkAction, putStatement, setPlanField } from '../../../shared/doc/edits.ts'
import { leadOfAction } from '../../../shared/plan/lacks.ts'
import { actionRefs, nextActionRef } from '../../../shared/plan/refs.ts'
import { postsUsed, suggestionsFor } from '../../../shared/plan/suggestions.ts'
import { warningsOf } from '../../../shared/plan/warnings.ts'
import type { PlanItem } from '../../../shared/plan.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

const action = (fields: Record<string, string>): PlanItem => ({
  id: 'a1',
  kind: 'action',
  fields,
  progress: [],
})
const TODAY = '2027-04-01'

describe('the short name of an action', () => {
  it('[plan-3] stays its own whatever is made or taken away beside it', () => {
    const doc = plannedBoard()
    createPlanItem(doc, 'action', 'Zx9', { title: 'Third', ref: nextActionRef(boardNow(doc).plan.action) })
    setPlanField(doc, 'action', 'a1', 'title', '')
    createPlanItem(doc, 'action', 'Aaa', { title: 'Fourth', ref: nextActionRef(boardNow(doc).plan.action) })

    const refs = actionRefs(boardNow(doc).plan.action)

    expect([refs.get('Zx9'), refs.get('Aaa')]).toEqual(['A3', 'A4'])
  })

  it('[plan-3] tells two made at the same moment apart, and names those that never had one', () => {
    const doc = plannedBoard()
    for (const id of ['p', 'q', 'r']) createPlanItem(doc, 'action', id, { title: id, ref: 'A3' })
    createPlanItem(doc, 'action', 'old', { title: 'From before' })

    const refs = actionRefs(boardNow(doc).plan.action)

    expect(['p', 'q', 'r', 'old'].map((id) => refs.get(id))).toEqual(['A3', 'A3b', 'A3c', 'A4'])
    expect(new Set(refs.values()).size).toBe(refs.size)
  })
})

describe('a part of the plan', () => {
  it('[ready-1] an action is led by a post, or by one to be named by a day that may have passed', () => {
    expect(leadOfAction(action({ lead: 'Chief Nurse', leadBy: '2027-01-01' }), TODAY)).toEqual({
      post: 'Chief Nurse',
    })
    expect(leadOfAction(action({ leadBy: '2027-04-01' }), TODAY)).toEqual({ by: '2027-04-01', isLate: false })
    expect(leadOfAction(action({ leadBy: '2027-03-31' }), TODAY)).toEqual({ by: '2027-03-31', isLate: true })
    expect(leadOfAction(action({}), TODAY)).toBeNull()
  })

  it.each([
    [{ start: '2027-05-01', due: '2027-04-30' }, 'It is due before it starts.'],
    [{ leadBy: '2027-08-01', due: '2027-07-01' }, 'Its lead is to be named after it is due.'],
    [{ leadBy: '2027-03-01', due: '2027-07-01' }, 'Its lead should have been named by now.'],
    [{ due: '2027-03-31' }, 'Its date has passed and it is not done.'],
    [{ acknowledgedOn: '2027-03-01' }, 'It was acknowledged, but not briefed.'],
    [{ briefedOn: '2027-03-02', acknowledgedOn: '2027-03-01' }, 'It was acknowledged before it was briefed.'],
    [{ nextReview: '2027-03-31' }, 'Its review is overdue.'],
  ] as const)('[plan-5] %o: %s', (fields, words) => {
    expect(warningsOf(action(fields), TODAY)).toEqual([words])
  })

  it('[plan-5] finds nothing wrong with what can be meant', () => {
    const fine = { start: '2027-04-01', due: '2027-04-01', leadBy: '2027-04-01', briefedOn: '2027-04-01' }
    expect(warningsOf(action(fine), TODAY)).toEqual([])
    expect(warningsOf(action({ due: '2027-03-01', status: 'done' }), TODAY)).toEqual([])
    expect(warningsOf(action({ due: '2027-03-01', dueExpected: '2027-05-01' }), TODAY)).toEqual([])
  })
})

describe('suggestions', () => {
  it('[plan-6] are the posts the plan names already, the most used first', () => {
    const doc = plannedBoard()
    setPlanField(doc, 'action', 'a2', 'lead', 'chief nurse')

    expect(postsUsed(boardNow(doc).plan)[0]?.toLowerCase()).toBe('chief nurse')
    expect(postsUsed(boardNow(doc).plan)).toHaveLength(4)
  })

  it('[plan-6] are what answers statements like this one, and never what answers it already', () => {
    const doc = plannedBoard()
    const like = (id: string, more: object) =>
      putStatement(doc, id, { source: 'F', number: id.slice(1), text: 'Said.', ...more })
    like('F1', { theme: 'culture' })
    like('F2', { theme: 'culture' })
    like('F7', { theme: 'culture', sameAs: 'F3' })
    linkAction(doc, 'F3', 'a2', true)

    const found = suggestionsFor(boardNow(doc), 'F7', 'action')
    linkAction(doc, 'F7', 'a2', true)

    expect(found).toEqual([
      { id: 'a2', because: ['F2', 'F3'] },
      { id: 'a1', because: ['F1', 'F2'] },
    ])
    expect(suggestionsFor(boardNow(doc), 'F7', 'action').map((it) => it.id)).toEqual(['a1'])
    expect(suggestionsFor(boardNow(doc), 'F6', 'action')).toEqual([])
    expect(suggestionsFor(boardNow(doc), 'nowhere', 'action')).toEqual([])
  })
})
