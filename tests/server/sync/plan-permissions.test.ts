import { describe, expect, it } from 'vitest'
import type { Phase } from '../../../shared/board.ts'
import { setPlanField } from '../../../shared/doc/edits.ts'
import { linkStatements, removePlanItem, unlinkStatements } from '../../../shared/doc/plan-edits.ts'
import { PLAN_FIELDS, type PlanField } from '../../../shared/plan.ts'
import { ama, ben, fay, judgedBoard, OPEN, oli, refusedFor, rob } from '../../support/judged.ts'

const A_VALUE: Record<PlanField['type'], string> = {
  line: 'A line',
  text: 'Some text',
  day: '2027-04-01',
  status: 'done',
  'link:stream': 's1',
}
const FIELDS = PLAN_FIELDS.map((it) => [`${it.kind}/${it.field}`, it as PlanField] as const)

function tried(field: PlanField, who: typeof ama, phase: Phase): string {
  const board = judgedBoard()
  const bytes = board
    .copyFor(who)
    .changed((doc) => setPlanField(doc, field.kind, 'new1', field.field, A_VALUE[field.type]))
  return refusedFor(board.judge(bytes, who, { ...OPEN, phase }))
}

describe('the plan, field by field, at the guard', () => {
  it.each(FIELDS)(
    '[write-1][write-8] %s: participants while it is open, facilitators, nobody else',
    (_, field) => {
      expect(tried(field, ama, 'open')).toBe('pass')
      expect(tried(field, ama, 'preparing')).toBe('phase_forbids')
      expect(tried(field, ama, 'review')).toBe('phase_forbids')
      expect(tried(field, ama, 'agreed')).toBe('phase_forbids')
      for (const phase of ['preparing', 'open', 'review'] as const)
        expect(tried(field, fay, phase)).toBe('pass')
      for (const phase of ['open', 'review', 'agreed'] as const) {
        expect(tried(field, rob, phase)).toBe('role_forbids')
        expect(tried(field, oli, phase)).toBe('role_forbids')
      }
    },
  )

  it.each(FIELDS)('[write-6] %s: once agreed only what happens is recorded', (_, field) => {
    expect(tried(field, fay, 'agreed')).toBe(field.agreed ? 'pass' : 'phase_forbids')
  })

  it.each(FIELDS)('[value-1] %s takes no value of another kind, from nobody', (_, field) => {
    const board = judgedBoard()
    const wrong = field.type === 'text' || field.type === 'line' ? 'x'.repeat(3_000) : 'neither day nor id!'
    const bytes = board.copyFor(fay).changed((doc) => setPlanField(doc, field.kind, 'n', field.field, wrong))
    expect(refusedFor(board.judge(bytes, fay))).toBe('value_invalid')
  })

  it('[write-1] many statements are linked in one change, by those who may and while they may', () => {
    const board = judgedBoard()
    const link = (who: typeof ama) =>
      board.copyFor(who).changed((doc) => linkStatements(doc, ['F1', 'F2', 'F3'], 'action', 'a1'))
    expect(refusedFor(board.judge(link(ben), ben))).toBe('pass')
    expect(refusedFor(board.judge(link(ben), ben, { ...OPEN, phase: 'review' }))).toBe('phase_forbids')
    expect(refusedFor(board.judge(link(rob), rob))).toBe('role_forbids')
    expect(refusedFor(board.judge(link(oli), oli))).toBe('role_forbids')
    expect(refusedFor(board.judge(link(fay), fay, { ...OPEN, phase: 'agreed' }))).toBe('phase_forbids')
  })

  it('[write-1][write-6] a part of the plan is taken away by the same people, and by nobody once agreed', () => {
    const board = judgedBoard()
    board.take(
      board.copyFor(ben).changed((doc) => linkStatements(doc, ['F1', 'F2'], 'action', 'a1')),
      ben,
    )
    const remove = (who: typeof ama) =>
      board.copyFor(who).changed((doc) => removePlanItem(doc, 'action', 'a1'))
    const unlink = (who: typeof ama) =>
      board.copyFor(who).changed((doc) => unlinkStatements(doc, ['F1'], 'action', 'a1'))
    for (const change of [remove, unlink]) {
      expect(refusedFor(board.judge(change(ben), ben))).toBe('pass')
      expect(refusedFor(board.judge(change(rob), rob))).toBe('role_forbids')
      expect(refusedFor(board.judge(change(fay), fay, { ...OPEN, phase: 'agreed' }))).toBe('phase_forbids')
    }
  })
})
