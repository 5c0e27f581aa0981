import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { addComment, createPlanItem, linkAction, putStatement } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { restore, takeBack } from '../../../shared/past/restoring.ts'
import { boardWith, copyOf } from '../../support/boards.ts'

const place = (doc: Y.Doc, id: string, column: string, order = 'a1') =>
  rootsOf(doc).placements.set(id, { column, order })

function board(): Y.Doc {
  const doc = boardWith(3)
  place(doc, 'F1', 'due-regard')
  whyText(doc, 'F1').insert(0, 'Because it is so.')
  createPlanItem(doc, 'action', 'a1', { title: 'Train all' })
  linkAction(doc, 'F1', 'a1', true)
  return doc
}

const read = (doc: Y.Doc) => {
  const { placements, ids } = openReads(doc).snapshot()
  const { statements, responses, plan, board } = rootsOf(doc)
  return {
    placements: Object.fromEntries(ids.map((id) => [id, placements.get(id)])),
    why: whyText(doc, 'F1').toString(),
    ...Object.fromEntries(
      Object.entries({ statements, responses, plan, board }).map(([name, map]) => [name, map.toJSON()]),
    ),
  }
}

function muchLater(then: Y.Doc): Y.Doc {
  const doc = copyOf(then)
  place(doc, 'F1', 'new-action')
  place(doc, 'F2', 'set-aside')
  whyText(doc, 'F1').insert(0, 'Perhaps. ')
  rootsOf(doc).responses.delete('F1/action/a1')
  rootsOf(doc).plan.delete('action/a1/title')
  rootsOf(doc).statements.delete('F3')
  rootsOf(doc).board.set('title', 'Another title')
  return doc
}

describe('restoring a board', () => {
  it('[past-2] brings back places, words, answers, plan and statements as they were', () => {
    const then = board()
    const doc = muchLater(then)

    restore(doc, then)

    expect(read(doc)).toEqual(read(then))
  })

  it('[past-2] keeps what has come since and what people said: statements, what they lead to, comments', () => {
    const then = board()
    const doc = muchLater(then)
    putStatement(doc, 'F9', { source: 'F', number: '9', text: 'New.' })
    place(doc, 'F9', 'new-action')
    createPlanItem(doc, 'stream', 's9', { title: 'Kept stream' })
    createPlanItem(doc, 'action', 'a9', { title: 'Kept', stream: 's9' })
    createPlanItem(doc, 'action', 'a8', { title: 'Not kept' })
    linkAction(doc, 'F9', 'a9', true)
    addComment(doc, 'ama', 'c1', { on: 'F1', text: 'A word.' })

    restore(doc, then)

    const { plan, comments, statements, placements } = rootsOf(doc)
    expect(statements.has('F9')).toBe(true)
    expect(placements.get('F9')).toEqual({ column: 'new-action', order: 'a1' })
    expect(plan.toJSON()).toMatchObject({ 'action/a9/title': 'Kept', 'stream/s9/title': 'Kept stream' })
    expect(plan.has('action/a8/title')).toBe(false)
    expect(comments.size).toBe(1)
  })

  it('[past-2][vote-4] leaves a statement under an open vote where it is', () => {
    const then = board()
    const doc = muchLater(then)
    rootsOf(doc).live.set('vote/F1', { open: true })

    restore(doc, then)

    expect(rootsOf(doc).placements.get('F1')).toMatchObject({ column: 'new-action' })
  })

  it('[past-3] opens what was decided since, and leaves decisions that stood then', () => {
    const then = board()
    rootsOf(then).live.set('decision/F1', { seq: 1, column: 'due-regard' })
    const doc = copyOf(then)
    rootsOf(doc).live.set('decision/F2', { seq: 2, column: 'new-action' })
    place(doc, 'F2', 'new-action')

    expect(restore(doc, then)).toEqual({ opened: ['F2'], changed: 1 })

    expect([...rootsOf(doc).live.keys()]).toEqual(['decision/F1'])
    expect(openReads(doc).snapshot().placements.get('F2')?.column).toBe('unsorted')
  })

  it('[past-4] is taken back whole, but for what somebody changed since', () => {
    const then = board()
    const before = muchLater(then)
    const doc = copyOf(before)
    restore(doc, then)
    const after = copyOf(doc)
    place(doc, 'F2', 'watching-brief')

    expect(takeBack(doc, before, after)).toBe(1)

    const expected = read(before)
    expect(read(doc)).toEqual({
      ...expected,
      placements: { ...expected.placements, F2: { column: 'watching-brief', order: 'a1' } },
    })
  })

  it('[past-4] taken back, leaves what came by it where somebody has worked with it since', () => {
    const then = board()
    for (const n of ['1', '2', '3']) createPlanItem(then, 'stream', `s${n}`, { title: `Stream ${n}` })
    createPlanItem(then, 'action', 'a2', { title: 'Ask all' })
    const before = copyOf(then)
    for (const key of rootsOf(before).plan.keys()) rootsOf(before).plan.delete(key)
    for (const id of ['F2', 'F3']) rootsOf(before).statements.delete(id)
    const doc = copyOf(before)
    restore(doc, then)
    const after = copyOf(doc)
    // A part is linked, one is changed, one is belonged to, and a statement is answered.
    rootsOf(doc).responses.set('F1/stream', 's1')
    rootsOf(doc).plan.set('stream/s2/projectLead', 'Grace')
    rootsOf(doc).plan.set('action/a2/stream', 's2')
    addComment(doc, 'ama', 'c1', { on: 'F2', text: 'A word.' })

    takeBack(doc, before, after)

    const { plan, statements } = rootsOf(doc)
    expect([...statements.keys()].sort()).toEqual(['F1', 'F2'])
    expect(
      Object.keys(plan.toJSON())
        .filter((key) => key.endsWith('/title'))
        .sort(),
    ).toEqual(['action/a2/title', 'stream/s1/title', 'stream/s2/title'])
  })

  it('[past-2] keeps objectives that came since, as it keeps sources and themes', () => {
    const then = board()
    const doc = copyOf(then)
    place(doc, 'F2', 'new-action')
    for (const key of ['objective/o9', 'theme/t9']) rootsOf(doc).board.set(key, { title: 'Newer' })
    rootsOf(doc).board.set('milestone/m9', { title: 'Newer', date: '2027-01-14' })

    restore(doc, then)

    const kept = [...rootsOf(doc).board.keys()].filter((key) => key.endsWith('9'))
    expect(kept.sort()).toEqual(['objective/o9', 'theme/t9'])
  })

  it('[value-3] leaves out what no board can hold today', () => {
    const then = board()
    rootsOf(then).plan.set('action/a1/due', 'soon')
    const doc = copyOf(then)
    rootsOf(doc).plan.delete('action/a1/due')
    place(doc, 'F1', 'new-action')

    expect(restore(doc, then).changed).toBe(1)

    expect(rootsOf(doc).plan.has('action/a1/due')).toBe(false)
    expect(rootsOf(doc).placements.get('F1')).toMatchObject({ column: 'due-regard' })
  })

  it('[move-5] never takes a placement away', () => {
    const then = boardWith(2)
    const doc = copyOf(then)
    place(doc, 'F1', 'new-action')

    restore(doc, then)

    expect(rootsOf(doc).placements.get('F1')).toEqual(openReads(then).snapshot().placements.get('F1'))
  })
})
