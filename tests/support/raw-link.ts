/**
 * A connection held by its bytes, for what no WebSocket library would send: half a handshake, frames in
 * pieces, frames that lie, a reader that does not read.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { SUBPROTOCOL } from '../../shared/wire.ts'
import type { Guest } from './guests.ts'

export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9 } as const

export interface RawFrame {
  opcode?: number
  isLast?: boolean
  /** The bit that says the payload is compressed. */
  isPacked?: boolean
  isMasked?: boolean
  payload?: Uint8Array
  /** What it says its length is, where that is a lie. */
  says?: bigint
}

export interface RawLink {
  readonly tcp: Socket
  write(text: string | Uint8Array): void
  send(frame: RawFrame): void
  /** Everything that came down, as text of single bytes. */
  heard(): string
  readonly bytes: number
  /** What a close frame that came down says, or null. */
  closed(): { code: number; reason: string } | null
  closeCode(): number | null
  /** Resolves when the connection is gone, with the milliseconds since it was opened; else after `within`. */
  gone(within?: number): Promise<number | 'still there'>
  end(): void
}

export async function rawLink(base: string): Promise<RawLink> {
  const { hostname, port } = new URL(base)
  const tcp = connect({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) })
  await new Promise<void>((resolve, reject) => {
    tcp.once('connect', resolve)
    tcp.once('error', reject)
  })
  const began = performance.now()
  let endedAfter: number | null = null
  let bytes = 0
  let kept = Buffer.alloc(0)
  tcp.on('error', () => {})
  tcp.on('close', () => {
    endedAfter = performance.now() - began
  })
  tcp.on('data', (chunk) => {
    bytes += chunk.length
    kept = Buffer.concat([kept, chunk]).subarray(-4096)
  })
  const link: RawLink = {
    tcp,
    write: (text) => void tcp.write(text),
    send: (frame) => void tcp.write(frameBytes(frame)),
    heard: () => kept.toString('latin1'),
    get bytes() {
      return bytes
    },
    closed() {
      // Nothing follows it, and what came before may hold the same byte.
      const at = [...kept.keys()].findLast(
        (it) => kept[it] === 0x88 && it + 2 + Number(kept[it + 1]) === kept.length,
      )
      if (at === undefined || kept.length < at + 4) return null
      return { code: kept.readUInt16BE(at + 2), reason: kept.toString('utf8', at + 4) }
    },
    closeCode: () => link.closed()?.code ?? null,
    async gone(within = 10_000) {
      for (const by = performance.now() + within; endedAfter === null && performance.now() < by; ) {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return endedAfter ?? 'still there'
    },
    end: () => tcp.destroy(),
  }
  return link
}

/** A socket of somebody's that is open, with nothing said on it yet. */
export async function rawSocketOf(guest: Guest): Promise<RawLink> {
  const link = await rawLink(guest.base)
  link.write(handshake(guest))
  for (const by = performance.now() + 10_000; !link.heard().includes('\r\n\r\n'); ) {
    if (performance.now() > by) throw new Error(`no answer to the handshake: ${link.heard()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  if (!link.heard().startsWith('HTTP/1.1 101')) throw new Error(`not let in: ${link.heard()}`)
  return link
}

export function handshake({ base, board, as, cookie }: Guest, more: readonly string[] = []): string {
  return [
    `GET /sync/${board}?as=${as} HTTP/1.1`,
    `Host: ${new URL(base).host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
    `Cookie: ${cookie}`,
    ...more,
    '\r\n',
  ].join('\r\n')
}

export function frameBytes({
  opcode = OPCODE.binary,
  isLast = true,
  isPacked = false,
  isMasked = true,
  payload = new Uint8Array(),
  says,
}: RawFrame): Buffer {
  const length = says ?? BigInt(payload.length)
  const head =
    length < 126n
      ? [Number(length)]
      : length < 65_536n
        ? [126, ...bigEndian(length, 2)]
        : [127, ...bigEndian(length, 8)]
  head[0] = (head[0] as number) | (isMasked ? 0x80 : 0)
  const mask = isMasked ? [0, 0, 0, 0] : []
  return Buffer.concat([
    Uint8Array.of((isLast ? 0x80 : 0) | (isPacked ? 0x40 : 0) | opcode, ...head, ...mask),
    payload,
  ])
}

function bigEndian(value: bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, at) => Number((value >> BigInt(8 * (bytes - 1 - at))) & 0xffn))
}
