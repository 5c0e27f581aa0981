/**
 * The whole of a long board: encoded in steps while others move, and for each who asks the board as it is.
 */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { WholeEncoding } from '../../../server/sync/whole-encoding.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { putStatement } from '../../../shared/doc/edits.ts'
import { contentOf, openScene, type Scene } from '../../support/rooms.ts'
import { seeded } from '../../support/seeded.ts'

const LONG = 1_500

const copyOf = (update: Uint8Array): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}
const joined = (pieces: readonly Uint8Array[]) => new Uint8Array(pieces.flatMap((it) => [...it]))
const isPending = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null

/** One of several hands sets, overwrites, deletes and types. */
function change(doc: Y.Doc, among: (count: number) => number): void {
  const id = `F${1 + among(40)}`
  const { placements, comments } = rootsOf(doc)
  const text = whyText(doc, `F${1 + among(3)}`)
  doc.clientID = 1 + among(6)
  doc.transact(() => {
    placements.set(id, { column: 'due-regard', order: `a${among(999)}` })
    if (among(4) === 0) placements.delete(`F${1 + among(40)}`)
    comments.set(`ama/c${among(9)}`, { on: id, text: 'Noted.' })
    text.insert(among(text.length + 1), 'words ')
    if (among(3) === 0) text.delete(0, among(text.length + 1))
  })
}

describe('a document encoded in steps', () => {
  it('is byte for byte what Yjs makes of it, where nobody changes it', () => {
    const random = seeded(7)
    const doc = new Y.Doc()
    for (let nth = 0; nth < 300; nth += 1) change(doc, (count) => Math.floor(random() * count))

    const encoding = new WholeEncoding(doc)
    let steps = 1
    while (encoding.step(10)) steps += 1

    expect(steps).toBeGreaterThan(10)
    expect(joined(encoding.finish())).toEqual(Y.encodeStateAsUpdate(doc))
  })

  it('[saved-1] is what stands there at the end, whatever is changed between steps', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seeded(seed)
      const among = (count: number) => Math.floor(random() * count)
      const doc = new Y.Doc()
      for (let nth = 0; nth < 40; nth += 1) change(doc, among)

      const encoding = new WholeEncoding(doc)
      for (let nth = 0; nth < 400 && encoding.step(1 + among(9)); nth += 1) change(doc, among)
      change(doc, among)
      const copy = copyOf(joined(encoding.finish()))

      expect([seed, isPending(copy), contentOf(copy)]).toEqual([seed, false, contentOf(doc)])
      // Nothing is missing that a later change could build on.
      change(doc, among)
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(copy)))
      expect([seed, isPending(copy), contentOf(copy)]).toEqual([seed, false, contentOf(doc)])
    }
  })
})

/** The loop has turned once more: what is encoded in steps is a step further. */
async function step(scene: Scene): Promise<void> {
  scene.clock.advance(0)
  await scene.pump()
}

const move = (order: string) => (doc: Y.Doc) =>
  doc.getMap('placements').set('F1', { column: 'new-action', order })

describe('in the room of a long board', () => {
  it('[saved-1] whoever comes while others move has everything, and goes on with them', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit(move('a1'))
    await scene.pump()

    const ben = scene.join('ben')
    await scene.pump()
    expect(ben.heard.sync).toEqual(['step1'])
    ama.edit(move('a2'))
    await scene.pump()
    // Nobody waits for a board to be encoded: the move is saved already.
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
    for (let nth = 0; nth < 9; nth += 1) await step(scene)
    ama.edit(move('a3'))
    await scene.settle()

    expect(ben.heard.sync.filter((it) => it === 'step2')).toHaveLength(1)
    expect(isPending(ben.doc)).toBe(false)
    expect(contentOf(ben.doc)).toEqual(contentOf(scene.room.doc))
    expect(contentOf(ben.doc)).toEqual(contentOf(ama.doc))
  })

  it('[saved-1] an observer is given their part of it in the same way', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    const wall = scene.join('wall', 'observer')
    await scene.pump()
    ama.edit(move('a1'))
    await scene.settle()

    expect(wall.doc.getMap('statements').size).toBe(LONG)
    expect(wall.doc.getMap('placements').get('F1')).toEqual({ column: 'new-action', order: 'a1' })
  })

  it('[saved-1] a file has everything that was called saved before it was asked for, and nothing unsaved', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit(move('a1'))
    await scene.pump()

    const asked = scene.room.whole()
    await scene.pump()
    let letGo = () => {}
    const disk = new Promise<void>((resolve) => {
      letGo = resolve
    })
    scene.stores.faults.before = () => disk
    ama.edit(move('a2'))
    await scene.pump()
    for (let nth = 0; nth < 9; nth += 1) await step(scene)
    let isGiven = false
    asked.then(() => {
      isGiven = true
    })
    await scene.pump()
    // The room holds a move that is not on disk: what it holds is in no file.
    expect(scene.room.doc.getMap('placements').get('F1')).toMatchObject({ order: 'a2' })
    expect(isGiven).toBe(false)
    letGo()
    await scene.settle()

    const { state, position } = await asked
    expect(copyOf(state).getMap('placements').get('F1')).toMatchObject({ order: 'a2' })
    expect(position).toBe(scene.room.store.journal.end)
  })

  it('is encoded once for all who ask between two changes', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit(move('a1'))
    await scene.settle()

    const both = Promise.all([scene.room.whole(), scene.room.whole()])
    await scene.settle()
    const [first, second] = await both
    const third = scene.room.whole()
    await scene.pump()

    expect(second.state).toBe(first.state)
    expect((await third).state).toBe(first.state)
  })

  it('is begun anew where the board is rebuilt meanwhile', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit(move('a1'))
    await scene.pump()

    const asked = scene.room.whole()
    await scene.pump()
    const rebuilt = scene.room.rebuild('compact', (doc) => {
      doc.transact(() => putStatement(doc, 'F1', { source: 'F', number: '1', text: 'Anew.' }))
    })
    await scene.settle()
    await rebuilt
    const copy = copyOf((await asked).state)

    expect(copy.getMap('statements').get('F1')).toMatchObject({ text: 'Anew.' })
    expect(copy.store.clients.size).toBe(1)
  })

  it('keeps the room from being put away until it is there', async () => {
    const scene = await openScene({ statements: LONG })
    await scene.room.edit('server', move('a1'))
    await scene.settle()
    expect(scene.room.isIdle).toBe(true)

    const asked = scene.room.whole()
    await scene.pump()
    expect(scene.room.isIdle).toBe(false)
    await scene.settle()
    await asked

    expect(scene.room.isIdle).toBe(true)
  })

  it('is refused, not waited for, where the room ends meanwhile', async () => {
    const scene = await openScene({ statements: LONG })
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit(move('a1'))
    await scene.pump()

    const asked = scene.room.whole()
    const refused = expect(asked).rejects.toMatchObject({ code: 'stopping' })
    await scene.pump()
    scene.room.end()

    await refused
    await expect(scene.room.whole()).rejects.toMatchObject({ code: 'stopping' })
  })
})
