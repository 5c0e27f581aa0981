/**
 * Boards and people, made the way a browser makes them: over HTTP, everybody with a cookie of their own.
 */
import type { BoardReply, JoinReply, NewBoardReply } from '../../../shared/api.ts'
import type { Role } from '../../../shared/board.ts'
import { SUBPROTOCOL, SYNC_PATH } from '../../../shared/wire.ts'
import { generatedStatements } from '../../support/generated-report.ts'
import type { Seat } from './raw-socket.ts'

export interface Board {
  port: number
  id: string
  epoch: number
  keyOf: Record<Role, string>
}

/** Requests in flight at once while many boards or people are made. */
const AT_ONCE = 8

/** Whoever runs the board, and what they ask of it. */
export interface Host extends Joined {
  ask<Reply>(method: string, path: string, body?: unknown): Promise<Reply>
}

interface Joined {
  as: string
  cookie: string
}

/** An open board with so many statements, none of them placed. */
export async function makeBoard(port: number, statements: number): Promise<Board> {
  const made = boardOf(port, await newBoard(port))
  const { ask } = await hostOf(made)
  if (statements > 0) await ask('POST', '/statements', generatedStatements(statements))
  await ask('PATCH', '', { phase: 'open', from: 'preparing' })
  const { epoch } = await ask<BoardReply>('GET', '')
  return { ...made, epoch }
}

export const newBoard = async (
  port: number,
  called: { title: string; template?: string } = { title: 'A measured board' },
): Promise<NewBoardReply> => (await request<NewBoardReply>(port, 'POST', '/api/boards', called)).reply

/** As nobody has rebuilt it yet. */
export function boardOf(port: number, { board, links }: NewBoardReply): Board {
  const keyOf = Object.fromEntries(
    Object.entries(links).map(([role, { path }]) => [role, path.slice(path.indexOf('#') + 1)]),
  ) as Record<Role, string>
  return { port, id: board.id, epoch: 1, keyOf }
}

export async function hostOf(board: Board): Promise<Host> {
  const joined = await join(board, 'facilitator', 'Ama')
  return {
    ...joined,
    ask: async <Reply>(method: string, path: string, body?: unknown) => {
      const url = `/api/boards/${board.id}${path}${path.includes('?') ? '&' : '?'}as=${joined.as}`
      return (await request<Reply>(board.port, method, url, body, joined.cookie)).reply
    },
  }
}

/** Everybody joins by the participants' link; each is somebody else. */
export const seatsAt = (board: Board, people: number): Promise<Seat[]> =>
  eachAtOnce(people, (index) => seatAt(board, `Person ${index + 1}`))

export const seatAt = async (board: Board, name: string): Promise<Seat> =>
  seatOf(board, await join(board, 'participant', name))

export const seatOf = (board: Board, { as, cookie }: Joined): Seat => ({
  port: board.port,
  path: `${SYNC_PATH}/${board.id}?as=${as}&epoch=${board.epoch}`,
  cookie,
  subprotocol: SUBPROTOCOL,
})

async function join(board: Board, role: Role, name: string): Promise<Joined> {
  const path = `/api/boards/${board.id}/join`
  const { reply, cookie } = await request<JoinReply>(board.port, 'POST', path, {
    key: board.keyOf[role],
    name,
  })
  if (reply.needs !== undefined || !cookie) throw new Error('joining gave no grant')
  return { as: reply.as, cookie }
}

async function request<Reply>(
  port: number,
  method: string,
  path: string,
  body?: unknown,
  cookie?: string,
): Promise<{ reply: Reply; cookie: string | undefined }> {
  const response = await fetch(`http://localhost:${port}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(cookie && { cookie }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`)
  return {
    reply: JSON.parse(text) as Reply,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0],
  }
}

/** Runs so many jobs, a few of them at any time, and gives their results in order. */
export async function eachAtOnce<Result>(
  count: number,
  job: (index: number) => Promise<Result>,
  atOnce = AT_ONCE,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const work = async () => {
    while (next < count) {
      const index = next++
      results[index] = await job(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work))
  return results
}
