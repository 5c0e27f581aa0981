/**
 * Hands a request or a socket on to the node that keeps its board, byte for byte.
 *
 * `again` means that nothing of it has happened there, so it may be tried at another node; what may have
 * happened is never asked twice.
 */
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../shared/clock.ts'
import { MOVED_HEADER } from '../middleware/problem-reply.ts'
import { VIA_HEADER } from './via.ts'

export type Outcome = 'done' | 'again' | 'unknown'

const HOP_HEADERS = new Set(['connection', 'keep-alive', 'upgrade', 'proxy-connection', VIA_HEADER])
const BODY_HEADERS = new Set(['content-length', 'transfer-encoding'])
const CONNECT_MS = 2_000
/** A node that hangs takes connections all the same; one that does not opens a board long before. */
const ANSWER_MS = 3_000
const AN_ANSWER = 'HTTP/1.1'
const UNAVAILABLE = 'HTTP/1.1 503'

export interface Handed {
  url: string
  via: string
  clock: Clock
  /** Ends it from here: the other node keeps the board no longer. */
  onAbort(abort: () => void): void
}

/** `body`: all of it where it was short, else what is still to come of it. */
export function handOnRequest(
  { url, via, clock, onAbort }: Handed,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | null,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const isHarmless = request.method === 'GET' || request.method === 'HEAD'
    const headers: string[] = [...headersOf(request, body !== null), VIA_HEADER, via]
    if (body && (body.length > 0 || !isHarmless)) headers.push('content-length', String(body.length))
    const out = ask({
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers,
      setHost: false,
      agent: false,
    })
    let isConnected = false
    const end = (outcome: Outcome) => {
      if (outcome !== 'done') response.off('close', onClose)
      resolve(outcome)
    }
    // Whoever asked may be gone before there is an answer.
    const onClose = () => {
      out.destroy()
      end('done')
    }
    response.once('close', onClose)
    out.on('socket', (socket) => {
      const endWait = clock.after(CONNECT_MS, () => socket.destroy())
      socket.once('connect', () => {
        isConnected = true
        endWait()
      })
      socket.once('close', endWait)
    })
    out.on('error', () => {
      if (response.headersSent) response.destroy()
      end(!isConnected && body !== null ? 'again' : isHarmless ? 'again' : 'unknown')
    })
    out.on('response', (answer) => {
      const moved = answer.headers[MOVED_HEADER]
      if (moved !== undefined && body !== null && (isHarmless || moved !== 'meanwhile')) {
        answer.resume()
        end('again')
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHops(answer.rawHeaders))
      answer.pipe(response)
      answer.on('error', () => response.destroy())
      answer.on('aborted', () => response.destroy())
    })
    onAbort(() => out.destroy())
    if (body === null) request.pipe(out)
    else out.end(body)
  })
}

export function handOnSocket(
  { url, via, clock, onAbort }: Handed,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const out = connect({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || 80),
      noDelay: true,
    })
    let endWait = clock.after(CONNECT_MS, () => out.destroy())
    let isThrough = false
    out.once('connect', () => {
      endWait()
      endWait = clock.after(ANSWER_MS, () => out.destroy())
      const lines = pairs([...withoutVia(request.rawHeaders), VIA_HEADER, via]).map(
        ([name, value]) => `${name}: ${value}`,
      )
      out.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      if (head.length > 0) out.write(head)
    })
    out.once('data', (first: Buffer) => {
      endWait()
      const begins = first.toString('latin1', 0, UNAVAILABLE.length)
      // Its port may be somebody else's by now.
      if (begins === UNAVAILABLE || !begins.startsWith(AN_ANSWER)) {
        out.destroy()
        return
      }
      isThrough = true
      socket.write(first)
      out.pipe(socket)
      socket.pipe(out)
    })
    out.on('error', () => {})
    const onClose = () => void out.destroy()
    out.on('close', () => {
      endWait()
      socket.off('close', onClose)
      if (isThrough) socket.destroy()
      resolve(isThrough ? 'done' : 'again')
    })
    socket.once('close', onClose)
    onAbort(() => out.destroy())
  })
}

function headersOf({ rawHeaders }: IncomingMessage, hasNewBody: boolean): string[] {
  return withoutHops(rawHeaders, (name) => hasNewBody && BODY_HEADERS.has(name))
}

function withoutHops(raw: readonly string[], isLeftOut: (name: string) => boolean = () => false): string[] {
  return pairs(raw)
    .filter(([name]) => !HOP_HEADERS.has(name.toLowerCase()) && !isLeftOut(name.toLowerCase()))
    .flat()
}

/** What a visitor sends under this name would stand before what this node says. */
const withoutVia = (raw: readonly string[]): string[] =>
  pairs(raw)
    .filter(([name]) => name.toLowerCase() !== VIA_HEADER)
    .flat()

const pairs = (raw: readonly string[]): [name: string, value: string][] =>
  Array.from({ length: raw.length / 2 }, (_, at) => [raw[at * 2] ?? '', raw[at * 2 + 1] ?? ''])
