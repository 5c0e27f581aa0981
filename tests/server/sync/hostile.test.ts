import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Role } from '../../../shared/board.ts'
import { addComment, moveStatement } from '../../../shared/doc/edits.ts'
import { chanceFrom } from '../../support/boards.ts'
import { contentOf, openScene, Peer, quiet, type Scene } from '../../support/rooms.ts'

/** HOSTILE_FRAMES=1000000 npx vitest run tests/server/sync/hostile: any number, from HOSTILE_SEED on. */
const FRAMES = Number(process.env.HOSTILE_FRAMES ?? 4_000)
const SEED = Number(process.env.HOSTILE_SEED ?? 1)
const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** Frames a good client sends, to be broken. */
async function goodFrames(scene: Scene): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  const ama = scene.join('ama')
  ama.sendPresence({ looking: 'F1' })
  frames.push(...ama.up)
  await scene.settle()
  ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
  ama.edit((doc) => addComment(doc, 'ama', 'c1', { on: 'F1', text: 'Yes.' }))
  frames.push(...ama.up)
  await scene.settle()
  return frames
}

/** A frame with bits turned, cut off, lengthened, or made of nothing but chance. */
function broken(good: readonly Uint8Array[], chance: () => number): Uint8Array {
  const int = (below: number) => Math.floor(chance() * below)
  const frame = (good[int(good.length)] as Uint8Array).slice()
  const roll = chance()
  if (roll < 0.15) return frame.slice(0, int(frame.length))
  if (roll < 0.25) return Uint8Array.from({ length: int(40) }, () => int(256))
  if (roll < 0.3) return Uint8Array.of(...frame, int(256))
  for (let flips = 1 + int(3); flips > 0; flips -= 1) {
    const at = int(frame.length)
    frame[at] = (frame[at] ?? 0) ^ (1 << int(8))
  }
  return frame
}

async function bombard(scene: Scene, role: Role, good: readonly Uint8Array[]): Promise<number> {
  const chance = chanceFrom(SEED)
  let closed = 0
  let eve: Peer | null = null
  for (let sent = 0; sent < FRAMES; sent += 1) {
    if (!eve?.connection) {
      eve = new Peer()
      eve.connect(scene.room, { participant: 'eve', role, link: 'link-eve' })
    }
    eve.connection?.receive(broken(good, chance))
    if (sent % 50 === 0) {
      await quiet()
      scene.clock.advance(1_000)
    }
    if (eve.closedWith) closed += 1
  }
  await scene.settle()
  return closed
}

describe('a room under frames that are broken', () => {
  it('[C17][S1] from an observer stays the same to the last byte, and goes on', async () => {
    const scene = await openScene()
    const good = await goodFrames(scene)
    const before = Y.encodeStateAsUpdate(scene.room.doc)

    const closed = await bombard(scene, 'observer', good)

    expect(closed).toBeGreaterThan(FRAMES / 10)
    expect(Y.encodeStateAsUpdate(scene.room.doc)).toEqual(before)
    const ben = scene.join('ben')
    await scene.settle()
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    expect(ben.heard.saved.at(-1)).toBe(ben.sent)
    expect(contentOf(ben.doc)).toEqual(contentOf(scene.room.doc))
  }, 3_600_000)

  it('[C17][S1] from a participant changes nothing that is not a participant’s, and waits for nothing', async () => {
    const scene = await openScene()
    const good = await goodFrames(scene)
    const { board, statements, live, facilitation } = contentOf(scene.room.doc)

    await bombard(scene, 'participant', good)

    expect(contentOf(scene.room.doc)).toMatchObject({ board, statements, live, facilitation })
    expect(scene.room.doc.getMap('comments').get('ama/c1')).toEqual({ on: 'F1', text: 'Yes.' })
    expect(scene.room.doc.store.pendingStructs).toBeNull()
    expect(scene.log.lines.filter((it) => it.level === 'error')).toEqual([])
    const before = contentOf(scene.room.doc)
    await scene.restart()
    expect(contentOf(scene.room.doc)).toEqual(before)
  }, 3_600_000)
})
