import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { editText, moveStatement, putStatement } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { type ForgedItem, forge, idOf } from '../../support/forge.ts'
import { ama, ben, fay, judgedBoard, OPEN, oli, refusedFor, stateOf } from '../../support/judged.ts'

const inDueRegard = { column: 'due-regard', above: null, below: null } as const
const placed = { column: 'due-regard', order: 'a1V' }
const MOVE = { root: 'placements', key: 'F2', values: [placed] }
const NEW = 77

describe('the guard, about honest updates', () => {
  it('[guard-1][guard-3] passes a move, with what it changes and whose client id it brings', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    board.claims.delete(copy.doc.clientID)
    const update = copy.changed((doc) => moveStatement(doc, 'F2', inDueRegard))

    const verdict = board.judge(update, ama)

    expect(verdict).toEqual({
      is: 'pass',
      touches: [{ root: 'placements', key: 'F2', to: copy.doc.getMap('placements').get('F2') }],
      roots: ['placements'],
      claims: [copy.doc.clientID],
      isNews: true,
    })
  })

  it('[guard-1] tells where an overwritten value was, though the bytes name neither root nor key', () => {
    const board = judgedBoard()
    const before = board.doc.getMap('placements').get('F1')
    const update = board.copyFor(ama).changed((doc) => {
      rootsOf(doc).placements.set('F1', placed)
    })

    const verdict = board.judge(update, ama)

    expect(verdict).toMatchObject({ touches: [{ root: 'placements', key: 'F1', from: before, to: placed }] })
  })

  it('[guard-1] tells the last of several values set under one key at once', () => {
    const board = judgedBoard()
    const update = board.copyFor(ama).changed((doc) =>
      doc.transact(() => {
        rootsOf(doc).placements.set('F1', { ...placed, column: 'new-action' })
        rootsOf(doc).placements.set('F1', placed)
      }),
    )

    expect(board.judge(update, ama)).toMatchObject({ touches: [{ key: 'F1', to: placed }] })
  })

  it('[guard-1] tells a text by how much came and went, never by its words', () => {
    const board = judgedBoard()
    const update = board
      .copyFor(ama)
      .changed((doc) => editText(doc, { why: 'F1' }, { at: 0, remove: 7, insert: 'Since' }))

    expect(board.judge(update, ama)).toMatchObject({
      touches: [{ root: 'why', key: 'F1', inserted: 5, removed: 7 }],
    })
  })

  it('[guard-5][B1] passes what it knows already as no news, and a whole copy with it', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    const update = copy.changed((doc) => moveStatement(doc, 'F2', inDueRegard))
    board.take(update, ama)

    expect(board.judge(update, ama)).toMatchObject({ is: 'pass', touches: [], isNews: false })
    expect(board.judge(Y.encodeStateAsUpdate(copy.doc), ama)).toMatchObject({ is: 'pass', isNews: false })
  })

  it('[guard-1] passes values that a copy overwrote offline and kept so as to undo them', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    const undo = new Y.UndoManager(copy.doc.getMap('placements'), { captureTimeout: 0 })
    for (const column of ['due-regard', 'new-action', 'watching-brief']) {
      copy.doc.getMap('placements').set('F2', { column, order: 'a1V' })
    }
    undo.undo()

    const verdict = board.judge(Y.encodeStateAsUpdate(copy.doc, Y.encodeStateVector(board.doc)), ama)

    expect(verdict).toMatchObject({ is: 'pass', touches: [{ to: { column: 'new-action' } }] })
  })

  it('[guard-1] passes several values at once only where the same update takes all of them away', () => {
    const twice = (...ranges: [number, number][]) =>
      forge(
        [{ client: NEW, clock: 0, items: [{ ...MOVE, values: [placed, placed] }] }],
        ranges.length > 0 ? [{ client: NEW, ranges }] : [],
      )

    expect(refusedFor(judgedBoard().judge(twice([0, 2]), ama))).toBe('pass')
    for (const kept of [twice(), twice([0, 1]), twice([1, 1])])
      expect(refusedFor(judgedBoard().judge(kept, ama))).toBe('value_invalid')
  })

  it('[guard-1] counts what is typed, whatever else the same update says is gone already', () => {
    const gone = { origin: { client: NEW, clock: 4 }, deleted: 3 }
    const update = forge(
      [{ client: NEW, clock: 0, items: [{ root: 'why/F2', text: 'abcde' }, gone] }],
      [{ client: NEW, ranges: [[5, 3]] }],
    )

    expect(judgedBoard().judge(update, ama)).toMatchObject({
      touches: [{ root: 'why', key: 'F2', inserted: 5, removed: 0 }],
    })
  })

  it('[guard-1] passes a move of a statement that comes in the same update, and of one taken away meanwhile', () => {
    const board = judgedBoard()
    const copy = board.copyFor(fay)
    const update = copy.changed((doc) =>
      doc.transact(() => {
        putStatement(doc, 'F8', { source: 'F', number: '8', text: 'New.' })
        moveStatement(doc, 'F8', inDueRegard)
      }),
    )
    const move = board.copyFor(ama).changed((doc) => moveStatement(doc, 'F2', inDueRegard))
    rootsOf(board.doc).statements.delete('F2')

    expect(refusedFor(board.judge(update, fay))).toBe('pass')
    expect(refusedFor(board.judge(move, ama))).toBe('pass')
  })

  it('[write-7] lets through what either the old or the new state allows, and refuses as the new one says', () => {
    const board = judgedBoard()
    const update = board.copyFor(ama).changed((doc) => moveStatement(doc, 'F1', inDueRegard))
    const locked = { ...OPEN, locked: true }
    const inReview = { ...OPEN, phase: 'review' as const }

    expect(refusedFor(board.judge(update, ama, locked, OPEN))).toBe('pass')
    expect(refusedFor(board.judge(update, ama, OPEN, locked))).toBe('pass')
    expect(refusedFor(board.judge(update, ama, inReview, locked))).toBe('phase_forbids')
  })
})

