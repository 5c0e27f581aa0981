/**
 * A process whose memory is nearly full.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { addComment, moveStatement } from '../../../shared/doc/edits.ts'
import { type ProviderServer, serveRooms } from '../../support/provider-server.ts'
import { BOARD, openScene, type Scene } from '../../support/rooms.ts'

let server: ProviderServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

/** A scene with a second board that nobody has opened. */
async function openCrowded(): Promise<Scene & { heap: { used: number } }> {
  const heap = { used: 0.5 }
  const scene = await openScene({ heapUsed: () => heap.used })
  const store = await scene.stores.createBoard('board2')
  await store.journal.append([{ type: 'phase', at: 1, by: 'server', from: 'preparing', to: 'open' }])
  await store.close()
  await scene.stores.registry.putBoard({ id: 'board2', title: 'Another', createdAt: 1 })
  return Object.assign(scene, { heap })
}

describe('[E5] with the heap at 86 %', () => {
  it('opens no further board, and goes on with those that are open', async () => {
    const scene = await openCrowded()
    const ama = scene.join('ama')
    await scene.settle()
    scene.heap.used = 0.86

    await expect(scene.rooms.open('board2')).rejects.toMatchObject({ code: 'server_full' })
    expect(scene.rooms.size).toBe(1)

    ama.edit((doc) => moveStatement(doc, 'F1', { column: 'due-regard', above: null, below: null }))
    const ben = scene.join('ben')
    await scene.settle()
    expect(ben.doc.getMap('placements').has('F1')).toBe(true)
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
    expect(await scene.rooms.open(BOARD)).toBe(scene.room)
  })

  it('puts away at once what nobody needs, so that there is room again', async () => {
    const scene = await openCrowded()
    await scene.rooms.open('board2')
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => addComment(doc, 'ama', 'c1', { on: 'F1', text: 'Kept.' }))
    await scene.settle()
    ama.drop()
    expect(scene.rooms.size).toBe(2)
    scene.heap.used = 0.86

    await expect(scene.rooms.open('board3')).rejects.toMatchObject({ code: 'server_full' })
    await scene.pump()
    expect(scene.rooms.size).toBe(0)

    scene.heap.used = 0.5
    const room = await scene.rooms.open(BOARD)
    expect(room.doc.getMap('comments').get('ama/c1')).toMatchObject({ text: 'Kept.' })
  })

  it('tells a socket to come back later, not that it may never', async () => {
    const scene = await openCrowded()
    server = await serveRooms(scene.rooms, BOARD)
    scene.heap.used = 0.86

    const socket = new WebSocket(`${server.url}/board2?name=ama&role=participant`)
    const code = await new Promise((resolve) => socket.on('close', resolve))

    expect(code).toBe(1013)
  })
})
