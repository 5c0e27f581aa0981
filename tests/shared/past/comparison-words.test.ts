import { expect, it } from 'vitest'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { createPlanItem, setPlanField } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { exportSourceOf } from '../../../shared/exports/source.ts'
import { compare } from '../../../shared/past/comparison.ts'
import { comparisonGroups, countLines, countWords } from '../../../shared/past/comparison-words.ts'
import { boardWith, copyOf } from '../../support/boards.ts'

const then = (doc: ReturnType<typeof boardWith>) =>
  exportSourceOf(doc, { board: 'b', snapshot: openReads(doc).snapshot(), at: 0, set: 'full' })

it('[past-1] what changed is said in the board’s own words', () => {
  const was = boardWith(2)
  rootsOf(was).board.set('column/new-action', { title: 'To put right', line: '' })
  createPlanItem(was, 'action', 'a1', { title: 'Train all', due: '2027-06-30' })
  rootsOf(was).live.set('decision/F2', { seq: 1, column: 'new-action' })
  const is = copyOf(was)
  rootsOf(is).placements.set('F1', { column: 'new-action', order: 'a1' })
  rootsOf(is).live.set('decision/F1', {
    seq: 2,
    column: null,
    parked: { who: 'The chair', by: '2027-01-31' },
  })
  rootsOf(is).live.delete('decision/F2')
  setPlanField(is, 'action', 'a1', 'due', '2027-09-30')
  setPlanField(is, 'action', 'a1', 'lead', 'Head of training')
  whyText(is, 'F1').insert(0, 'Nobody does it.')

  const { facts } = openReads(is).snapshot()
  const changes = compare(then(was), then(is))
  const said = comparisonGroups(changes, facts.columns).flatMap(({ title, lines }) =>
    lines.map(({ name, words }) => `${title}: ${name} ${words}`),
  )

  expect(said).toEqual([
    'Moved to another category: F1 To sort → To put right',
    'Decisions: F1 decided: parked, The chair decides, by 31 January 2027',
    'Decisions: F2 open again, was To put right',
    'Plan: Train all Lead: “Head of training”; Due: 30 June 2027 → 30 September 2027',
    'Words: F1 why: 3 words added',
  ])
  expect(countLines(changes, facts.columns)).toContainEqual({
    what: 'To put right',
    column: 'new-action',
    before: 0,
    after: 1,
  })
})

it.each([
  [{ added: 1, removed: 0 }, '1 word added'],
  [{ added: 0, removed: 4 }, '4 words taken away'],
  [{ added: 2, removed: 3 }, '2 words in place of 3'],
])('[past-1] %j is said as “%s”', (count, words) => {
  expect(countWords(count)).toBe(words)
})
