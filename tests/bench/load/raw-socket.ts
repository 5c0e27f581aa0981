/**
 * A WebSocket that costs next to nothing to read, so that one core can stand in for hundreds of people.
 *
 * It speaks only what a benchmark needs: binary frames both ways, answers to pings, the code of a close.
 * Payloads are handed over as a stretch of a buffer that is used again at once: copy what is to be kept.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** Where one person enters: everybody has their own cookie, so everybody is somebody else. */
export interface Seat {
  port: number
  path: string
  cookie?: string
  subprotocol?: string
}

export type OnFrame = (data: Buffer, from: number, to: number) => void

const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
const CONNECT_MS = 15_000

/** Reading is synchronous and one socket at a time, so all of them share one buffer. */
const SHARED = Buffer.allocUnsafe(256 * 1024)

export class RawSocket {
  bytes = 0
  frames = 0
  closedBy: { code: number; reason: string } | null = null
  onClose: (() => void) | null = null
  private rest: Buffer | null = null
  private upgraded = false

  private constructor(
    private readonly tcp: Socket,
    private readonly onFrame: OnFrame,
  ) {}

  static open(seat: Seat, onFrame: OnFrame): Promise<RawSocket> {
    return new Promise((opened, failed) => {
      const tcp: Socket = connect({
        host: '127.0.0.1',
        port: seat.port,
        noDelay: true,
        onread: {
          buffer: SHARED,
          callback: (length) => {
            socket.take(SHARED.subarray(0, length), welcome, failed)
            return true
          },
        },
      })
      const socket = new RawSocket(tcp, onFrame)
      const timer = setTimeout(() => tcp.destroy(new Error('no answer to the upgrade')), CONNECT_MS)
      const welcome = () => {
        clearTimeout(timer)
        opened(socket)
      }
      tcp.once('connect', () => tcp.write(handshake(seat)))
      tcp.on('error', failed)
      tcp.once('close', () => {
        clearTimeout(timer)
        socket.closedBy ??= { code: 1006, reason: '' }
        failed(new Error(`closed before the upgrade: ${seat.path}`))
        socket.onClose?.()
      })
    })
  }

  /** One binary frame. Small payloads are a few dozen bytes, so they are copied and masked in place. */
  send(payload: Uint8Array, opcode = BINARY): void {
    const length = payload.length
    const head = length < 126 ? 6 : length < 65_536 ? 8 : 14
    const frame = Buffer.allocUnsafe(head + length)
    frame[0] = 0x80 | opcode
    if (head === 6) frame[1] = 0x80 | length
    else if (head === 8) {
      frame[1] = 0x80 | 126
      frame.writeUInt16BE(length, 2)
    } else {
      frame[1] = 0x80 | 127
      frame.writeBigUInt64BE(BigInt(length), 2)
    }
    const mask = (Math.random() * 0x1_0000_0000) >>> 0
    frame.writeUInt32BE(mask, head - 4)
    for (let at = 0; at < length; at += 1) {
      frame[head + at] = (payload[at] ?? 0) ^ (frame[head - 4 + (at & 3)] ?? 0)
    }
    this.tcp.write(frame)
  }

  close(): void {
    this.onClose = null
    this.tcp.destroy()
  }

  private take(chunk: Buffer, opened: () => void, failed: (error: Error) => void): void {
    this.bytes += chunk.length
    let data = this.rest ? Buffer.concat([this.rest, chunk]) : chunk
    this.rest = null
    if (!this.upgraded) {
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) {
        this.rest = Buffer.from(data)
        return
      }
      if (!data.subarray(0, 12).toString('latin1').startsWith('HTTP/1.1 101')) {
        failed(new Error(`refused: ${data.subarray(0, 400).toString('latin1').split('\r\n')[0]}`))
        this.tcp.destroy()
        return
      }
      this.upgraded = true
      data = data.subarray(end + 4)
      opened()
      if (data.length > 0) {
        // The first frame may come with the handshake, before its reader knows that the socket is open.
        const early = Buffer.from(data)
        queueMicrotask(() => this.read(early))
        return
      }
    }
    this.read(data)
  }

  private read(fresh: Buffer): void {
    const data = this.rest ? Buffer.concat([this.rest, fresh]) : fresh
    this.rest = null
    let at = 0
    while (data.length - at >= 2) {
      const short = (data[at + 1] ?? 0) & 0x7f
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (data.length - at < head) break
      const length =
        short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2))
      const from = at + head
      const to = from + length
      if (to > data.length) break
      this.frame((data[at] ?? 0) & 0x0f, data, from, to)
      at = to
    }
    if (at < data.length) this.rest = Buffer.from(data.subarray(at))
  }

  private frame(opcode: number, data: Buffer, from: number, to: number): void {
    if (opcode === BINARY) {
      this.frames += 1
      this.onFrame(data, from, to)
    } else if (opcode === PING) this.send(data.subarray(from, to), PONG)
    else if (opcode === CLOSE) {
      const code = to - from >= 2 ? data.readUInt16BE(from) : 1005
      this.closedBy = { code, reason: data.toString('utf8', Math.min(from + 2, to), to) }
    }
  }
}

function handshake({ port, path, cookie, subprotocol }: Seat): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
  ]
  if (cookie) lines.push(`Cookie: ${cookie}`)
  if (subprotocol) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
