/**
 * WebSockets without a network: a browser's `WebSocket` class whose other end a test holds in its hand.
 *
 * Nothing moves until it is pumped. A frame in flight when the link is cut is lost, as it would be.
 */
export interface ServerEnd {
  readonly url: URL
  readonly protocols: readonly string[]
  send(frame: Uint8Array): void
  close(code: number, reason?: string): void
  onFrame: (frame: Uint8Array) => void
  onClose: () => void
  /** Frames the browser has sent that have not arrived. */
  readonly inFlight: number
}

export interface FakeNetwork {
  WebSocket: typeof WebSocket
  /** Takes sockets in; without one they are refused. */
  serve(accept: ((end: ServerEnd) => void) | null): void
  /** Moves one frame or event, the oldest; false when there is none. */
  step(): boolean
  /** Moves everything until nothing moves. */
  pump(): void
  /** Ends every connection without a word to the server's side either; new attempts fail while `down`. */
  cut(): void
  down: boolean
  /** Frames are swallowed both ways while it is half open: nobody is told. */
  halfOpen: boolean
  readonly attempts: number
  readonly open: number
}

export function fakeNetwork(): FakeNetwork {
  let accept: ((end: ServerEnd) => void) | null = null
  let events: { socket: FakeSocket; run: () => void }[] = []
  let sockets: FakeSocket[] = []
  let attempts = 0
  const later = (socket: FakeSocket, run: () => void) => {
    events.push({ socket, run })
  }

  class FakeSocket {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSING = 2
    readonly CLOSED = 3
    binaryType = 'blob'
    protocol = ''
    readyState = 0
    onopen: ((event: unknown) => void) | null = null
    onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
    onclose: ((event: { code: number; reason: string }) => void) | null = null
    onerror: ((event: unknown) => void) | null = null
    #server: (ServerEnd & { inFlight: number }) | null = null

    constructor(url: string, protocols: string | string[] = []) {
      attempts += 1
      const offered = [protocols].flat()
      later(this, () => {
        if (network.down || !accept) return this.finish(1006, '')
        const socket = this
        const end: ServerEnd & { inFlight: number } = {
          url: new URL(url),
          protocols: offered,
          inFlight: 0,
          send(frame) {
            const data = frame.slice().buffer
            later(socket, () => {
              if (!network.halfOpen && socket.readyState === 1) socket.onmessage?.({ data })
            })
          },
          close(code, reason = '') {
            later(socket, () => socket.finish(code, reason))
          },
          onFrame: () => {},
          onClose: () => {},
        }
        this.#server = end
        this.protocol = offered[0] ?? ''
        this.readyState = 1
        sockets.push(this)
        accept(end)
        this.onopen?.({})
      })
    }

    send(data: Uint8Array) {
      const server = this.#server
      if (this.readyState !== 1 || !server) return
      const frame = data.slice()
      server.inFlight += 1
      later(this, () => {
        server.inFlight -= 1
        if (!network.halfOpen) server.onFrame(frame)
      })
    }

    close() {
      if (this.readyState >= 2) return
      this.readyState = 2
      // What was sent before the close still arrives before it.
      later(this, () => this.finish(1005, ''))
    }

    /** The connection is gone, for both ends. */
    finish(code: number, reason: string) {
      if (this.readyState === 3) return
      this.readyState = 3
      sockets = sockets.filter((it) => it !== this)
      this.#server?.onClose()
      this.onclose?.({ code, reason })
    }
  }

  const network: FakeNetwork = {
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    down: false,
    halfOpen: false,
    serve(next) {
      accept = next
    },
    step() {
      const event = events.shift()
      event?.run()
      return event !== undefined
    },
    pump() {
      while (network.step()) {
        // Until nothing moves.
      }
    },
    cut() {
      const gone = sockets
      events = events.filter((it) => !gone.includes(it.socket))
      for (const socket of gone) socket.finish(1006, '')
    },
    get attempts() {
      return attempts
    },
    get open() {
      return sockets.length
    },
  }
  return network
}
