/**
 * Where a request comes from, as far as this server can know: the socket's other end, or what the
 * proxies it was told to trust say of theirs.
 */
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { Context } from 'hono'
import type { Config } from '../config.ts'
import type { Env } from './access.ts'
import { isLocalName } from './same-site.ts'

type Proxied = Pick<Config, 'trustedProxies'>

const PROXY_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
]

/** The visitor's address; an IPv6 network counts as one, for a household has billions of addresses. */
export const addressOf = (c: Context<Env>, config: Proxied): string =>
  visitorAt(peerOfCall(c), c.req.header('x-forwarded-for'), config)

/** Also before there is a call to ask. */
export const addressIn = (request: IncomingMessage, config: Proxied): string =>
  visitorAt(peerOf(request), request.headers['x-forwarded-for'], config)

function visitorAt(
  peer: string,
  forwarded: string | readonly string[] | undefined,
  { trustedProxies }: Proxied,
): string {
  if (trustedProxies === 0) return network(peer)
  const hops = String(forwarded ?? '')
    .split(',')
    .map((it) => it.trim())
  // Each trusted proxy adds one entry at the end; what stands before them anybody can make up.
  return network(hops.at(-trustedProxies) || peer)
}

/** As nginx hands things on that was told nothing but where to: under our own name, and without a word of whose. */
const isHandedOnBare = (c: Context<Env>): boolean => c.env?.incoming?.httpVersion === '1.0'

/** Whether whoever asks sits at this machine, with nothing in between. */
export function isAtThisMachine(c: Context<Env>, config: Pick<Config, 'publicUrl'>): boolean {
  if (isHandedOnBare(c)) return false
  if (config.publicUrl !== null || PROXY_HEADERS.some((it) => c.req.header(it) !== undefined)) return false
  return isLoopback(peerOfCall(c)) && isLocalName(c.req.header('host') ?? '')
}

export const isLoopback = (address: string): boolean =>
  address === '::1' || address === 'localhost' || /^(::ffff:)?127\./.test(address)

/** Whose requests another node of ours handed on. */
const senders = new WeakMap<IncomingMessage, string>()

export const nameSender = (request: IncomingMessage, address: string): void => {
  senders.set(request, address)
}

/** Who sits at the other end, of this node or of the one that handed it on. */
export const peerOf = (request: IncomingMessage): string =>
  senders.get(request) ?? request.socket.remoteAddress ?? ''

/** Absent only where a test calls the app without a socket. */
const peerOfCall = (c: Context<Env>): string => (c.env?.incoming ? peerOf(c.env.incoming) : '')

/** The first 64 bits of an IPv6 address, also where a run of noughts in it is left out (RFC 4291, 2.2). */
export function network(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  // An IPv4 address at the end stands for two groups.
  const length = after.length + (tail?.includes('.') ? 1 : 0)
  if (tail !== undefined) while (groups.length + length < 8) groups.push('0')
  return [...groups, ...after].slice(0, 4).join(':')
}
