import { describe, expect, it } from 'vitest'
import {
  commentsAbout,
  type Erased,
  placesNaming,
  recordWithout,
  takeOut,
} from '../../../server/erasure/gone.ts'
import type { JournalRecord, Positioned, Touch } from '../../../server/store/contract.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { boardWith } from '../../support/boards.ts'

const F2: Erased = { kind: 'statement', id: 'F2' }
const signed = { at: 1, by: 'grace' }
const NO_HANDS = { 'new-action': 0, 'due-regard': 0, 'watching-brief': 0 }
const RESULT = { counts: null, hands: null, agreement: 'too-few', groups: [], answered: 0 } as const

const without = (record: JournalRecord, erased = F2) => recordWithout(erased, { position: 1, record })

describe('[A12] what is left of a record once a statement is erased', () => {
  it('of what was done to many is what was done to the others', () => {
    const again = {
      ...signed,
      type: 'vote',
      body: { step: 'again', vote: 1, statements: ['F1', 'F2'] },
    } as const
    const show = {
      ...signed,
      type: 'vote',
      body: { step: 'show', vote: 1, results: { F1: RESULT, F2: RESULT } },
    } as const
    const decision = {
      seq: 1,
      statement: 'F1',
      column: 'due-regard',
      how: 'chair',
      result: null,
      before: null,
    } as const
    const restore = {
      ...signed,
      type: 'restore',
      body: {
        step: 'restore',
        restore: 1,
        to: { position: 1 },
        asAt: 1,
        reason: 'A slip.',
        before: 2,
        opened: [decision, { ...decision, statement: 'F2', reason: 'Their words.' }],
      },
    } as const

    expect(without(again)).toEqual({ ...again, body: { ...again.body, statements: ['F1'] } })
    expect(without(show)).toEqual({ ...show, body: { ...show.body, results: { F1: RESULT } } })
    expect(without(restore)).toEqual({ ...restore, body: { ...restore.body, opened: [decision] } })
  })

  it('has none of the touches that were of it, whatever they made of it, and is nothing without any', () => {
    const change = (...touches: Touch[]) => ({ ...signed, type: 'change', touches }) as const
    const about = { on: 'F2', text: 'Who?' }
    const added = { root: 'comments', key: 'ama/c1', to: about }
    const removed = { root: 'comments', key: 'ama/c1', from: about }
    const other = { root: 'comments', key: 'ama/c2', from: { on: 'F1', text: 'When?' } }

    expect(without(change(added, removed))).toBeNull()
    expect(without(change(added, other, removed))).toEqual(change(other))
    expect(without(change({ root: 'placements', key: 'F2' }, other))).toEqual(change(other))
  })

  it('is nothing where it was about that one alone', () => {
    const hands = (statement: string) =>
      ({ ...signed, type: 'vote', body: { step: 'hands', vote: 1, statement, hands: NO_HANDS } }) as const
    const pull = (statement: string) =>
      ({ ...signed, type: 'vote', body: { step: 'pull', statement } }) as const

    expect([without(hands('F2')), without(pull('F2'))]).toEqual([null, null])
    expect([without(hands('F1')), without(pull('F1'))]).toEqual([hands('F1'), pull('F1')])
  })
})

describe('[A12] what is left of a record once a person is erased', () => {
  const ama: Erased = { kind: 'person', id: 'ama', voter: 'voter-of-ama' }
  const choice = (voter: string) =>
    ({
      ...signed,
      type: 'choice',
      body: { statement: 'F1', round: 1, voter, answer: 'due-regard', reason: 'Because.' },
    }) as const

  it('is their choice without their words, and every word of others', () => {
    const { reason: _, ...bare } = choice('voter-of-ama').body

    expect(without(choice('voter-of-ama'), ama)).toEqual({ ...choice('voter-of-ama'), body: bare })
    expect(without(choice('voter-of-ben'), ama)).toEqual(choice('voter-of-ben'))
  })

  it('is no grant of theirs, and every grant of others', () => {
    const grant = (participant: string) =>
      ({ ...signed, type: 'grant', device: 'd', link: 'l', role: 'participant', participant }) as const

    expect([without(grant('ama'), ama), without(grant('amara'), ama)]).toEqual([null, grant('amara')])
  })
})

describe('[A12] what is left of a board', () => {
  it('is all that is named like what was erased, and is something else', () => {
    const doc = boardWith(2)
    const { plan, board, comments, responses } = rootsOf(doc)
    plan.set('action/F2/title', 'Train everybody')
    board.set('theme/F2', { title: 'Openness' })
    responses.set('F1/action/a1', true)
    comments.set('ama/c1', { on: 'F1', text: 'Who?', at: 1 })
    comments.set('amara/c1', { on: 'F1', text: 'When?', at: 1 })

    takeOut(doc, F2)
    takeOut(doc, { kind: 'person', id: 'ama' })

    expect([...plan.keys()]).toEqual(['action/F2/title'])
    expect(board.has('theme/F2')).toBe(true)
    expect([...responses.keys()]).toEqual(['F1/action/a1'])
    expect([...comments.keys()]).toEqual(['amara/c1'])
  })

  it('is no comment about a statement that is erased, though it was taken away long before', async () => {
    const removed: Positioned = {
      position: 7,
      record: {
        ...signed,
        type: 'change',
        touches: [{ root: 'comments', key: 'ama/c1', from: { on: 'F2', text: 'Who?' } }],
      },
    }
    async function* records() {
      yield removed
    }

    expect([...(await commentsAbout('F2', boardWith(2), records()))]).toEqual(['ama/c1'])
  })

  it('points nowhere to a statement that was erased', () => {
    const doc = boardWith(3)
    const { statements, facilitation } = rootsOf(doc)
    const pointing = (key: string) => ({ ...(statements.get(key) as object) })
    statements.set('F1', { ...pointing('F1'), sameAs: 'F2' })
    statements.set('F3', { ...pointing('F3'), partOf: 'F2' })
    facilitation.set('focus', { statement: 'F2', at: 1 })

    takeOut(doc, F2)

    expect([...statements.keys()].sort()).toEqual(['F1', 'F3'])
    expect(JSON.stringify(doc.toJSON())).not.toContain('"F2"')
  })

  it('of a comment that is erased has no answer any more either', () => {
    const doc = boardWith(1)
    const { comments } = rootsOf(doc)
    comments.set('ama/c1', { on: 'F1', text: 'Who?', at: 1 })
    comments.set('ama/c1/answer', { answer: 'not', because: 'Named elsewhere.', at: 2 })
    comments.set('ama/c2', { on: 'F1', text: 'When?', at: 1 })

    expect(takeOut(doc, { kind: 'comment', id: 'ama/c1' })).toBe(2)

    expect([...comments.keys()]).toEqual(['ama/c2'])
  })

  it('tells where others still name somebody, in texts too, and nothing of a name that is a letter', () => {
    const doc = boardWith(2)
    rootsOf(doc).plan.set('action/a1/lead', 'Zaphod B')
    whyText(doc, 'F1').insert(0, 'As ZAPHOD B said.')

    expect(placesNaming(doc, 'Zaphod B')).toEqual(['plan/action/a1/lead', expect.stringContaining('F1')])
    expect(placesNaming(doc, ' Z ')).toEqual([])
  })
})
