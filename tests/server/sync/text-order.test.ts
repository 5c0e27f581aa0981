/**
 * Texts that many write at once, and items put where nobody could have written them.
 *
 * Yjs places such an item by what comes before it, so that copies which hear of things in another order keep
 * another text for good. Every item that passes must stand at one place, whatever the order; and nothing
 * that people write may be refused.
 */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Id } from '../../../server/sync/update-decoder.ts'
import { chanceFrom } from '../../support/boards.ts'
import { type ForgedItem, forge } from '../../support/forge.ts'
import { ama, ben, type JudgedBoard, judgedBoard, refusedFor, stateOf } from '../../support/judged.ts'

const TEXT = 'why/F1'
const NEW = 77

const unitsOf = (doc: Y.Doc): Id[] => {
  const units: Id[] = []
  for (let item = doc.getText(TEXT)._start; item !== null; item = item.right) {
    for (let at = 0; at < item.length; at += 1)
      units.push({ client: item.id.client, clock: item.id.clock + at })
  }
  return units
}

const forgedText = (items: readonly ForgedItem[], client = NEW) => forge([{ client, clock: 0, items }])

/** A board whose text has begun, and what two people wrote into it at once, neither seeing the other's. */
function openTwo(): { board: JudgedBoard; byAma: Uint8Array; byBen: Uint8Array } {
  const board = judgedBoard()
  const [first, second] = [board.copyFor(ama), board.copyFor(ben)]
  const byAma = first.changed((doc) => doc.getText(TEXT).insert(3, 'AAA'))
  const byBen = second.changed((doc) => doc.getText(TEXT).insert(3, 'BBB'))
  return { board, byAma, byBen }
}

describe('[C7][guard-1] an item of a text is refused', () => {
  const words = (board: JudgedBoard) => unitsOf(board.doc)

  it.each([
    ['between two characters in the other order', (at: Id[]) => [{ origin: at[5], right: at[2], text: 'x' }]],
    ['between a character and itself', (at: Id[]) => [{ origin: at[5], right: at[5], text: 'x' }]],
    ['between two that never stood side by side', (at: Id[]) => [{ origin: at[2], right: at[9], text: 'x' }]],
    [
      'behind the end, where there was more',
      (at: Id[]) => [
        { origin: at[8], right: at[9], text: 'x' },
        { origin: at[2], text: 'y' },
      ],
    ],
    ['before the beginning, where there was more', (at: Id[]) => [{ right: at[2], text: 'x' }]],
    [
      'at both ends of what is not empty, by one who had seen it',
      (at: Id[]) => [
        { origin: at[0], right: at[1], text: 'x' },
        { root: TEXT, text: 'y' },
      ],
    ],
    [
      'around one’s own',
      (at: Id[]) => [
        { origin: at[0], right: at[1], text: 'x' },
        { origin: at[0], right: at[1], text: 'y' },
      ],
    ],
    [
      'between one’s own in the other order',
      (at: Id[]) => [
        { origin: at[0], right: at[1], text: 'xy' },
        { origin: { client: NEW, clock: 1 }, right: { client: NEW, clock: 0 }, text: 'z' },
      ],
    ],
    [
      'deleted before it came, at no place all the same',
      (at: Id[]) => [{ origin: at[5], right: at[2], deleted: 1 }],
    ],
  ] as [string, (at: Id[]) => ForgedItem[]][])('%s', (_, items) => {
    const board = judgedBoard()
    const before = stateOf(board)

    const verdict = board.judge(forgedText(items(words(board))), ama)

    expect(refusedFor(verdict)).toBe('value_invalid')
    expect(stateOf(board)).toEqual(before)
  })

  it('behind one whose author saw what stands on its right, by one who saw that', () => {
    const board = judgedBoard()
    const name = 'why/F2'
    const [p, q] = [
      { client: NEW, clock: 0 },
      { client: NEW + 1, clock: 0 },
    ]
    board.take(forge([{ ...p, items: [{ root: name, text: 'p' }] }]), ama)
    board.take(forge([{ ...q, items: [{ right: p, text: 'q' }] }]), ben)
    const behind = (item: ForgedItem) =>
      board.judge(forge([{ client: NEW + 2, clock: 0, items: [{ ...item, text: 'r' }] }]), ama)

    expect(refusedFor(behind({ origin: q }))).toBe('value_invalid')
    expect(refusedFor(behind({ origin: q, right: p }))).toBe('pass')
    expect(refusedFor(behind({ origin: p }))).toBe('pass')
  })

  it('between what somebody wrote there and what they wrote around', () => {
    const { board, byAma } = openTwo()
    const before = unitsOf(board.doc)
    board.take(byAma, ama)
    const inside = unitsOf(board.doc)[4] as Id

    // Whoever names Ama's second A has seen her first, which stands between.
    const verdict = board.judge(
      forgedText([
        { origin: before[2], right: before[3], text: 'x' },
        { origin: inside, right: unitsOf(board.doc)[5] as Id, text: 'y' },
        { origin: before[2], right: before[3], text: 'z' },
      ] as ForgedItem[]),
      ben,
    )

    expect(refusedFor(verdict)).toBe('value_invalid')
  })

  it('when so much stands between that looking would hold everybody up', () => {
    const board = judgedBoard()
    const others = board.copyFor(ben)
    for (let at = 0; at < 150; at += 1) {
      board.take(
        others.changed((doc) => doc.getText(TEXT).insert(0, String(at % 10))),
        ben,
      )
    }
    const items: ForgedItem[] = Array.from({ length: 8_000 }, () => ({ root: TEXT, deleted: 1 }))

    expect(refusedFor(board.judge(forgedText(items), ama))).not.toBe('pass')
  })
})

