/**
 * The socket's frames, by number, and what a client that speaks our subprotocol may expect.
 *
 * 0, 1 and 3 are the y-websocket protocol as an unmodified provider speaks it. The rest are sent only to
 * clients that offered `SUBPROTOCOL` in the handshake. Every frame begins with its type as a varuint.
 */
import type { Role } from './board.ts'

export const SUBPROTOCOL = 'due-regard.1'

export const FRAME = {
  sync: 0,
  awareness: 1,
  queryAwareness: 3,
  /** `[120, n]`: the first n step 2 and update frames of this connection are on disk. */
  saved: 120,
  /** `[121, JSON {code, detail}]`: an update was refused; the close that follows says whether for good. */
  refused: 121,
  /** `[122, JSON PersonCard[]]`: names, groups and roles of everybody who joined. */
  people: 122,
  /** `[123, 0 | 1]`: whether the server can save just now. */
  keeping: 123,
} as const

export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** `/sync/<boardId>?as=<linkId>&epoch=<n>` */
export const SYNC_PATH = '/sync'

/** Answers a few small frames with themselves: whether a network lets sockets through. */
export const CHECK_SOCKET_PATH = '/check/socket'

/** An empty awareness frame this often keeps a provider, which drops a link silent for 30 s, connected. */
export const KEEP_ALIVE_MS = 20_000

export interface PersonCard {
  id: string
  name: string
  role: Role
  group?: string
}

export interface RefusedFrame {
  code: string
  detail: string
}
