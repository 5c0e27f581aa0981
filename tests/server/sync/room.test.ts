import { describe, expect, it } from 'vitest'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { contentOf, openScene } from '../../support/rooms.ts'

const top = (column: 'due-regard' | 'new-action' | 'watching-brief') => ({ column, above: null, below: null })

describe('a room', () => {
  it('[saved-1] brings one person’s move to another, and tells the first that it is saved', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()

    ama.edit((doc) => moveStatement(doc, 'F1', top('due-regard')))
    await scene.settle()

    expect(ben.doc.getMap('placements').get('F1')).toMatchObject({ column: 'due-regard' })
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
    expect(contentOf(ben.doc)).toEqual(contentOf(scene.room.doc))
  })
})
