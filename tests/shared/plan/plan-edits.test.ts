import { describe, expect, it } from 'vitest'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import {
  linkStatements,
  mergePlanItems,
  removePlanItem,
  setPlanFields,
  unlinkStatements,
} from '../../../shared/doc/plan-edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { copyOf, exchange } from '../../support/boards.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

describe('changes of the plan that reach many places', () => {
  it('[value-5] two people linking the same statements to two actions at once both keep theirs', () => {
    const ama = plannedBoard()
    const ben = copyOf(ama)
    linkStatements(ama, ['F1', 'F2', 'F3'], 'action', 'a1')
    linkStatements(ben, ['F1', 'F2', 'F3'], 'action', 'a2')

    exchange(ama, ben)

    for (const id of ['F1', 'F2', 'F3'])
      expect(boardNow(ama).responses.get(id)?.actions).toEqual(['a1', 'a2'])
  })

  it('links one to a stream in the place of another, and unlinks only what leads there', () => {
    const doc = plannedBoard()
    linkStatements(doc, ['F3', 'F4'], 'stream', 'wards')
    unlinkStatements(doc, ['F3', 'F4'], 'stream', 'complaints')
    expect(boardNow(doc).responses.get('F3')?.stream).toBe('wards')

    unlinkStatements(doc, ['F3'], 'stream', 'wards')
    expect(boardNow(doc).responses.get('F3')?.stream).toBeUndefined()
    expect(boardNow(doc).responses.get('F4')?.stream).toBe('wards')
  })

  it('[plan-7] of two that were meant as one, links, actions and what only one says go to the other', () => {
    const doc = plannedBoard()
    createPlanItem(doc, 'stream', 'twin', { title: 'Wards ', projectLead: 'Matron', evidence: 'Rounds.' })
    createPlanItem(doc, 'stream', 'wards', { evidence: 'Walks.' })
    createPlanItem(doc, 'action', 'a9', { title: 'Listen', stream: 'twin' })
    linkStatements(doc, ['F5'], 'stream', 'twin')
    mergePlanItems(doc, 'stream', 'twin', 'wards')

    const { plan, responses } = boardNow(doc)
    expect(plan.stream.has('twin')).toBe(false)
    expect(plan.action.get('a9')?.fields.stream).toBe('wards')
    expect(responses.get('F5')?.stream).toBe('wards')
    expect(plan.stream.get('wards')?.fields.evidence).toBe('Walks.\nRounds.')
    expect(Array.from(doc.getMap('responses').values())).not.toContain('twin')
  })

  it('[plan-7] refuses where two texts together would be too long, for one of them would be lost', () => {
    const doc = plannedBoard()
    const half = 'x'.repeat(LIMITS.paragraph / 2 + 1)
    createPlanItem(doc, 'stream', 'one', { title: 'Rounds', evidence: half })
    createPlanItem(doc, 'stream', 'two', { title: 'Walks', evidence: `${half}y` })

    expect(() => mergePlanItems(doc, 'stream', 'two', 'one')).toThrow('too_large')
  })

  it('[plan-7] a statement that both answered is answered once', () => {
    const doc = plannedBoard()
    linkStatements(doc, ['F1'], 'action', 'a1')
    linkStatements(doc, ['F1', 'F3'], 'action', 'a2')
    mergePlanItems(doc, 'action', 'a2', 'a1')
    const { plan, responses } = boardNow(doc)
    expect(responses.get('F1')?.actions).toEqual(['a1'])
    expect(responses.get('F3')?.actions).toContain('a1')
    expect(plan.action.has('a2')).toBe(false)
    expect(() => mergePlanItems(doc, 'action', 'a1', 'a1')).toThrow('item_unknown')
  })

  it('writes nothing where all is as it should be', () => {
    const doc = plannedBoard()
    let changes = 0
    doc.on('update', () => {
      changes += 1
    })
    linkStatements(doc, ['F1', 'F2'], 'action', 'a1')
    setPlanFields(doc, [{ kind: 'action', id: 'a1' }], 'due', '2027-06-30')
    expect(changes).toBe(0)
  })

  it('[plan-2] what is taken away leaves no link behind, and the actions of a stream stay without it', () => {
    const doc = plannedBoard()
    removePlanItem(doc, 'stream', 'wards')
    removePlanItem(doc, 'watch', 'standards')

    const { plan, responses } = boardNow(doc)
    expect(plan.stream.has('wards')).toBe(false)
    expect(plan.action.get('a1')?.fields).toMatchObject({ title: 'Publish a promise' })
    expect(plan.action.get('a1')?.fields.stream).toBeUndefined()
    expect(responses.get('F5')?.watch).toBeUndefined()
  })
})
