/**
 * More words than a room takes at once, against the real one over real sockets.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { afterClose } from '../../../client/session/after-close.ts'
import { type Clock, systemClock } from '../../../shared/clock.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { type ProviderServer, serveRooms } from '../../support/provider-server.ts'
import { BOARD, openScene, type Scene } from '../../support/rooms.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

/** Waits are short for sessions; everything else is real. */
const quick: Clock = { ...systemClock, after: (delay, run) => systemClock.after(delay / 20, run) }

/** Together more than four megabytes. */
const COUNT = Math.ceil(LIMITS.updateBytes / LIMITS.sharedText) + 10

let world: SessionWorld
let scene: Scene
let server: ProviderServer
beforeEach(async () => {
  world = sessionWorld()
  scene = await openScene({ statements: COUNT })
  server = await serveRooms(scene.rooms, BOARD)
})
afterEach(async () => {
  await world.end()
  await server.close()
})

/** Sockets that count how many there were and how much went up; the network can be taken away. */
function countingSockets() {
  const seen = { attempts: 0, bytes: 0, isDown: false, open: new Set<NodeWebSocket>() }
  class Counting extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(seen.isDown ? 'ws://127.0.0.1:1' : `${url}&name=ama&role=participant`, protocols)
      seen.attempts += 1
      seen.open.add(this)
      this.on('close', () => seen.open.delete(this))
    }
    override send(data: Uint8Array) {
      seen.bytes += data.byteLength
      super.send(data)
    }
  }
  return { seen, WebSocket: Counting as unknown as typeof WebSocket }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const by = Date.now() + 20_000; !isSo(); ) {
    if (Date.now() > by) throw new Error('waited in vain')
    // The room's own clock stands still otherwise.
    scene.clock.advance(1_000)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('[E3] more than a room takes in one piece', () => {
  it('made offline is not carried there in one, and arrives in pieces; nobody comes back for ever', async () => {
    const { seen, WebSocket } = countingSockets()
    const ama = await world.visit({
      url: server.url,
      WebSocket,
      clock: quick,
      board: BOARD,
    })
    const view = () => ama.session.connection.get()
    await until(() => view().state === 'online')
    seen.isDown = true
    for (const socket of seen.open) socket.terminate()
    await until(() => view().state === 'offline')

    const words = 'x'.repeat(LIMITS.sharedText)
    for (let at = 1; at <= COUNT; at += 1) ama.type(`F${at}`, words)
    const { attempts, bytes } = seen
    seen.isDown = false
    await until(() => view().state === 'online' && view().saved === 'saved')

    for (let at = 1; at <= COUNT; at += 1) {
      expect(scene.room.doc.getText(`why/F${at}`).toString().length).toBe(words.length)
    }
    expect(ama.session.leftovers.get()).toEqual([])
    expect(seen.attempts - attempts).toBeLessThan(15)
    expect(seen.bytes - bytes).toBeLessThan(2 * COUNT * words.length)
  }, 60_000)

  it.each([1009, 4413])('told by %d, a copy is never connected again as it is', (code) => {
    expect(afterClose(code, null, true)).toEqual({ step: 'refresh', because: 'too_large' })
  })
})