describe('the guard, about what comes too early', () => {
  it('[guard-4][B6] holds an update after a lost one, and touches nothing', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    copy.changed((doc) => moveStatement(doc, 'F1', inDueRegard))
    const second = copy.changed((doc) => moveStatement(doc, 'F2', inDueRegard))
    const before = stateOf(board)

    expect(board.judge(second, ama)).toEqual({ is: 'hold' })
    expect(stateOf(board)).toEqual(before)
  })

  it('[guard-4][C4] holds a delete of what does not exist yet, so nothing vanishes later', () => {
    const board = judgedBoard()
    const victim = board.copyFor(ben)
    const update = forge([], [{ client: victim.doc.clientID, ranges: [[0, 100]] }])

    expect(board.judge(update, ama)).toEqual({ is: 'hold' })
  })

  it('[guard-4] holds what builds on another’s change that it lacks', () => {
    const board = judgedBoard()
    const update = forge([
      { client: NEW, clock: 0, items: [{ origin: { client: 5, clock: 3 }, values: [placed] }] },
    ])

    expect(board.judge(update, ama)).toEqual({ is: 'hold' })
  })

  it('[guard-4] holds what builds on more of somebody’s than the same update has', () => {
    const update = forge([
      { client: NEW, clock: 0, items: [{ root: 'why/F2', text: 'a' }] },
      { client: NEW + 1, clock: 0, items: [{ origin: { client: NEW, clock: 5 }, text: 'b' }] },
    ])

    expect(judgedBoard().judge(update, ama).is).toBe('hold')
  })

  it('[C8] keeps nothing of three thousand gaps from as many ids', () => {
    const board = judgedBoard()
    const before = stateOf(board)

    for (let client = 1; client <= 3_000; client += 1) {
      const update = forge([
        { client, clock: 5, items: [{ root: 'placements', key: 'F1', values: [placed] }] },
      ])
      expect(board.judge(update, ama)).toEqual({ is: 'hold' })
    }

    expect(stateOf(board)).toEqual(before)
    expect(board.doc.store.pendingStructs).toBeNull()
  })
})

