import { describe, expect, it } from 'vitest'
import {
  linkStatements,
  removePlanItem,
  setPlanFields,
  unlinkStatements,
} from '../../../shared/doc/plan-edits.ts'
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
