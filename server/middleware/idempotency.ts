/**
 * Whoever heard no answer may ask again: a call that carries an `Idempotency-Key` has one effect, and a repeat of
 * it is answered as the first was.
 *
 * A key is its sender's own, and belongs to one call with one body. What may be tried again as it was (the disk
 * is full, somebody was faster) is not kept. What a call changed on a board is answered the same also by a server
 * that was restarted in between, from the board's own files; a new board is started anew.
 */
import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { BoardId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import type { BoardFiles } from '../store/contract.ts'
import type { Env } from './access.ts'
import { readBody } from './body.ts'
import { type KeptReply, openKeptReplies } from './kept-replies.ts'

/** Makes each call once; `who` is the sender, whose keys are nobody else's. */
export type Once = (
  who: (c: Context<Env>) => string,
  /** Bytes of the body a call may have. */
  most?: (c: Context<Env>) => number,
  /** Where replies outlive the server. */
  files?: (c: Context<Env>) => BoardFiles | null,
) => MiddlewareHandler<Env>

export interface Replies {
  once: Once
  /** What was answered on a board is kept nowhere any more; its files are null where they are gone. */
  forget(board: BoardId, files: BoardFiles | null): Promise<void>
}

interface Reply {
  status: number
  headers: Headers
  body: ArrayBuffer
}

interface Call {
  /** What was asked, in short. */
  asks: string
  at: Millis
  /** Null where it is not to be kept. */
  reply: Promise<Reply | null>
  isAnswered: boolean
}

const KEY = /^[\x21-\x7e]{1,128}$/
const KEPT_MS = 60 * 60 * 1000
const KEPT_EACH = 50
const KEPT_SENDERS = 1_000
const LONGEST_REPLY = 256 * 1024

export function openReplies(clock: Clock, secret: Uint8Array): Replies {
  const shelf = openKeptReplies(secret, clock, KEPT_MS)
  /** By sender, and by key; both oldest first. */
  const calls = new Map<string, Map<string, Call>>()

  const callsOf = (who: string): Map<string, Call> => {
    const mine = calls.get(who) ?? new Map<string, Call>()
    calls.delete(who)
    calls.set(who, mine)
    if (calls.size > KEPT_SENDERS) dropFirst(calls)
    for (const [key, { at }] of mine) if (goneBy(clock, at) > KEPT_MS) mine.delete(key)
    if (mine.size > KEPT_EACH) dropFirst(mine)
    return mine
  }

  const once: Once =
    (who, most = () => LIMITS.bodyBytes, filesOf) =>
    async (c, next) => {
      const key = c.req.header('idempotency-key')
      if (key === undefined || c.req.method === 'GET') return next()
      if (!KEY.test(key)) throw new Problem('value_invalid', 'Idempotency-Key: 1 to 128 visible characters')
      const asks = await askedBy(c, most(c))
      const sender = who(c)
      const mine = callsOf(sender)
      const files = filesOf?.(c)
      for (let first = mine.get(key); first !== undefined; first = mine.get(key)) {
        if (first.asks !== asks) throw new Problem('value_invalid', 'Idempotency-Key: used for another call')
        const reply = await first.reply
        if (reply) return again(reply)
      }

      let settle: (reply: Reply | null) => void = () => {}
      const reply = new Promise<Reply | null>((resolve) => {
        settle = resolve
      })
      const at = clock.now()
      const call: Call = { asks, at, reply, isAnswered: false }
      mine.set(key, call)
      const before = files && (await shelf.find(files, [sender, key]).catch(() => null))
      if (before) {
        const told = unpacked(before)
        Object.assign(call, { asks: before.asks, at: before.at, isAnswered: true })
        settle(told)
        if (before.asks !== asks) throw new Problem('value_invalid', 'Idempotency-Key: used for another call')
        return again(told)
      }
      let kept: Reply | null = null
      try {
        await next()
        kept = await replyOf(c)
        // What cannot be kept is known as long as this server runs.
        if (kept && files && kept.status < 300)
          await shelf.keep(files, [sender, key], packed(kept, asks, at)).catch(() => {})
      } finally {
        call.isAnswered = true
        if (kept === null) mine.delete(key)
        settle(kept)
      }
    }
  return {
    once,
    async forget(board, files) {
      for (const [who, mine] of calls) {
        if (!who.startsWith(`${board} `)) continue
        for (const [key, { isAnswered }] of mine) if (isAnswered) mine.delete(key)
      }
      if (files) await shelf.clear(files)
    },
  }
}

const packed = ({ status, headers, body }: Reply, asks: string, at: Millis): KeptReply => ({
  asks,
  at,
  status,
  headers: Array.from(headers),
  body: Buffer.from(body).toString('base64'),
})

function unpacked({ status, headers, body }: KeptReply): Reply {
  const bytes = Uint8Array.from(Buffer.from(body, 'base64'))
  return { status, headers: new Headers(headers), body: bytes.buffer }
}

/** Reads the body, and leaves it to be read once more. */
async function askedBy(c: Context<Env>, most: number): Promise<string> {
  const { raw, method, url } = c.req
  const bytes = await readBody(c, most)
  const { headers } = raw
  c.req.raw = new Request(url, { method, headers, ...(bytes.length > 0 && { body: Buffer.from(bytes) }) })
  const type = headers.get('content-type') ?? ''
  return createHash('sha256').update(`${method} ${url} ${type}\n`).update(bytes).digest('base64')
}

async function replyOf(c: Context<Env>): Promise<Reply | null> {
  const { status, headers } = c.res
  const mayBeTriedAgain = status >= 500 || status === 409 || status === 429
  if (mayBeTriedAgain) return null
  const body = await c.res.clone().arrayBuffer()
  return body.byteLength > LONGEST_REPLY ? null : { status, headers: new Headers(headers), body }
}

function again({ status, headers, body }: Reply): Response {
  const repeated = new Headers(headers)
  repeated.set('idempotency-replayed', 'true')
  return new Response(body.byteLength > 0 ? body : null, { status, headers: repeated })
}

function dropFirst(map: Map<string, unknown>): void {
  const [first] = map.keys()
  if (first !== undefined) map.delete(first)
}