describe('the guard, about whose it is', () => {
  it('[guard-3][C3] refuses an update that goes on under a neighbour’s client id', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ben)
    board.take(
      copy.changed((doc) => moveStatement(doc, 'F1', inDueRegard)),
      ben,
    )
    const next = copy.changed((doc) => moveStatement(doc, 'F2', inDueRegard))

    expect(refusedFor(board.judge(next, ama))).toBe('client_taken')
  })

  it('[guard-3][live-1] refuses a client id that somebody else is seen by, before they wrote anything', () => {
    const board = Object.assign(judgedBoard(), {
      reservedBy: (client: number) => (client === NEW ? 'ben' : undefined),
    })
    const update = forge([
      { client: NEW, clock: 0, items: [{ root: 'placements', key: 'F2', values: [placed] }] },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('client_taken')
    expect(board.judge(update, ben)).toMatchObject({ is: 'pass', claims: [NEW] })
  })

  it('[guard-3][C5] asks for a new client id where one was drawn twice, whichever content came first', () => {
    const board = judgedBoard()
    const first = board.copyFor(ben)
    const second = board.copyFor(ama)
    second.doc.clientID = first.doc.clientID
    board.take(
      first.changed((doc) => moveStatement(doc, 'F1', inDueRegard)),
      ben,
    )
    const clash = second.changed((doc) => moveStatement(doc, 'F2', inDueRegard))
    const typed = forge([{ client: first.doc.clientID, clock: 0, items: [{ root: 'why/F1', text: 'x' }] }])

    expect(refusedFor(board.judge(clash, ama))).toBe('client_taken')
    expect(refusedFor(board.judge(clash, ben))).toBe('client_taken')
    expect(refusedFor(board.judge(typed, ama))).toBe('client_taken')
  })

  it('[guard-3][C5] asks for a new client id where one was drawn twice for the same content elsewhere', () => {
    const board = judgedBoard()
    const one = (clock: number, item: ForgedItem) => forge([{ client: NEW, clock, items: [item] }])
    board.take(one(0, { root: 'why/F1', text: 'ab' }), ama)
    const [a, b] = [
      { client: NEW, clock: 0 },
      { client: NEW, clock: 1 },
    ]
    board.take(one(2, { origin: a, right: b, text: 'x' }), ama)
    board.take(one(3, MOVE), ama)

    expect(refusedFor(board.judge(one(2, { origin: a, right: b, text: 'x' }), ama))).toBe('pass')
    expect(refusedFor(board.judge(one(3, MOVE), ama))).toBe('pass')
    for (const clash of [
      one(0, { root: 'why/F2', text: 'ab' }),
      one(2, { origin: a, text: 'x' }),
      one(2, { right: b, text: 'x' }),
      one(2, { origin: a, right: b, text: 'y' }),
      one(3, { ...MOVE, key: 'F1' }),
      one(3, { ...MOVE, values: [{ ...placed, order: 'a2' }] }),
    ])
      expect(refusedFor(board.judge(clash, ama))).toBe('client_taken')
  })

  it('[guard-3] refuses the server’s own client id and one that wrote before claims were kept', () => {
    const board = judgedBoard()
    const [server = 0] = board.claims.keys()
    const clock = Y.getState(board.doc.store, server)
    const update = forge([
      { client: server, clock, items: [{ root: 'placements', key: 'F2', values: [placed] }] },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('client_taken')
    board.claims.delete(server)
    expect(refusedFor(board.judge(update, ama))).toBe('author_forged')
  })

  it('[saved-6] refuses what a retired client id wrote or deleted, known or not', () => {
    const board = judgedBoard()
    board.retired.add(NEW)
    const write = forge([
      { client: NEW, clock: 9, items: [{ root: 'placements', key: 'F2', values: [placed] }] },
    ])
    const erase = forge([], [{ client: NEW, ranges: [[0, 1]] }])

    expect(refusedFor(board.judge(write, ama))).toBe('epoch_stale')
    expect(refusedFor(board.judge(erase, ama))).toBe('epoch_stale')
  })

  it('[C16] refuses five hundred client ids in one update, and one more than many sittings make', () => {
    const board = judgedBoard()
    const ids = (length: number) =>
      forge(
        Array.from({ length }, (_, index) => ({
          client: 1_000 + index,
          clock: 0,
          items: [{ root: 'responses', key: `F1/action/a${index}`, values: [true] }],
        })),
      )

    expect([500, 65, 64].map((it) => refusedFor(board.judge(ids(it), ama)))).toEqual([
      'too_many',
      'too_many',
      'pass',
    ])
  })

  it('[C16] gives one person a thousand client ids in all, however few at a time', () => {
    const board = judgedBoard()
    const move = () => board.judge(forge([{ client: NEW, clock: 0, items: [MOVE] }]), ama)
    for (let at = 0; at < 999; at += 1) board.claims.set(1_000_000 + at, 'ama')

    expect(refusedFor(move())).toBe('pass')
    board.claims.set(2_000_000, 'ama')
    expect(refusedFor(move())).toBe('too_many')
  })
})

describe('the guard, about where it goes', () => {
  it('[guard-2] takes a struct that holds nothing for the delete of the key it stands under', () => {
    const board = judgedBoard()
    const erase = forge([
      { client: NEW, clock: 0, items: [{ origin: idOf(board.doc, 'statements', 'F1'), deleted: 1 }] },
    ])

    expect(refusedFor(board.judge(erase, ama))).toBe('role_forbids')
    expect(board.judge(erase, fay, { ...OPEN, phase: 'preparing' })).toMatchObject({
      touches: [{ root: 'statements', key: 'F1', from: expect.anything() }],
    })
  })

  it('[guard-2][D3] refuses a deleted range that reaches from what is allowed into what is not', () => {
    const board = judgedBoard()
    const response = idOf(board.doc, 'responses', 'F1/evidence')
    const comment = idOf(board.doc, 'comments', 'ben/c1')
    const range = (length: number) =>
      forge([], [{ client: response.client, ranges: [[response.clock, length]] }])
    const beforeIt = range(comment.clock - response.clock)
    const acrossIt = range(comment.clock - response.clock + 1)

    expect(refusedFor(board.judge(beforeIt, ama))).toBe('pass')
    expect(refusedFor(board.judge(acrossIt, ama))).toMatch(/forbids/)
  })

  it('[guard-2][D3] refuses an item between a place that is allowed and one that is not', () => {
    const board = judgedBoard()
    const update = forge([
      {
        client: NEW,
        clock: 0,
        items: [
          {
            origin: idOf(board.doc, 'placements', 'F1'),
            right: idOf(board.doc, 'statements', 'F1'),
            values: [placed],
          },
        ],
      },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('path_unknown')
  })

  it('[guard-2] refuses an item between two places of one kind', () => {
    const board = judgedBoard()
    const [origin, right] = ['F1', 'F2'].map((it) => idOf(board.doc, 'statements', it))
    const update = forge([
      { client: NEW, clock: 0, items: [{ ...(origin && { origin }), ...(right && { right }), deleted: 1 }] },
    ])

    expect(refusedFor(board.judge(update, fay))).toBe('path_unknown')
  })

  it('[guard-2] follows an item through others of the same update to where it stands', () => {
    const board = judgedBoard()
    const update = forge([
      {
        client: NEW,
        clock: 0,
        items: [
          { origin: idOf(board.doc, 'statements', 'F1'), deleted: 1 },
          { origin: { client: NEW, clock: 0 }, values: [{ source: 'F', number: '1', text: 'Mine.' }] },
        ],
      },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('role_forbids')
  })

  it('[C9] refuses a thousand unknown roots and makes none of them', () => {
    const board = judgedBoard()
    const before = stateOf(board)
    const update = forge([
      {
        client: NEW,
        clock: 0,
        items: Array.from({ length: 1_000 }, (_, index) => ({ root: `root${index}`, key: 'a', values: [1] })),
      },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('path_unknown')
    expect(stateOf(board)).toEqual(before)
  })

  it.each([
    ['a list item in a map', { root: 'placements', values: [placed] }],
    ['a key in a text', { root: 'why/F1', key: 'bold', deleted: 1 }],
    ['a text in no place', { root: 'why/a/b', text: 'x' }],
    ['a text of no kind', { root: 'notes/F1', text: 'x' }],
    ['a response nobody asked for', { root: 'responses', key: 'F1/colour', values: ['red'] }],
    ['a key that poisons', { root: 'responses', key: '__proto__/evidence', values: ['x'] }],
    ['a text that poisons', { root: 'why/__proto__', text: 'x' }],
  ] as const)('[value-1][C11] refuses %s', (_name, item) => {
    const update = forge([{ client: NEW, clock: 0, items: [item] }])

    expect(refusedFor(judgedBoard().judge(update, ama))).toMatch(/path_unknown|statement_unknown/)
  })

  it.each([
    ['statements', '__proto__', { source: 'F', number: '9', text: 'New.' }],
    ['board', 'theme/constructor', { title: 'A theme' }],
    ['plan', 'stream/__proto__/title', 'A stream'],
  ])('[value-2][C11] refuses a key of %s that means something to every object: %s', (root, key, value) => {
    const update = forge([{ client: NEW, clock: 0, items: [{ root, key, values: [value] }] }])

    expect(refusedFor(judgedBoard().judge(update, fay))).toBe('path_unknown')
  })

  it('[guard-1] refuses a move, an answer, a reason and a comment for a statement there is none of', () => {
    const board = judgedBoard()
    for (const item of [
      { root: 'placements', key: 'F99', values: [placed] },
      { root: 'responses', key: 'F99/evidence', values: ['x'] },
      { root: 'why/F99', text: 'x' },
      { root: 'comments', key: 'ama/c9', values: [{ on: 'F99', text: 'x' }] },
    ]) {
      const update = forge([{ client: NEW, clock: 0, items: [item] }])
      expect(refusedFor(board.judge(update, ama))).toBe('statement_unknown')
    }
  })

  it('[move-5] refuses to take a placement away', () => {
    const board = judgedBoard()
    const update = board.copyFor(ama).changed((doc) => rootsOf(doc).placements.delete('F1'))

    expect(refusedFor(board.judge(update, ama))).toBe('role_forbids')
  })

  it('[write-8][D2] refuses whatever an observer writes, and passes a copy that adds nothing', () => {
    const board = judgedBoard()
    const copy = board.copyFor(oli)
    const whole = Y.encodeStateAsUpdate(copy.doc)
    const move = copy.changed((doc) => moveStatement(doc, 'F1', inDueRegard))

    expect(board.judge(whole, oli)).toMatchObject({ is: 'pass', isNews: false })
    expect(refusedFor(board.judge(move, oli))).toBe('role_forbids')
  })
})

describe('the guard, about what it holds', () => {
  it.each([
    ['a value of another shape', { values: [{ column: 'elsewhere', order: 'a1V' }] }],
    ['a string for a card', { values: ['a card'] }],
    ['nothing', { values: [null] }],
    ['what JSON has no word for', { values: [undefined] }],
    ['a BigInt', { values: [1n] }],
    ['bytes', { values: [new Uint8Array([1])] }],
    ['no number', { values: [{ ...placed, order: Number.NaN }] }],
    ['more than one value at once', { values: [placed, placed] }],
    ['characters', { text: 'x' }],
    ['a format', { other: { kind: 6, bytes: [1, 97, 1, 49] } }],
    ['an embed', { other: { kind: 5, bytes: [2, 123, 125] } }],
    ['an XML element', { other: { kind: 7, bytes: [3, 1, 97] } }],
    ['a nested map', { other: { kind: 7, bytes: [1] } }],
    ['a subdocument', { other: { kind: 9, bytes: [1, 97, 118, 0] } }],
    ['legacy JSON', { other: { kind: 2, bytes: [1, 1, 49] } }],
    ['binary', { other: { kind: 3, bytes: [1, 1] } }],
  ])('[value-1][value-2][C11][C12] refuses %s under a key', (_name, content) => {
    const board = judgedBoard()
    const before = stateOf(board)
    const update = forge([{ client: NEW, clock: 0, items: [{ root: 'placements', key: 'F2', ...content }] }])

    expect(refusedFor(board.judge(update, ama))).toBe('value_invalid')
    expect(stateOf(board)).toEqual(before)
  })

  it('[value-2][C11] refuses names in a value that mean something to every object', () => {
    const board = judgedBoard()
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const value = Object.create(null, { [name]: { value: 'x', enumerable: true } })
      const update = forge([
        { client: NEW, clock: 0, items: [{ root: 'board', key: 'rule', values: [value] }] },
      ])
      expect(refusedFor(board.judge(update, fay))).toBe('value_invalid')
    }
  })

  it('[C10] refuses types and values nested past counting', () => {
    const board = judgedBoard()
    const lists = Array.from({ length: 20_000 }, () => [117, 1]).flat()
    const deep = forge([
      {
        client: NEW,
        clock: 0,
        items: [{ root: 'placements', key: 'F2', other: { kind: 8, bytes: [1, ...lists, 126] } }],
      },
    ])
    const inside = forge([
      {
        client: NEW,
        clock: 0,
        items: [{ parent: idOf(board.doc, 'placements', 'F1'), key: 'a', values: [1] }],
      },
    ])

    expect(refusedFor(board.judge(deep, ama))).toBe('value_invalid')
    expect(refusedFor(board.judge(inside, ama))).toBe('value_invalid')
  })

  it('[guard-1] refuses a right neighbour under a key, which no map ever names', () => {
    const board = judgedBoard()
    const update = forge([
      { client: NEW, clock: 0, items: [{ right: idOf(board.doc, 'placements', 'F1'), values: [placed] }] },
    ])

    expect(refusedFor(board.judge(update, ama))).toBe('value_invalid')
  })

  it('[guard-1] refuses a text past its length, and lets a text that is too long shrink', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    const fill = copy.changed((doc) =>
      editText(doc, { why: 'F2' }, { at: 0, remove: 0, insert: 'x'.repeat(LIMITS.sharedText) }),
    )
    board.take(fill, ama)
    const more = copy.changed((doc) => editText(doc, { why: 'F2' }, { at: 0, remove: 0, insert: 'y' }))
    const less = board
      .copyFor(ben)
      .changed((doc) => editText(doc, { why: 'F2' }, { at: 0, remove: 10, insert: 'y' }))

    expect(refusedFor(board.judge(more, ama))).toBe('too_large')
    expect(refusedFor(board.judge(less, ben))).toBe('pass')
  })

  it('[guard-1] lets a text that two have filled together shrink, also by words that are shorter', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    const both = 'x'.repeat(LIMITS.sharedText + 100)
    Y.applyUpdate(
      board.doc,
      copy.changed((doc) => editText(doc, { why: 'F2' }, { at: 0, remove: 0, insert: both })),
    )
    const rewrite = (remove: number, insert: string) =>
      board.copyFor(ben).changed((doc) => editText(doc, { why: 'F2' }, { at: 0, remove, insert }))

    expect(refusedFor(board.judge(rewrite(10, 'y'), ben))).toBe('pass')
    expect(refusedFor(board.judge(rewrite(1, 'yyyy'), ben))).toBe('too_large')
  })

  it('[guard-1] refuses the section of the paper that would be one too many, and lets a full paper be edited', () => {
    const board = judgedBoard()
    const write = (section: string) =>
      board
        .copyFor(fay)
        .changed((doc) => editText(doc, { paper: section }, { at: 0, remove: 0, insert: 'x' }))
    // The board begins with one.
    for (let at = 1; at < 100; at += 1) board.take(write(`s${at}`), fay)

    expect(refusedFor(board.judge(write('s7'), fay))).toBe('pass')
    expect(refusedFor(board.judge(write('s100'), fay))).toBe('board_full')
  })

  it('[C16] refuses more than a board holds, of a facilitator as well', () => {
    const moveOn = (held: number) => {
      const board = judgedBoard()
      // As many as others would have made; none of them is looked at.
      board.doc.store.clients.set(9_999_999, new Array(held))
      return refusedFor(board.judge(forge([{ client: NEW, clock: 0, items: [MOVE] }]), fay))
    }
    expect([moveOn(199_000), moveOn(200_000)]).toEqual(['pass', 'board_full'])
  })

  it('[C16][S4] refuses more of one person than a fifth of what a board holds, and of nobody else', () => {
    const board = judgedBoard()
    const fill = (client: number) =>
      forge([
        {
          client,
          clock: 0,
          items: Array.from({ length: 5_000 }, (_, at) => ({
            root: 'comments',
            key: `ama/c${client}-${at}`,
            values: [{ on: 'F1', text: 'x' }],
          })),
        },
      ])
    for (let at = 0; at < 8; at += 1) board.take(fill(NEW + at), ama)
    const move = (who: typeof ama) =>
      board.copyFor(who).changed((doc) => moveStatement(doc, 'F2', inDueRegard))

    expect(refusedFor(board.judge(move(ama), ama))).toBe('board_full')
    for (const other of [ben, fay]) expect(refusedFor(board.judge(move(other), other))).toBe('pass')
  })

  it('[C16][E3] refuses more at once than others may be made to wait for, except of a facilitator', () => {
    const board = judgedBoard()
    const moves = (count: number) =>
      forge([
        {
          client: NEW,
          clock: 0,
          items: Array.from({ length: count }, () => ({ root: 'placements', key: 'F2', values: [placed] })),
        },
      ])

    expect(refusedFor(board.judge(moves(6_000), ama))).toBe('pass')
    expect(refusedFor(board.judge(moves(6_001), ama))).toBe('too_large')
    expect(refusedFor(board.judge(moves(6_001), fay))).toBe('pass')
  })

  it('[guard-1] refuses the statement that would be one too many', () => {
    const board = judgedBoard()
    const statements = (count: number) =>
      board.copyFor(fay).changed((doc) =>
        doc.transact(() => {
          for (let number = 10; number < 10 + count; number += 1) {
            putStatement(doc, `F${number}`, { source: 'F', number: String(number), text: 'New.' })
          }
        }),
      )

    expect(refusedFor(board.judge(statements(LIMITS.statements - 3), fay))).toBe('pass')
    expect(refusedFor(board.judge(statements(LIMITS.statements - 2), fay))).toBe('board_full')
  })

  it('[guard-1] lets a board that holds too many statements already be edited', () => {
    const board = judgedBoard()
    const { statements } = rootsOf(board.doc)
    for (let at = 0; at < LIMITS.statements; at += 1)
      statements.set(`Q${at}`, { source: 'Q', number: String(at), text: 'Old.' })
    const words = board
      .copyFor(fay)
      .changed((doc) => putStatement(doc, 'Q1', { source: 'Q', number: '1', text: 'New.' }))

    expect(refusedFor(board.judge(words, fay))).toBe('pass')
  })

  it('[C16] refuses to delete more at once than others may be made to wait for', () => {
    const board = judgedBoard()
    board.doc.getText('why/F2').insert(0, 'x'.repeat(10_001))
    const less = (count: number) =>
      board.copyFor(ama).changed((doc) => editText(doc, { why: 'F2' }, { at: 0, remove: count, insert: '' }))

    expect(refusedFor(board.judge(less(10_000), ama))).toBe('pass')
    expect(refusedFor(board.judge(less(10_001), ama))).toBe('too_large')
  })
})

describe('the guard, about bytes that are not what they say', () => {
  const item = { root: 'placements', key: 'F2', values: [placed] }

  it('[C1] refuses seven bytes that claim thirty million structs, before making room for them', () => {
    const before = process.memoryUsage().arrayBuffers

    const verdict = judgedBoard().judge(forge([{ client: NEW, clock: 0, items: [], count: 3e7 }]), ama)

    expect(refusedFor(verdict)).toBe('frame_malformed')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
  })

  it('[C2][C3] refuses garbage and gaps, which no flat board makes', () => {
    const board = judgedBoard()
    for (const struct of [{ gc: 2 ** 53 - 1 }, { gc: 1 }, { skip: 3 }]) {
      const update = forge([{ client: NEW, clock: 0, items: [struct] }])
      expect(refusedFor(board.judge(update, ama))).toBe('value_invalid')
    }
  })

  it('[C6] refuses good structs with half a delete set, whole', () => {
    const board = judgedBoard()
    const whole = board.copyFor(ama).changed((doc) => moveStatement(doc, 'F1', inDueRegard))
    const before = stateOf(board)

    for (let length = 0; length < whole.length; length += 1) {
      expect(refusedFor(board.judge(whole.slice(0, length), ama))).not.toBe('pass')
    }
    expect(stateOf(board)).toEqual(before)
  })

  it('[C7] refuses what builds on itself, on what comes after it, or in a circle', () => {
    const board = judgedBoard()
    const before = stateOf(board)
    const itself = forge([
      { client: NEW, clock: 0, items: [{ origin: { client: NEW, clock: 0 }, values: [placed] }] },
    ])
    const later = forge([
      { client: NEW, clock: 0, items: [{ origin: { client: NEW, clock: 1 }, values: [placed] }, item] },
    ])
    const circle = forge([
      { client: 5, clock: 0, items: [{ origin: { client: 6, clock: 0 }, values: [placed] }] },
      { client: 6, clock: 0, items: [{ origin: { client: 5, clock: 0 }, values: [placed] }] },
    ])

    for (const update of [itself, later, circle]) {
      expect(refusedFor(board.judge(update, ama))).toBe('frame_malformed')
    }
    expect(stateOf(board)).toEqual(before)
  })

  it('[C7] holds what builds on its own future inside a gap', () => {
    const update = forge([
      { client: NEW, clock: 4, items: [{ origin: { client: NEW, clock: 9 }, values: [placed] }] },
    ])

    expect(judgedBoard().judge(update, ama)).toEqual({ is: 'hold' })
  })

  it('[C13] refuses tricks of the info byte, bytes left over, one client twice, and the other encoding', () => {
    const board = judgedBoard()
    const good = forge([{ client: NEW, clock: 0, items: [item] }])
    const copy = board.copyFor(ama)
    copy.changed((doc) => moveStatement(doc, 'F1', inDueRegard))

    expect(refusedFor(board.judge(good, ama))).toBe('pass')
    expect(
      refusedFor(board.judge(forge([{ client: NEW, clock: 0, items: [{ skip: 1, bits: 0x80 }] }]), ama)),
    ).toBe('value_invalid')
    expect(refusedFor(board.judge(Uint8Array.of(...good, 0), ama))).toBe('frame_malformed')
    expect(
      refusedFor(
        board.judge(
          forge([
            { client: NEW, clock: 0, items: [item] },
            { client: NEW, clock: 0, items: [item] },
          ]),
          ama,
        ),
      ),
    ).toBe('frame_malformed')
    expect(refusedFor(board.judge(Y.encodeStateAsUpdateV2(copy.doc), ama))).not.toBe('pass')
  })

  it('[C13] refuses numbers past what a board counts to, and strings that are no UTF-8', () => {
    const board = judgedBoard()
    const far = forge([{ client: 2 ** 32, clock: 0, items: [item] }])
    const late = forge([{ client: NEW, clock: 2 ** 31, items: [item] }])
    const long = forge([{ client: NEW, clock: 0, items: [{ ...item, values: undefined, deleted: 2 ** 31 }] }])
    const broken = forge([{ client: NEW, clock: 0, items: [{ root: 'why/F1', text: 'é' }] }])
    broken[broken.length - 2] = 0x20

    for (const update of [far, late, long, broken]) {
      expect(refusedFor(board.judge(update, ama))).toBe('frame_malformed')
    }
  })

  it('[C16] refuses deleted ranges that overlap, go back, or are empty, so none is looked at twice', () => {
    const board = judgedBoard()
    const [client = 0] = board.claims.keys()
    for (const ranges of [
      [
        [0, 5],
        [3, 5],
      ],
      [
        [5, 1],
        [0, 1],
      ],
      [[0, 0]],
    ] as [number, number][][]) {
      expect(refusedFor(board.judge(forge([], [{ client, ranges }]), fay))).toBe('frame_malformed')
    }
  })

  it('[C17][S1] neither throws nor passes what it was not asked, for twenty thousand broken updates', () => {
    const board = judgedBoard()
    const copy = board.copyFor(ama)
    const good = copy.changed((doc) => moveStatement(doc, 'F1', inDueRegard))
    const before = stateOf(board)
    let passed = 0

    for (let round = 0; round < 20_000; round += 1) {
      const bytes = good.slice()
      bytes[round % bytes.length] = (bytes[round % bytes.length] ?? 0) ^ (1 + (round % 255))
      const verdict = board.judge(bytes, ama)
      // What still passes is hers to write: another order key, another client id of her own.
      if (verdict.is !== 'pass') continue
      passed += 1
      for (const root of verdict.roots) expect(root).toMatch(/^(placements|responses|plan|why\/F\d)$/)
    }

    expect(stateOf(board)).toEqual(before)
    expect(passed).toBeLessThan(10_000)
  })
})
