import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { isMapRoot, rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, editText, moveStatement } from '../../../shared/doc/edits.ts'
import { PUBLIC_ROOTS } from '../../../shared/policy.ts'
import { withdrawnKey } from '../../../shared/withdrawn.ts'
import { chanceFrom } from '../../support/boards.ts'
import { contentOf, openScene } from '../../support/rooms.ts'

const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** What an observer should see of a document, by its own reading. */
const publicPart = (doc: Y.Doc) =>
  Object.fromEntries(
    Object.entries(contentOf(doc))
      .filter(([root]) => isMapRoot(root))
      .map(([root, value]) => [root, (PUBLIC_ROOTS as readonly string[]).includes(root) ? value : {}]),
  )

describe('what observers see', () => {
  it('[write-8] is the public part, and neither why nor comments nor who wrote', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ama.edit((doc) => editText(doc, { why: 'F1' }, { at: 0, remove: 0, insert: 'A secret.' }))
    ama.edit((doc) => addComment(doc, 'ama', 'c1', { on: 'F1', text: 'A secret.' }))
    const oli = scene.join('oli', 'observer')
    await scene.settle()

    expect(contentOf(oli.doc)).toEqual({ ...contentOf(scene.room.doc), comments: {}, 'why/F1': undefined })
    expect([...oli.doc.store.clients.keys()]).not.toContain(ama.doc.clientID)
    expect(oli.doc.store.clients.size).toBe(1)
  })

  it('[write-8] holds nothing of why a comment was taken off the board, before or while they look', async () => {
    const scene = await openScene()
    const withdraw = (id: string) =>
      scene.room.edit('fay', (doc) =>
        rootsOf(doc).live.set(withdrawnKey('F1', `ama/${id}`), { at: 1, reason: 'It names a patient' }),
      )
    await withdraw('c1')
    const oli = scene.join('oli', 'observer')
    await scene.settle()
    await withdraw('c2')
    await scene.settle()

    expect(scene.room.reads.snapshot().live.withdrawn.get('F1')).toHaveLength(2)
    expect(JSON.stringify(contentOf(oli.doc))).not.toContain('patient')
  })

  it('[write-8] follows what is changed and what is taken away', async () => {
    const scene = await openScene()
    const fay = scene.join('fay', 'facilitator')
    const oli = scene.join('oli', 'observer')
    await scene.settle()

    fay.edit((doc) => rootsOf(doc).responses.set('F1/evidence', 'We do this.'))
    await scene.settle()
    expect(oli.doc.getMap('responses').get('F1/evidence')).toBe('We do this.')
    fay.edit((doc) => rootsOf(doc).responses.delete('F1/evidence'))
    await scene.room.changePhase('fay', 'open', 'review')
    await scene.settle()

    expect(contentOf(oli.doc)).toEqual(publicPart(scene.room.doc))
    expect(oli.doc.getMap('live').get('phase')).toBe('review')
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '[write-8] equals the public part after any edits, seed %i',
    async (seed) => {
      const chance = chanceFrom(seed)
      const pick = <It>(from: readonly It[]): It => from[Math.floor(chance() * from.length)] as It
      const scene = await openScene({ seed })
      const early = scene.join('oli', 'observer')
      const people = ['fay', 'gus'].map((it) => scene.join(it, 'facilitator'))
      await scene.settle()
      const edits: ((doc: Y.Doc) => void)[] = [
        (doc) => moveStatement(doc, pick(['F1', 'F2', 'F3']), inDueRegard),
        (doc) => rootsOf(doc).responses.set(`${pick(['F1', 'F2'])}/evidence`, pick(['a', 'b'])),
        (doc) => rootsOf(doc).responses.delete(`${pick(['F1', 'F2'])}/evidence`),
        (doc) => rootsOf(doc).plan.set('action/a1/title', pick(['a', 'b'])),
        (doc) => rootsOf(doc).plan.delete('action/a1/title'),
        (doc) => editText(doc, { why: 'F1' }, { at: 0, remove: 0, insert: 'x' }),
        (doc) => rootsOf(doc).facilitation.set('focus', { statement: pick(['F1', 'F2']) }),
      ]
      for (let step = 0; step < 40; step += 1) {
        pick(people).edit(pick(edits))
        if (chance() < 0.4) await scene.pump()
        if (chance() < 0.2) scene.clock.advance(100)
      }
      const late = scene.join('pam', 'observer')
      await scene.settle()

      expect(contentOf(early.doc)).toEqual(publicPart(scene.room.doc))
      expect(contentOf(late.doc)).toEqual(publicPart(scene.room.doc))
    },
  )

  it('[saved-6][H4] is taken anew by a copy of an earlier opening', async () => {
    const scene = await openScene()
    const oli = scene.join('oli', 'observer')
    await scene.settle()
    oli.drop()

    await scene.restart()
    const again = scene.join('oli', 'observer', { doc: oli.doc })
    await scene.settle()

    expect(again.closedWith).toEqual({ code: 4409, reason: 'epoch_stale' })
  })

  it('[write-8] comes back to a copy of the same opening with what it missed', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const oli = scene.join('oli', 'observer')
    await scene.settle()
    oli.drop()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    const again = scene.join('oli', 'observer', { doc: oli.doc })
    await scene.settle()

    expect(again.closedWith).toBeNull()
    expect(contentOf(oli.doc)).toEqual(publicPart(scene.room.doc))
  })
})