it('[C7][S4] pieces are refused where so much stands between in all texts together', () => {
  const board = judgedBoard()
  const texts = ['why/F1', 'why/F2', 'why/F3']
  // Each letter before the last, so that each is an item of its own.
  for (const [at, root] of texts.entries()) {
    const client = 1_000 + at
    const before = (index: number) => ({ right: { client, clock: index - 1 }, text: 'x' })
    const items = Array.from({ length: 1_500 }, (_, index) =>
      index === 0 ? { root, text: 'x' } : before(index),
    )
    board.take(forge([{ client, clock: 0, items }]), ama)
  }
  const around = (roots: readonly string[]) =>
    forge(
      Array.from({ length: 60 }, (_, client) => ({
        client: 60 - client,
        clock: 0,
        items: roots.map((root) => ({ root, text: 'z' })),
      })),
    )

  expect(board.judge(around(texts.slice(0, 1)), ama)).toMatchObject({ is: 'pass' })
  expect(board.judge(around(texts), ama)).toMatchObject({ is: 'refuse', problem: { code: 'too_large' } })
})

describe('[B1][guard-1] what people write passes', () => {
  it('in one place at once, whoever comes first', () => {
    for (const isAmaFirst of [true, false]) {
      const { board, byAma, byBen } = openTwo()
      const both: [Uint8Array, typeof ama][] = [
        [byAma, ama],
        [byBen, ben],
      ]
      for (const [update, who] of isAmaFirst ? both : both.reverse()) board.take(update, who)

      expect(board.doc.getText(TEXT).toString()).toMatch(/^Bec(AAABBB|BBBAAA)ause/)
    }
  })

  it('whatever they write, undo and take away, in pieces and in whole copies, in every order', () => {
    for (let seed = 1; seed <= 60; seed += 1) writeTogether(seed)
  })
})

