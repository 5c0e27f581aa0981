/**
 * A day of people who come and go, and of boards that are asked for and not there.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { LiveRoom } from '../../../server/sync/room.ts'
import { IDLE_MS } from '../../../server/sync/rooms.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import { BOARD, openScene, Peer, quiet } from '../../support/rooms.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What a room holds for those who are in it. */
function heldBy(room: LiveRoom): Record<string, number> {
  const { audience, writer } = room as unknown as {
    audience: { seats: Set<unknown>; presence: Record<string, { size: number }> }
    writer: { queue: unknown[]; waiting: number }
  }
  const { queue, waiting } = writer
  const { entries, byClient, holders, dirty, raw } = audience.presence
  const sizes = { entries, byClient, holders, dirty, raw }
  const listeners = [...room.doc._observers.values()].reduce((sum, it) => sum + it.size, 0)
  return {
    seats: audience.seats.size,
    queue: queue.length,
    waiting,
    listeners,
    ...Object.fromEntries(Object.entries(sizes).map(([name, it]) => [name, it?.size ?? -1])),
  }
}

describe('[E6] nothing is left behind', () => {
  it('by a thousand boards that are not there', async () => {
    const scene = await openScene()
    const before = { ...heldBy(scene.room), timers: scene.clock.waiting, rooms: scene.rooms.size }

    const refused = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, at) => scene.rooms.open(`nowhere${at}`)),
    )
    await quiet()

    expect(refused.every((it) => it.status === 'rejected')).toBe(true)
    expect({ ...heldBy(scene.room), timers: scene.clock.waiting, rooms: scene.rooms.size }).toEqual(before)
  })

  it('by a day of people who come, hold, write and go, some without a word, on a board that stays open', async () => {
    const scene = await openScene()
    const grace = scene.join('grace', 'facilitator')
    await scene.settle()
    scene.clock.advance(5_000)
    await scene.settle()
    const before = { ...heldBy(scene.room), timers: scene.clock.waiting }

    for (let minute = 0; minute < 1_440; minute += 4) {
      const guest = scene.join(`guest${minute % 40}`, minute % 7 === 0 ? 'observer' : 'participant')
      await scene.pump()
      if (minute % 7 !== 0) {
        guest.sendPresence({ hold: { statement: 'F1', over: 'due-regard', slot: 0, x: 0, y: 0 } })
        guest.edit((doc) =>
          addComment(doc, `guest${minute % 40}`, `c${minute}`, { on: 'F1', text: 'Noted.' }),
        )
        // An update after one that never came: it is held when its author goes.
        if (minute % 5 === 0) {
          guest.edit((doc) => doc.getMap('facilitation'))
          guest.edit((doc) => doc.getMap('placements').set('F1', { column: 'unsorted', order: `a${minute}` }))
          guest.edit((doc) => doc.getMap('placements').set('F2', { column: 'unsorted', order: `a${minute}` }))
          guest.up.splice(guest.up.length - 2, 1)
        }
      }
      await scene.pump()
      if (minute % 3 === 0) guest.connection?.receive(Uint8Array.of(99))
      else guest.drop()
      scene.peers.splice(scene.peers.indexOf(guest), 1)
      guest.doc.destroy()
      scene.clock.advance(4 * 60_000)
    }
    await scene.settle()
    scene.clock.advance(10_000)
    await scene.settle()

    expect(grace.closedWith).toBeNull()
    expect({ ...heldBy(scene.room), timers: scene.clock.waiting }).toEqual(before)
    expect(scene.log.lines.filter((it) => it.level === 'error')).toEqual([])
  })

  it('by boards that were put away: their documents are gone from memory', async () => {
    const scene = await openScene()
    const seen: WeakRef<object>[] = []
    for (let round = 0; round < 30; round += 1) {
      const room = (await scene.rooms.open(BOARD)) as LiveRoom
      seen.push(new WeakRef(room.doc), new WeakRef(room))
      const peer = new Peer()
      peer.connect(room, { participant: 'ama', role: 'participant', link: 'linkP' })
      for (let turn = 0; turn < 5; turn += 1) {
        await quiet()
        peer.pump()
      }
      peer.edit((doc) => addComment(doc, 'ama', `c${round}`, { on: 'F1', text: 'Noted.' }))
      peer.pump()
      await quiet()
      peer.drop()
      scene.clock.advance(IDLE_MS)
      for (let turn = 0; turn < 10; turn += 1) await quiet()
      expect(scene.rooms.size).toBe(0)
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
    collectGarbage()
    await new Promise((resolve) => setTimeout(resolve, 10))
    collectGarbage()

    // The first room is the scene's own.
    const alive = seen.slice(2).filter((it) => it.deref() !== undefined)
    expect(alive.length).toBeLessThanOrEqual(2)
    expect(scene.clock.waiting).toBe(0)
  })
})
