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

/** An open board with so many statements, none of them placed. */
export async function makeBoard(port: number, statements: number): Promise<Board> {
  const { board, links } = await emptyBoard(port)
  const keyOf = Object.fromEntries(
    Object.entries(links).map(([role, { path }]) => [role, path.slice(path.indexOf('#') + 1)]),
  ) as Record<Role, string>
  const made: Board = { port, id: board.id, epoch: 1, keyOf }
  const facilitator = await join(made, 'facilitator', 'Ama')
  const ask = <Reply>(method: string, path: string, body?: unknown) =>
    request<Reply>(
      port,
      method,
      `/api/boards/${board.id}${path}?as=${facilitator.as}`,
      body,
      facilitator.cookie,
    )
  if (statements > 0) await ask('POST', '/statements', generatedStatements(statements))
  await ask('PATCH', '', { phase: 'open', from: 'preparing' })
  const { reply } = await ask<BoardReply>('GET', '')
  return { ...made, epoch: reply.epoch }
}

export const emptyBoard = async (port: number): Promise<NewBoardReply> =>
  (await request<NewBoardReply>(port, 'POST', '/api/boards', { title: 'A measured board' })).reply

/** Everybody joins by the participants' link; each is somebody else. */
export const seatsAt = (board: Board, people: number): Promise<Seat[]> =>
  eachAtOnce(people, (index) => seatAt(board, `Person ${index + 1}`))

export async function seatAt(board: Board, name: string): Promise<Seat> {
  const { as, cookie } = await join(board, 'participant', name)
  return {
    port: board.port,
    path: `${SYNC_PATH}/${board.id}?as=${as}&epoch=${board.epoch}`,
    cookie,
    subprotocol: SUBPROTOCOL,
  }
}

async function join(board: Board, role: Role, name: string): Promise<{ as: string; cookie: string }> {
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
