import { describe, expect, it } from 'vitest'
import { type Edit, isSame } from '../../../client/session/draft.ts'
import type { PendingEdit } from '../../../client/session/local-copy.ts'
import { type FreshBoard, rebase } from '../../../client/session/rebase.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import fc from '../../support/properties.ts'

const place = (column: string) => ({ column, order: 'a0V' })

let made = 0
const pending = (edit: Partial<Edit>, more: Partial<PendingEdit> = {}): PendingEdit => {
  made += 1
  return {
    root: 'placements',
    key: 'F1',
    from: undefined,
    to: undefined,
    id: String(made).padStart(6, '0'),
    tab: 't',
    at: made,
    epoch: 1,
    client: 7,
    clock: made,
    tries: 0,
    ...edit,
    ...more,
  }
}

const fresh = (values: Record<string, unknown> = {}, more: Partial<FreshBoard> = {}): FreshBoard => ({
  epoch: 1,
  valueAt: (root, key) => values[`${root}/${key}`] ?? (root === 'why' ? '' : undefined),
  holds: () => false,
  refusal: () => null,
  ...more,
})

describe('[back-2] rebase', () => {
  it('replays what nobody has touched since', () => {
    const board = fresh({ 'placements/F1': place('unsorted') })
    const edit = pending({ from: place('unsorted'), to: place('due-regard') })
    expect(rebase([edit], board)).toEqual({
      replay: [{ root: 'placements', key: 'F1', from: place('unsorted'), to: place('due-regard') }],
      leftover: [],
    })
  })

  it('lists what somebody has touched, with both sides', () => {
    const board = fresh({ 'placements/F1': place('new-action') })
    const edit = pending({ from: place('unsorted'), to: place('due-regard') })
    expect(rebase([edit], board).leftover).toMatchObject([
      {
        edit: { from: place('unsorted'), to: place('due-regard') },
        theirs: place('new-action'),
        because: null,
      },
    ])
  })

  it('is done with what the board already has', () => {
    const board = fresh({ 'placements/F1': place('due-regard') })
    expect(rebase([pending({ from: undefined, to: place('due-regard') })], board)).toEqual({
      replay: [],
      leftover: [],
    })
  })

  it('is done with what arrived and was changed by somebody afterwards', () => {
    const board = fresh({ 'placements/F1': place('new-action') }, { holds: () => true })
    expect(rebase([pending({ to: place('due-regard') })], board)).toEqual({ replay: [], leftover: [] })
  })

  it('believes no id of another epoch', () => {
    const board = fresh({ 'placements/F1': place('new-action') }, { holds: () => true, epoch: 2 })
    expect(rebase([pending({ to: place('due-regard') })], board).leftover).toHaveLength(1)
  })

  it('takes several changes of one place as one', () => {
    const edits = [
      pending({ from: undefined, to: place('due-regard') }),
      pending({ from: place('due-regard'), to: place('new-action') }),
    ]
    expect(rebase(edits, fresh()).replay).toEqual([
      { root: 'placements', key: 'F1', from: undefined, to: place('new-action') },
    ])
    // The first reached the board on another epoch: what stands there is mine, not somebody's.
    expect(rebase(edits, fresh({ 'placements/F1': place('due-regard') }, { epoch: 2 })).replay).toMatchObject(
      [{ to: place('new-action') }],
    )
  })

  it('lists what the room would refuse, with the reason', () => {
    const board = fresh({}, { refusal: () => 'board_locked' })
    expect(rebase([pending({ to: place('due-regard') })], board)).toMatchObject({
      replay: [],
      leftover: [{ because: 'board_locked' }],
    })
  })

  it('a taking away is replayed, and is done with where it is gone already', () => {
    const edit = pending({ root: 'responses', key: 'F1/stream', from: 's1', to: undefined }, { clock: null })
    expect(rebase([edit], fresh({ 'responses/F1/stream': 's1' })).replay).toHaveLength(1)
    expect(rebase([edit], fresh())).toEqual({ replay: [], leftover: [] })
    expect(rebase([edit], fresh({ 'responses/F1/stream': 's2' })).leftover).toHaveLength(1)
  })

  it('brings words to where the text has gone', () => {
    const edit = pending({ root: 'why', from: 'One. ', to: 'One. Two. ' })
    expect(rebase([edit], fresh({ 'why/F1': 'Nought. One. ' })).replay).toMatchObject([
      { from: 'Nought. One. ', to: 'Nought. One. Two. ' },
    ])
  })

  it.each([
    ['One. ', 'One. Two. '],
    ['Before. One. Two, ', 'Before. One. Two. '],
    ['One. Two. ', 'One. Two. '],
    ['', 'One. Two. '],
  ])('of words typed on and on, sends those a rebuilt board lacks: %j', (there, expected) => {
    const typed = ['', 'One. ', 'One. Two, ', 'One. Two', 'One. Two. ']
    const edits = typed
      .slice(1)
      .map((to, at) => pending({ root: 'why', from: typed[at] ?? '', to }, { clock: at }))
    const { replay, leftover } = rebase(edits, fresh({ 'why/F1': there }, { epoch: 2 }))
    expect(replay.at(-1)?.to ?? there).toBe(expected)
    expect(leftover).toEqual([])
  })

  it('of words typed on and on, puts what is left where each stood, not what stands between them', () => {
    const typed = ['Start.', 'Start, one.', 'Start, one. End.', 'Start, one and two. End.']
    const edits = typed.slice(1).map((to, at) => pending({ root: 'why', from: typed[at] ?? '', to }))
    const { replay, leftover } = rebase(edits, fresh({ 'why/F1': 'Start, one: Ben.' }, { epoch: 2 }))
    expect(replay.map((it) => it.to)).toEqual(['Start, one: Ben. End.', 'Start, one: Ben and two. End.'])
    expect(leftover).toEqual([])
  })

  it('of words typed on and on, asks about those that a rebuilt board has without what came before them', () => {
    const edits = [
      pending({ root: 'why', from: '', to: 'First of all. ' }, { clock: 1 }),
      pending({ root: 'why', from: 'First of all. ', to: 'First of all. The ward is short of staff.' }),
    ]
    const { replay, leftover } = rebase(
      edits,
      fresh({ 'why/F1': 'Ben: the. The ward is short of staff.' }, { epoch: 2 }),
    )
    expect(replay).toEqual([])
    expect(leftover).toMatchObject([
      { edit: { to: 'First of all. The ward is short of staff.' }, because: null },
    ])
  })

  it('sends only the words that have not arrived', () => {
    const edits = [
      pending({ root: 'why', from: '', to: 'One. ' }, { clock: 5 }),
      pending({ root: 'why', from: 'One. ', to: 'One. Two. ' }, { clock: 10 }),
    ]
    const board = fresh({ 'why/F1': 'One. By Ben. ' }, { holds: ({ clock }) => clock <= 5 })
    expect(rebase(edits, board).replay).toMatchObject([{ to: 'One. By Ben. Two. ' }])
  })

  it('on a rebuilt board does not double words that stand where they were put', () => {
    const edit = pending({ root: 'why', from: '', to: 'Because of the audit. ' })
    expect(rebase([edit], fresh({ 'why/F1': 'Because of the audit. By Ben. ' }, { epoch: 2 }))).toEqual({
      replay: [],
      leftover: [],
    })
    const short = pending({ root: 'why', from: 'No', to: 'No!' })
    expect(rebase([short], fresh({ 'why/F1': 'No! No!' }, { epoch: 2 })).replay).toEqual([])
  })

  it('every change is replayed, listed or there: none is forgotten, and none is both', () => {
    const value = fc.constantFrom(undefined, 'a', 'b', 'c')
    const key = fc.constantFrom('k1', 'k2', 'k3')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value)),
        fc.dictionary(key, fc.constantFrom('a', 'b', 'c')),
        fc.option(fc.constant<ProblemCode>('board_locked')),
        (made, values, because) => {
          // Each change begins where the one before it of the same place ended.
          const at = new Map<string, unknown>()
          const edits = made.map(([k, to]) => {
            const edit = pending({ root: 'plan', key: k, from: at.get(k), to }, { clock: null })
            at.set(k, to)
            return edit
          })
          const board = fresh(Object.fromEntries(Object.entries(values).map(([k, v]) => [`plan/${k}`, v])), {
            refusal: () => because,
          })
          const { replay, leftover } = rebase(edits, board)
          const answered = [...replay, ...leftover.map((it) => it.edit)].map((it) => it.key)
          expect(new Set(answered).size).toBe(answered.length)
          for (const k of new Set(edits.map((it) => it.key))) {
            const nothing = isSame(values[k], at.get(k)) || at.get(k) === undefined
            if (!answered.includes(k)) expect(nothing).toBe(true)
          }
          for (const edit of replay) {
            const seen = edits.filter((it) => it.key === edit.key).flatMap((it) => [it.from, it.to])
            expect(seen).toContainEqual(values[edit.key])
          }
        },
      ),
    )
  })
})
