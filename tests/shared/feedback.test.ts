import { describe, expect, it } from 'vitest'
import { WHOLE_PLAN } from '../../shared/board.ts'
import { addComment, answerComment, createPlanItem, removeComment } from '../../shared/doc/edits.ts'
import { countFeedback, feedbackOf } from '../../shared/feedback.ts'
import { writtenOf } from '../support/example-files.ts'
import { partOf } from '../support/office-files.ts'
import { boardNow, plannedBoard } from '../support/planned-boards.ts'

/** What a committee said of the plan, of an action and of a statement, two of it answered; and talk beside it. */
function discussedPlan() {
  const doc = plannedBoard()
  const whose = 'Quality Committee'
  addComment(doc, 'ruth', 'c1', { on: WHOLE_PLAN, text: 'Where is the money?', whose, at: 1 })
  addComment(doc, 'ruth', 'c2', { on: 'action/a1', text: 'June is too late.', at: 2 })
  addComment(doc, 'ben', 'c3', { on: 'action/a1', text: 'I agree.', replyTo: 'c2', at: 3 })
  addComment(doc, 'ben', 'c4', { on: 'F1', text: 'Shall we have coffee?', at: 4 })
  addComment(doc, 'grace', 'c5', { on: 'F2', text: 'Say who.', whose, at: 5 })
  answerComment(doc, { by: 'ruth', id: 'c1' }, { answer: 'not', because: 'It is in the budget paper.' })
  answerComment(doc, { by: 'grace', id: 'c5' }, { answer: 'partly', because: 'The post is named.' })
  return doc
}

const said = (doc: ReturnType<typeof discussedPlan>) =>
  feedbackOf(boardNow(doc)).map((it) => [it.on, it.comments.map(({ id, answer }) => [id, answer?.answer])])

describe('feedback on a plan', () => {
  it('[write-4] is what was said of the plan and its parts, and of a statement where it says whose it is', () => {
    const doc = discussedPlan()

    expect(said(doc)).toEqual([
      [WHOLE_PLAN, [['c1', 'not']]],
      ['action/a1', [['c2', undefined]]],
      ['F2', [['c5', 'partly']]],
    ])
    expect(countFeedback(feedbackOf(boardNow(doc)))).toEqual({
      all: 3,
      accepted: 0,
      partly: 1,
      not: 1,
      awaited: 1,
    })
  })

  it('[write-4] an answer goes with its comment, and a comment outlives what it was on', () => {
    const doc = discussedPlan()
    removeComment(doc, 'ruth', 'c1')
    expect(doc.getMap('comments').has('ruth/c1/answer')).toBe(false)

    addComment(doc, 'ruth', 'c6', { on: 'stream/gone', text: 'Too many streams.' })
    expect(feedbackOf(boardNow(doc))[0]).toMatchObject({ title: 'A work stream that was taken away' })
    createPlanItem(doc, 'stream', 'gone', { title: 'Back' })
    expect(feedbackOf(boardNow(doc))[0]).toMatchObject({ title: 'Back', kind: 'stream' })
  })

  it('[write-4] what was answered is feedback whoever said it, and a reply outlives what it replied to', () => {
    const doc = discussedPlan()
    answerComment(doc, { by: 'ben', id: 'c4' }, { answer: 'accepted', because: 'At ten.' })
    removeComment(doc, 'ruth', 'c2')

    expect(said(doc).slice(1)).toEqual([
      ['action/a1', [['c3', undefined]]],
      ['F1', [['c4', 'accepted']]],
      ['F2', [['c5', 'partly']]],
    ])
  })

  it('[write-4] stands in the order of titles, whatever things are called inside', () => {
    const doc = plannedBoard()
    createPlanItem(doc, 'stream', 'zebra', { title: 'Access' })
    for (const [at, on] of ['stream/wards', 'stream/zebra', 'stream/complaints'].entries())
      addComment(doc, 'ruth', `c${at}`, { on, text: 'Who?', at })

    expect(feedbackOf(boardNow(doc)).map((it) => it.title)).toEqual([
      'Access',
      'Complaints',
      'Ward standards',
    ])
  })

  it('[out-1] feedback.docx numbers every comment, with its answer or that there is none', () => {
    const body = partOf(writtenOf('feedback.docx', discussedPlan(), { set: 'full' }), 'word/document.xml')
    const rows = [...body.getElementsByTagName('w:tr')].map((row) =>
      [...row.getElementsByTagName('w:tc')].map((it) => it.textContent),
    )

    expect(body.documentElement.textContent).toContain('3 comments: 0 accepted, 1 partly, 1 not.')
    expect(body.documentElement.textContent).toContain('1 comment is not answered yet.')
    expect(rows.filter((it) => /^\d/.test(it[0] ?? ''))).toEqual([
      [
        '1',
        expect.stringMatching(/^Quality Committee.*Where is the money\?$/),
        'Not accepted',
        'It is in the budget paper.',
      ],
      ['2', 'A1 Publish a promise', expect.stringContaining('June is too late.'), 'Not answered yet', ''],
      ['3', 'F2', expect.stringContaining('Say who.'), 'Partly accepted', 'The post is named.'],
    ])
  })
})
