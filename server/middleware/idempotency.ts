/**
 * Whoever heard no answer may ask again: a call that carries an `Idempotency-Key` has one effect, and a repeat of
 * it is answered as the first was.
 *
 * A key is its sender's own, and belongs to one call with one body. What may be tried again as it was (the disk
 * is full, somebody was faster) is not kept. All of it is in memory: a server that was restarted in between
 * makes the call anew.
 */
import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import type { Env } from './access.ts'
import { readBody } from './body.ts'

/** Makes each call once; `who` is the sender, whose keys are nobody else's. */
export type Once = (
  who: (c: Context<Env>) => string,
  /** Bytes of the body a call may have. */
  most?: (c: Context<Env>) => number,
) => MiddlewareHandler<Env>

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
}

const KEY = /^[\x21-\x7e]{1,128}$/
const KEPT_MS = 60 * 60 * 1000
const KEPT_EACH = 50
const KEPT_SENDERS = 1_000
const LONGEST_REPLY = 256 * 1024

export function openOnce(clock: Clock): Once {
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

  return (who, most = () => LIMITS.bodyBytes) =>
    async (c, next) => {
      const key = c.req.header('idempotency-key')
      if (key === undefined || c.req.method === 'GET') return next()
      if (!KEY.test(key)) throw new Problem('value_invalid', 'Idempotency-Key: 1 to 128 visible characters')
      const asks = await askedBy(c, most(c))
      const mine = callsOf(who(c))
      for (let first = mine.get(key); first !== undefined; first = mine.get(key)) {
        if (first.asks !== asks) throw new Problem('value_invalid', 'Idempotency-Key: used for another call')
        const reply = await first.reply
        if (reply) return again(reply)
      }

      let settle: (reply: Reply | null) => void = () => {}
      const reply = new Promise<Reply | null>((resolve) => {
        settle = resolve
      })
      mine.set(key, { asks, at: clock.now(), reply })
      const kept = await next().then(
        () => replyOf(c),
        () => null,
      )
      if (kept === null) mine.delete(key)
      settle(kept)
    }
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
