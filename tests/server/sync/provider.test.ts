import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { SUBPROTOCOL } from '../../../shared/wire.ts'
import { closedFor, type ProviderServer, serveRooms, shows, synced } from '../../support/provider-server.ts'
import { BOARD, contentOf, openScene, type Scene } from '../../support/rooms.ts'

const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** The room's clock stands still here: only what goes at once goes, which is all a quiet room sends. */
async function openServer(): Promise<Scene & { server: ProviderServer }> {
  const scene = await openScene({ statements: 2 })
  server = await serveRooms(scene.rooms, BOARD)
  return Object.assign(scene, { server })
}

let server: ProviderServer | null = null
afterEach(() => server?.close())

describe('an unmodified y-websocket provider', () => {
  it('[saved-1] is given the board and sees what another moves', async () => {
    const { server, room } = await openServer()
    const ama = server.provider('ama', 'participant')
    const ben = server.provider('ben', 'participant')
    await Promise.all([synced(ama), synced(ben)])

    moveStatement(ama.doc, 'F1', inDueRegard)
    await shows(ben.doc, (doc) => doc.getMap('placements').has('F1'))

    expect(contentOf(ben.doc)).toEqual(contentOf(room.doc))
    expect(contentOf(ama.doc)).toEqual(contentOf(room.doc))
  })

  it('[write-8][D2] as an observer that writes is closed for good, and nothing changes', async () => {
    const { server, room } = await openServer()
    const eve = server.provider('eve', 'observer')
    await synced(eve)
    const before = contentOf(room.doc)

    moveStatement(eve.doc, 'F1', inDueRegard)

    expect(await closedFor(eve)).toBe(4403)
    expect(contentOf(room.doc)).toEqual(before)
  })

  it('[B10] without a session is let in to be told 4401', async () => {
    const { server } = await openServer()

    expect(await closedFor(server.provider('eve', 'nobody'))).toBe(4401)
  })

  it('[saved-6][H4] of an earlier epoch is closed with 4409', async () => {
    const { server } = await openServer()

    expect(await closedFor(server.provider('ama', 'participant', { epoch: 7 }))).toBe(4409)
  })

  it('[link-3] for a board there is none of is closed for good', async () => {
    const { server } = await openServer()

    expect(await closedFor(server.provider('ama', 'participant', { board: 'nowhere' }))).toBe(4401)
  })

  it('[link-5][D7] from another site’s page is refused at the handshake', async () => {
    const { server } = await openServer()
    const socket = new WebSocket(`${server.url}/${BOARD}?role=stranger`)

    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    )

    expect(status).toBe(403)
  })

  it('[saved-2] is spoken to in our own frames only where it asks for them', async () => {
    const { server } = await openServer()
    const ours = server.provider('ama', 'participant', { protocols: [SUBPROTOCOL] })
    const saved = new Promise((resolve) => {
      ours.messageHandlers[120] = (_encoder, decoder) => resolve(decoder.arr[1])
      ours.messageHandlers[122] = () => {}
    })
    await synced(ours)

    moveStatement(ours.doc, 'F1', inDueRegard)

    expect(await saved).toBeGreaterThan(0)
    expect((ours.ws as unknown as WebSocket).protocol).toBe(SUBPROTOCOL)
  })
})