/** Four people write into one text and hear of each other late; the guard judges all of it. */
function writeTogether(seed: number): void {
  const chance = chanceFrom(seed)
  const int = (below: number) => Math.floor(chance() * below)
  const board = judgedBoard()
  const people = [ama, ben, { ...ama, participant: 'cho' }, { ...ama, participant: 'dee' }].map((who) => {
    const { doc } = board.copyFor(who)
    doc.clientID = 1_000 + int(2 ** 31)
    board.claims.set(doc.clientID, who.participant)
    const up: Uint8Array[] = []
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'room' && up.push(update))
    return { who, doc, up, undo: new Y.UndoManager(doc.getText(TEXT), { captureTimeout: 0 }) }
  })
  for (let step = 0; step < 60; step += 1) {
    const { who, doc, up, undo } = people[int(people.length)] as (typeof people)[number]
    const text = doc.getText(TEXT)
    const roll = chance()
    if (roll < 0.35) text.insert(int(text.length + 1), 'xyz'.slice(0, 1 + int(3)))
    else if (roll < 0.5) text.delete(int(text.length), Math.min(2, text.length))
    else if (roll < 0.6) undo.undo()
    else if (roll < 0.65) undo.redo()
    else if (roll < 0.85) {
      const sent = up.splice(0)
      if (sent.length > 0) board.take(chance() < 0.3 ? Y.encodeStateAsUpdate(doc) : Y.mergeUpdates(sent), who)
    } else if (up.length === 0 || chance() < 0.5) {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(board.doc), 'room')
    }
  }
  for (const { who, doc } of people) board.take(Y.encodeStateAsUpdate(doc), who)
  for (const { doc } of people) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(board.doc), 'room')
    expect(doc.getText(TEXT).toString(), `seed ${seed}`).toBe(board.doc.getText(TEXT).toString())
  }
}

it('[C7][S1] an item that passes stands at one place, in whatever order copies hear of it', () => {
  const figures = { passed: 0, refused: 0, harmful: 0 }
  for (let seed = 1; seed <= 400; seed += 1) {
    const { isPassed, texts } = forgeAmongOthers(seed)
    figures[isPassed ? 'passed' : 'refused'] += 1
    if (isPassed) expect([...texts], `seed ${seed}`).toHaveLength(1)
    else if (texts.size > 1) figures.harmful += 1
  }

  // Trials in which nothing passes, or nothing would have done harm, prove nothing.
  expect(figures.passed).toBeGreaterThan(40)
  expect(figures.harmful).toBeGreaterThan(20)
})

/** Items forged at places drawn by chance, among what three people write; and the texts copies make of it. */
function forgeAmongOthers(seed: number): { isPassed: boolean; texts: Set<string> } {
  const chance = chanceFrom(seed)
  const int = (below: number) => Math.floor(chance() * below)
  const board = judgedBoard()
  const before = Y.encodeStateAsUpdate(board.doc)
  const updates: Uint8Array[] = []
  const copies = [ama, ben, { ...ama, participant: 'cho' }].map((who) => {
    const { doc } = board.copyFor(who)
    doc.clientID = 1_000 + int(2 ** 31)
    board.claims.set(doc.clientID, who.participant)
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'room' && updates.push(update))
    return { who, doc }
  })
  for (let step = 0; step < 4; step += 1) {
    const { doc } = copies[int(3)] as (typeof copies)[number]
    if (chance() < 0.4) Y.applyUpdate(doc, Y.encodeStateAsUpdate(copies[int(3)]?.doc as Y.Doc), 'room')
    const text = doc.getText(TEXT)
    if (chance() < 0.2) text.delete(int(text.length - 1), 1)
    else text.insert(int(4), 'XYZ'[step % 3] as string)
  }
  const { doc } = copies[int(3)] as (typeof copies)[number]
  Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(doc))

  const client = 1_000 + int(2 ** 31)
  const items: ForgedItem[] = []
  const seen = new Y.Doc()
  Y.applyUpdate(seen, Y.encodeStateAsUpdate(board.doc))
  for (let left = 1 + int(2); left > 0; left -= 1) {
    const units = unitsOf(seen).slice(0, 7)
    const at = int(units.length) - 1
    const origin = units[at]
    const right = chance() < 0.6 ? units[at + 1] : units[int(units.length)]
    const item = { ...(origin && { origin }), ...(right && { right }), text: String(left) }
    items.push(item)
    Y.applyUpdate(seen, forge([{ client, clock: items.length - 1, items: [item] }]))
  }
  const forged = forgedText(items, client)
  const { is } = board.judge(forged, { ...ama, participant: 'eve' })

  const all = [...updates, forged]
  const texts = new Set<string>()
  for (let copy = 0; copy < 10; copy += 1) {
    const one = new Y.Doc()
    Y.applyUpdate(one, before)
    const rest = [...all]
    while (rest.length > 0) Y.applyUpdate(one, rest.splice(int(rest.length), 1)[0] as Uint8Array)
    texts.add(one.getText(TEXT).toString())
  }
  return { isPassed: is === 'pass', texts }
}
