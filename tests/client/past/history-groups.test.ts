import { expect, it } from 'vitest'
import { byDay, historyGroups } from '../../../client/views/history/history-groups.ts'
import type { HistoryLine } from '../../../shared/api.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { boardWith } from '../../support/boards.ts'

const board = openReads(boardWith(12)).snapshot()
const at = Date.UTC(2027, 0, 14, 12)
const line = (position: number, root: string, key: string, rest: Partial<HistoryLine> = {}): HistoryLine => ({
  position,
  at,
  by: 'ama',
  name: 'Ama',
  root,
  key,
  ...rest,
})
const said = (lines: readonly HistoryLine[]) => historyGroups(lines, board).map((it) => it.words)
const moved = (position: number, id: string, column: string) =>
  line(position, 'placements', id, { to: { column, order: 'a1' } })

it('[past-7] what was done in one go is one line, with the statements in the order of their numbers', () => {
  const one = ['F10', 'F2', 'F1', 'F3', 'F4', 'F5'].map((id) => moved(7, id, 'new-action'))

  expect(said([...one, moved(7, 'F6', 'due-regard'), moved(5, 'F1', 'new-action')])).toEqual([
    'moved F1, F2, F3, F4 and 2 more from To sort to New action',
    'moved F6 from To sort to Due regard',
    'moved F1 from To sort to New action',
  ])
})

it.each([
  [
    line(1, 'live', 'phase', { from: 'review', to: 'open' }),
    'changed what people can do from “Under review” to “Open for sorting”',
  ],
  [
    line(1, 'live', 'decision/F1', { to: { column: 'due-regard', how: 'chair' } }),
    'decided F1: Due regard (decided by the chair)',
  ],
  [
    line(1, 'live', 'decision/F1', { to: { column: null, how: 'discussed', parked: { by: '2027-01-31' } } }),
    'parked F1, by 31 January 2027 (discussed)',
  ],
  [line(1, 'live', 'decision/F1'), 'opened F1 again'],
  [line(1, 'live', 'vote/F1', { to: { step: 'show' } }), 'showed the result of the private vote on F1'],
  [line(1, 'live', 'version', { to: { version: 2, label: 'As agreed' } }), 'sealed version 2, “As agreed”'],
  [
    line(1, 'live', 'approval', { to: { version: 2, meeting: 'the Board', outcome: 'noted' } }),
    'recorded that version 2 was noted by the Board',
  ],
  [
    line(1, 'live', 'restore', { to: { step: 'restore', to: { version: 1 }, asAt: 1 } }),
    'went back to version 1',
  ],
  [line(1, 'live', 'lock', { to: true }), 'locked the board'],
  [line(1, 'why', 'F1', { inserted: 3 }), 'wrote in “why”: F1'],
  [line(1, 'comments', 'ama/c1', { to: { on: 'F2', text: 'x' } }), 'commented: F2'],
  [line(1, 'board', 'source/F', { to: { title: 'x' } }), 'changed: Publication F'],
])('[past-7] %j', (it, words) => {
  expect(said([it])).toEqual([words])
})

it('[past-7] lines stand under their day', () => {
  const groups = historyGroups(
    [moved(3, 'F1', 'new-action'), { ...moved(2, 'F2', 'new-action'), at: at - 86_400_000 }],
    board,
  )
  expect(byDay(groups, at).map((it) => [it.day, it.groups.length])).toEqual([
    ['today', 1],
    ['yesterday', 1],
  ])
})
