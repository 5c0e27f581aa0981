import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { createPlanItem, linkAction, putStatement, setPlanField } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import type { BoardThen } from '../../../shared/exports/contract.ts'
import { exportSourceOf } from '../../../shared/exports/source.ts'
import { compare, isUnchanged, wordsChanged } from '../../../shared/past/comparison.ts'
import { boardWith, copyOf } from '../../support/boards.ts'

const then = (doc: Y.Doc): BoardThen =>
  exportSourceOf(doc, { board: 'b', snapshot: openReads(doc).snapshot(), at: 0, set: 'full' })

function changed(change: (doc: Y.Doc) => void, start: (doc: Y.Doc) => void = () => {}) {
  const was = boardWith(3)
  start(was)
  const is = copyOf(was)
  change(is)
  return compare(then(was), then(is))
}

describe('what changed between two boards', () => {
  it('[past-1] is nothing where the same stands on both, however it came to', () => {
    const comparison = changed((doc) => {
      const { placements } = rootsOf(doc)
      placements.set('F1', { column: 'new-action', order: 'a1' })
      placements.set('F1', { column: 'unsorted', order: 'a1' })
    })

    expect(isUnchanged(comparison)).toBe(true)
    expect(comparison.totals.after).toEqual(comparison.totals.before)
  })

  it('[past-1] names what moved between categories, and counts them', () => {
    const comparison = changed((doc) => {
      rootsOf(doc).placements.set('F1', { column: 'new-action', order: 'a1' })
      rootsOf(doc).placements.set('F2', { column: 'set-aside', order: 'a1' })
    })

    expect(comparison.moved).toEqual([
      { id: 'F1', ref: 'F1', title: 'Statement 1.', from: 'unsorted', to: 'new-action' },
      { id: 'F2', ref: 'F2', title: 'Statement 2.', from: 'unsorted', to: 'set-aside' },
    ])
    expect(comparison.totals.before.in).toMatchObject({ unsorted: 3, 'new-action': 0 })
    expect(comparison.totals.after.in).toMatchObject({ unsorted: 1, 'new-action': 1, 'set-aside': 1 })
  })

  it('[past-1] tells statements that came, went or were corrected from those that moved', () => {
    const comparison = changed((doc) => {
      putStatement(doc, 'F9', { source: 'F', number: '9', text: 'New.' })
      rootsOf(doc).statements.delete('F3')
      putStatement(doc, 'F1', { source: 'F', number: '1', text: 'Statement one.', title: 'One' })
    })

    expect(comparison.added.map((it) => it.ref)).toEqual(['F9'])
    expect(comparison.removed.map((it) => it.ref)).toEqual(['F3'])
    expect(comparison.reworded).toEqual([
      { id: 'F1', ref: 'F1', title: 'One', parts: ['the published text', 'our title'] },
    ])
    expect(comparison.moved).toEqual([])
  })

  it('[past-1] says what was decided, parked and opened again', () => {
    const at = (column: string | null) => ({ seq: 1, column, how: 'discussed', at: 1 })
    const { decided, totals } = changed(
      (doc) => {
        const { live } = rootsOf(doc)
        live.set('decision/F1', at('due-regard'))
        live.set('decision/F2', { ...at(null), parked: { who: 'The board' } })
        live.delete('decision/F3')
      },
      (doc) => rootsOf(doc).live.set('decision/F3', at('new-action')),
    )

    expect(decided.map(({ ref, from, to }) => ({ ref, from, to }))).toEqual([
      { ref: 'F1', from: null, to: { column: 'due-regard' } },
      { ref: 'F2', from: null, to: { column: null, parked: { who: 'The board' } } },
      { ref: 'F3', from: { column: 'new-action' }, to: null },
    ])
    expect(totals.before).toMatchObject({ decided: 1, parked: 0 })
    expect(totals.after).toMatchObject({ decided: 1, parked: 1 })
  })

  it('[past-1] lists the plan field by field, with what stood there before', () => {
    const comparison = changed(
      (doc) => {
        setPlanField(doc, 'action', 'a1', 'due', '2027-09-30')
        setPlanField(doc, 'action', 'a1', 'progress/2027-03-01', 'Begun.')
        createPlanItem(doc, 'stream', 's1', { title: 'Openness' })
        linkAction(doc, 'F1', 'a1', true)
      },
      (doc) => createPlanItem(doc, 'action', 'a1', { title: 'Train all', due: '2027-06-30' }),
    )

    expect(comparison.plan).toEqual([
      { kind: 'stream', id: 's1', title: 'Openness', what: 'added', fields: [] },
      {
        kind: 'action',
        id: 'a1',
        title: 'Train all',
        what: 'changed',
        fields: [
          { label: 'Due', from: '2027-06-30', to: '2027-09-30' },
          { label: 'Progress of 1 March 2027', from: '', to: 'Begun.' },
        ],
      },
    ])
    expect(comparison.answered).toEqual([
      { id: 'F1', ref: 'F1', title: 'Statement 1.', parts: ['its actions'] },
    ])
  })

  it('[past-1] counts words that came and went, and the facts that differ', () => {
    const { why, facts } = changed(
      (doc) => {
        const text = whyText(doc, 'F2')
        text.delete(4, 5)
        text.insert(4, 'small brown')
        rootsOf(doc).board.set('milestone/m1', { title: 'Board', date: '2027-04-01' })
        rootsOf(doc).board.set('title', 'Our response')
      },
      (doc) => whyText(doc, 'F2').insert(0, 'The quick fox'),
    )

    expect(why).toEqual([{ id: 'F2', ref: 'F2', title: 'Statement 2.', added: 2, removed: 1 }])
    expect(facts).toEqual([
      { key: 'title', what: 'changed' },
      { key: 'milestone/m1', what: 'added', title: 'Board' },
    ])
  })
})

it.each([
  ['', 'one two', { added: 2, removed: 0 }],
  ['one two', '', { added: 0, removed: 2 }],
  ['a plan', 'a planned start', { added: 2, removed: 1 }],
  ['one', 'one two', { added: 1, removed: 0 }],
  ['one.\n\ntwo', 'one.\n\nnew words. two', { added: 2, removed: 0 }],
  ['our plan', 'New words. our plan', { added: 2, removed: 0 }],
  ['one two three', 'one three', { added: 0, removed: 1 }],
  ['over there', 'overthere', { added: 1, removed: 2 }],
  ['same', 'same', null],
])('[past-1] words between %j and %j', (from, to, count) => {
  expect(wordsChanged(from, to)).toEqual(count)
})
