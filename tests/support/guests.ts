/**
 * People who come to a running server over the network: each a browser with a cookie of its own.
 */
import type { BoardReply, JoinReply, NewBoardReply } from '../../shared/api.ts'
import type { Phase, Role } from '../../shared/board.ts'
import type { PersonCard } from '../../shared/wire.ts'

/** Somebody on a board, by one link. */
export interface Guest {
  base: string
  board: string
  as: string
  cookie: string
  me: PersonCard
}

export interface Asked<Body> {
  status: number
  body: Body
}

/** Starts a board as whoever sits at the machine does. */
export async function startBoard(base: string, title = 'Our response'): Promise<NewBoardReply> {
  const { status, body } = await send<NewBoardReply>(`${base}/api/boards`, 'POST', { title })
  if (status !== 201) throw new Error(`no board: ${status} ${JSON.stringify(body)}`)
  return body
}

export async function comeIn(
  base: string,
  { board, links }: NewBoardReply,
  role: Role,
  name: string,
  cookie?: string,
): Promise<Guest> {
  const key = links[role].path.split('#')[1]
  const response = await fetch(`${base}/api/boards/${board.id}/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify({ key, name }),
  })
  const joined = (await response.json()) as JoinReply
  if (!('participant' in joined)) throw new Error(`not let in: ${response.status} ${JSON.stringify(joined)}`)
  const given = response.headers.get('set-cookie')?.split(';')[0]
  return { base, board: board.id, as: joined.as, cookie: given ?? cookie ?? '', me: joined.participant }
}

/** A call of the board this guest is on. */
export function ask<Body = unknown>(
  { base, board, as, cookie }: Guest,
  method: string,
  path: string,
  body?: unknown,
): Promise<Asked<Body>> {
  const [way = '', query] = path.split('?')
  return send(`${base}/api/boards/${board}${way}?as=${as}${query ? `&${query}` : ''}`, method, body, {
    cookie,
  })
}

/** A board with statements F1 to F`count` in a phase, and its facilitator. */
export async function openBoardOn(base: string, count = 8, phase: Phase = 'open') {
  const board = await startBoard(base)
  const grace = await comeIn(base, board, 'facilitator', 'Grace')
  const rows = Array.from({ length: count }, (_, at) => ({
    source: 'F',
    number: String(at + 1),
    text: `Statement ${at + 1}.`,
  }))
  if (count > 0) await ask(grace, 'POST', '/statements', rows)
  if (phase !== 'preparing') await ask<BoardReply>(grace, 'PATCH', '', { phase, from: 'preparing' })
  return { board, grace }
}

async function send<Body>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Asked<Body>> {
  const isText = typeof body === 'string'
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, body: (isJson && text ? JSON.parse(text) : text) as Body }
}
