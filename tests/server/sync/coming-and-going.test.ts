/**
 * People who come back at whatever step a board is at: being opened, put away, or in between.
 */
import { describe, expect, it } from 'vitest'
import type { LiveRoom } from '../../../server/sync/room.ts'
import { IDLE_MS } from '../../../server/sync/rooms.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import { BOARD, contentOf, openScene, Peer, quiet, type Scene } from '../../support/rooms.ts'

/** Steps of opening or putting away, with some to spare: each a turn of promises, or of a slow disk. */
const STEPS = 60

const comment = (peer: Peer, by: string, id: string) =>
  peer.edit((doc) => addComment(doc, by, id, { on: 'F1', text: 'Noted.' }))

/** Comes in as a socket does: what is said before the room is open waits for it. */
async function comeIn(scene: Scene, name: string, peer = new Peer()): Promise<Peer> {
  const room = (await scene.rooms.open(BOARD)) as LiveRoom
  peer.connect(room, { participant: name, role: 'participant', link: 'linkP' })
  scene.peers.push(peer)
  return peer
}

async function wait(steps: number, isSlow: boolean): Promise<void> {
  for (let step = 0; step < steps; step += 1) await (isSlow ? quiet() : Promise.resolve())
}

/** A disk that takes a turn of the loop for each thing it is asked. */
function slowDisk(scene: Scene): void {
  scene.stores.faults.before = () => quiet()
}

describe.each([
  ['a quick disk', false],
  ['a slow disk', true],
])('[B4] on %s', (_, isSlow) => {
  it('whoever comes back at any step of putting away finds one board, and loses nothing', async () => {
    for (let step = 0; step < STEPS; step += 1) {
      const scene = await openScene()
      if (isSlow) slowDisk(scene)
      const ama = scene.join('ama')
      await scene.settle()
      comment(ama, 'ama', 'c1')
      await scene.settle()
      ama.drop()
      comment(ama, 'ama', 'c2')
      scene.clock.advance(IDLE_MS)

      await wait(step, isSlow)
      await comeIn(scene, 'ama', ama)
      const ben = await comeIn(scene, 'ben')
      comment(ben, 'ben', 'c1')
      await scene.settle()

      expect([step, ama.closedWith, ben.closedWith]).toEqual([step, null, null])
      expect(scene.rooms.size).toBe(1)
      const room = await scene.rooms.open(BOARD)
      for (const key of ['ama/c1', 'ama/c2', 'ben/c1']) {
        expect([step, room.doc.getMap('comments').has(key)]).toEqual([step, true])
      }
      expect(contentOf(ben.doc)).toEqual(contentOf(room.doc))
      expect(contentOf(ama.doc)).toEqual(contentOf(room.doc))
      expect(ben.heard.saved.at(-1)).toBe(ben.sent)
    }
  })

  it('whoever comes at any step of opening is given the whole board, never an empty one', async () => {
    for (let step = 0; step < STEPS; step += 1) {
      const scene = await openScene()
      const before = contentOf(scene.room.doc)
      scene.clock.advance(IDLE_MS)
      while (scene.rooms.size > 0) await quiet()
      if (isSlow) slowDisk(scene)

      const first = comeIn(scene, 'ama')
      await wait(step, isSlow)
      const second = comeIn(scene, 'ben')
      const [ama, ben] = await Promise.all([first, second])
      await scene.pump()

      for (const peer of [ama, ben]) {
        expect(peer.heard.sync.filter((it) => it === 'step2')).toHaveLength(1)
        expect([step, contentOf(peer.doc)]).toEqual([step, before])
      }
      expect(scene.rooms.size).toBe(1)
    }
  })
})
