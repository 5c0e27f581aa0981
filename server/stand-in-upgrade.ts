/** The socket's door while rooms are stand-ins; see `stand-in-rooms.ts`. */
import { upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import type { WebSocket } from 'ws'
import { PROBLEMS, Problem } from '../shared/problem.ts'
import { KEEP_ALIVE_MS, SUBPROTOCOL, SYNC_PATH } from '../shared/wire.ts'
import type { Door, Env } from './middleware/access.ts'
import type { Connection, Rooms } from './sync/contract.ts'

export const standInUpgrade = (rooms: Rooms) => (door: Door) =>
  new Hono<Env>().get(`${SYNC_PATH}/:id`, async (c, next) => {
    const sender = await door.sender(c)
    const id = c.req.param('id')
    const speaksOurs = (c.req.header('sec-websocket-protocol') ?? '').includes(SUBPROTOCOL)
    const upgrade = upgradeWebSocket(() => ({
      onOpen(_event, ws) {
        const socket = ws.raw as unknown as WebSocket
        if (sender instanceof Problem) return socket.close(PROBLEMS[sender.code].close, sender.code)
        let connection: Connection | undefined
        const early: Uint8Array[] = []
        socket.on('message', (data: Buffer) => {
          if (connection) connection.receive(new Uint8Array(data))
          else early.push(new Uint8Array(data))
        })
        const alive = setInterval(() => socket.send(new Uint8Array([1, 1, 0])), KEEP_ALIVE_MS)
        socket.on('close', () => {
          clearInterval(alive)
          connection?.closed()
        })
        rooms.open(id).then((room) => {
          const roomSocket = {
            send: (frame: Uint8Array) => socket.readyState === 1 && socket.send(frame),
            close: (code: number, reason: string) => socket.close(code, reason),
            get bufferedAmount() {
              return socket.bufferedAmount
            },
          }
          connection = room.join(roomSocket as never, sender, { speaksOurs, epoch: null })
          for (const frame of early) connection.receive(frame)
        })
      },
    }))
    return upgrade(c as never, next)
  })
