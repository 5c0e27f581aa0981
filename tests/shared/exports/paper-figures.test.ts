import { expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement, setPlanField, tickObjective } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { figuresOf } from '../../../shared/exports/paper/opening.ts'
import { paperOfExport } from '../../../shared/exports/paper/paper.ts'
import { boardWith } from '../../support/boards.ts'
import { sourceOf } from '../../support/example-files.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

/** Of seven statements one is set aside and one to sort; a review is overdue, and no action is. */
function oneSetAside() {
  const doc = plannedBoard()
  moveStatement(doc, 'F6', spotAt(boardNow(doc), 'set-aside', 99))
  setPlanField(doc, 'watch', 'standards', 'nextReview', '2026-12-01')
  return doc
}

const wordsOf = (doc: ReturnType<typeof oneSetAside>, kind?: 'progress') =>
  JSON.stringify(paperOfExport(sourceOf(doc), kind))

it('[out-1] what was set aside is no key statement, what is to sort has no category, a review is no action', () => {
  expect(figuresOf(sourceOf(oneSetAside()))).toMatchObject({
    key: 6,
    setAside: 1,
    sorted: 5,
    unsorted: 1,
    late: 0,
    moved: 0,
    reviewsDue: 1,
  })
})

it('[out-1] says what was set aside without a reason, and asks to agree no dates that have not moved', () => {
  const doc = oneSetAside()

  expect(wordsOf(doc)).toContain('1 statement set aside without a reason.')
  expect(wordsOf(doc, 'progress')).not.toContain('agree the new dates')
  setPlanField(doc, 'action', 'a1', 'dueExpected', '2027-09-30')
  expect(wordsOf(doc, 'progress')).toContain('agree the new dates of 1 action')
})

it('[out-1] a board with nothing on it is not asked to agree it', () => {
  const empty = boardWith(0)
  const one = boardWith(1)
  moveStatement(one, 'F1', spotAt(boardNow(one), 'due-regard', 0))

  expect(wordsOf(empty)).not.toMatch(/(of|to|reviewed) 0 /)
  expect(wordsOf(empty)).not.toContain('agree the category')
  expect(wordsOf(empty, 'progress')).not.toMatch(/(of|Of) 0 /)
  expect(wordsOf(empty, 'progress')).toContain('note that no new action is planned yet.')
  expect(wordsOf(one)).toContain('agree the category proposed for 1 statement.')
})

it('[out-1] who took part is the most that did, of everybody and of each group', () => {
  const doc = oneSetAside()
  const mark = (id: string, answered: number, nurses: number) => {
    const tally = {
      'new-action': nurses,
      'due-regard': 0,
      'watching-brief': 0,
      'more-information': 0,
      'not-my-area': 0,
    }
    const groups = [{ group: 'Nursing', tally }]
    const result = { counts: tally, hands: null, agreement: 'agreed', groups, answered }
    const vote = { vote: 1, round: 1, open: false, answered, expected: 31, deadline: null, result }
    rootsOf(doc).live.set(`vote/${id}`, vote)
  }
  mark('F1', 24, 12)
  mark('F2', 9, 7)

  expect(wordsOf(doc)).toContain('up to 24 of 31 expected took part')
  expect(wordsOf(doc)).toContain('["Nursing","12"]')
})

it('[out-1] what was set aside serves no objective', () => {
  const doc = oneSetAside()
  rootsOf(doc).board.set('objective/o1', { title: 'Safe care' })
  for (const id of ['F1', 'F2', 'F6']) tickObjective(doc, id, 'o1', true)

  expect(wordsOf(doc)).toContain('{"id":"o1","title":"Safe care","ticked":false,"statements":2}')
})

it('[out-1] of the milestones those that are past are no next step', () => {
  const doc = oneSetAside()
  const on = (id: string, date: string) => rootsOf(doc).board.set(`milestone/${id}`, { title: id, date })
  on('Published', '2027-01-13')
  expect(wordsOf(doc)).toContain('The timetable has no milestone that is still to come.')
  on('Committee', '2027-01-14')
  on('Board', '2027-02-01')

  const said = paperOfExport(sourceOf(doc))
  const next = JSON.stringify(said).split('What comes next')[1]?.split('Who does what next')[0]
  expect(next).toContain('Committee')
  expect(next).toContain('1 February 2027')
  expect(next).not.toContain('Published')
})

it('[out-1] asks to note the questions that were parked, and not those nobody has come to', () => {
  const doc = oneSetAside()
  expect(wordsOf(doc)).not.toContain('still open, with who decides')

  const mark = { seq: 1, column: null, parked: { who: 'The chair' }, how: 'discussed', at: 1 }
  rootsOf(doc).live.set('decision/F1', mark)

  expect(wordsOf(doc)).toContain('note that 1 question is still open, with who decides')
})
