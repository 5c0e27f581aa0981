/**
 * A network between devices and one server, as TCP shows it: what one side sends arrives in order, late,
 * or not at all with the connection.
 *
 * A link that is *stalled* carries nothing and says nothing; what was sent meanwhile arrives when it moves
 * again, on whichever connections still stand, so the last words of an old connection may come after the
 * first of a new one. A link that is *down* has ended what went over it, on the device at once and at the
 * server late or never.
 */
import type { ParticipantId } from '../../shared/board.ts'
import { Problem } from '../../shared/problem.ts'
import type { Chance } from './chance.ts'
import { Owner, type Scheduler } from './scheduler.ts'

/** Whoever takes connections in while it lives. */
export interface Listener {
  readonly owner: Owner
  accept(end: ServerEnd): void
}

/** The page at one end of a socket, as far as the network has to do with it. */
export interface Caller {
  readonly owner: Owner
  /** As the server knows them by their cookie. */
  readonly who: ParticipantId
  opened(socket: SocketFacts): void
  sends(socket: SocketFacts, frame: Uint8Array): void
  hears(socket: SocketFacts, frame: Uint8Array): void
}

export interface SocketFacts {
  readonly url: URL
  /** When it was open on the device. */
  openedAt: number
}

export interface NetworkHooks {
  /** The server lets a frame go. */
  leaves(end: ServerEnd, frame: Uint8Array): void
}

const SILENT_MS = 30_000

export class Network {
  server: Listener | null = null
  readonly links: Link[] = []
  readonly nature = new Owner('network')

  constructor(
    readonly scheduler: Scheduler,
    readonly chance: Chance,
    readonly hooks: NetworkHooks,
  ) {}

  openLink(latency: number): Link {
    const link = new Link(this, latency)
    this.links.push(link)
    return link
  }

  /** The server process is no more: its machine says so, or says nothing. */
  serverGone(how: 'reset' | 'silent'): void {
    this.server = null
    for (const link of this.links) {
      for (const it of [...link.wires]) it.serverGone(how)
      for (const it of [...link.calls]) it.serverGone(how)
    }
  }
}

interface Item {
  at: number
  size: number
  arrive: () => void
}

/** One way of a connection. */
class Pipe {
  bytes = 0
  private queue: Item[] = []
  private lastAt = 0
  private cancel: (() => void) | null = null
  private isBroken = false

  constructor(
    private readonly link: Link,
    private readonly receiver: () => Owner,
  ) {}

  get waiting(): number {
    return this.queue.length
  }

  send(size: number, arrive: () => void): void {
    if (this.isBroken) return
    this.lastAt = Math.max(this.lastAt, this.link.network.scheduler.now + this.link.latency())
    this.queue.push({ at: this.lastAt, size, arrive })
    this.bytes += size
    this.wake()
  }

  /** The link moves again, or stands. */
  update(): void {
    this.cancel?.()
    this.cancel = null
    this.wake()
  }

  /** What is on its way beyond the first few is lost; nothing more is taken. */
  cut(keep: number): void {
    this.clear(keep)
    this.isBroken = true
  }

  clear(keep = 0): void {
    for (const { size } of this.queue.splice(keep)) this.bytes -= size
    this.update()
  }

  private wake(): void {
    const [first] = this.queue
    if (!first || this.cancel || this.link.state === 'stalled') return
    const { scheduler } = this.link.network
    this.cancel = scheduler.after(
      first.at - scheduler.now,
      () => {
        this.cancel = null
        this.queue.shift()
        this.bytes -= first.size
        first.arrive()
        this.wake()
      },
      this.receiver(),
    )
  }
}

/** How a device is connected to the server. */
export class Link {
  state: 'up' | 'stalled' | 'down' = 'up'
  upSince = 0
  readonly wires = new Set<Wire>()
  readonly calls = new Set<Call>()

  constructor(
    readonly network: Network,
    private readonly typical: number,
  ) {}

  latency(): number {
    const { chance } = this.network
    return this.typical * (0.5 + chance.random()) + (chance.often(0.02) ? chance.between(0, 400) : 0)
  }

  stall(): void {
    this.become('stalled')
  }

  goDown(): void {
    this.become('down')
    for (const it of [...this.wires]) it.linkDown()
    for (const it of [...this.calls]) it.fail(5)
  }

  goUp(): void {
    this.become('up')
  }

  /** A page is gone without having said so: its machine ends what it had open. */
  hangUp(owner: Owner): void {
    for (const it of [...this.wires]) if (it.caller.owner === owner) it.hangUp()
  }

  private become(state: Link['state']): void {
    this.state = state
    this.upSince = state === 'up' ? this.network.scheduler.now : Number.POSITIVE_INFINITY
    for (const it of [...this.wires, ...this.calls]) {
      it.up.update()
      it.down.update()
    }
  }
}

/** The server's end of a socket: the bit of `ws` that its door uses. */
export class ServerEnd {
  readyState = 1
  onMessage: (data: ArrayBuffer) => void = () => {}
  private readonly listeners: [string, () => void][] = []

  constructor(
    private readonly wire: Wire,
    readonly owner: Owner,
    readonly who: ParticipantId,
    readonly url: URL,
    readonly protocols: readonly string[],
  ) {}

  get bufferedAmount(): number {
    return this.wire.down.bytes
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== 1 || !this.owner.isAlive) return
    this.wire.link.network.hooks.leaves(this, frame)
    if (!this.owner.isAlive) return
    const data = frame.slice().buffer
    this.wire.down.send(frame.length, () => this.wire.client.hear(data))
  }

  close(code: number, reason = ''): void {
    if (this.readyState >= 2) return
    this.readyState = 2
    this.wire.down.send(0, () => this.wire.client.closedByServer(code, reason))
    this.wire.link.network.scheduler.after(SILENT_MS, () => this.terminate(), this.owner)
  }

  ping(): void {
    const { up, down, client } = this.wire
    down.send(0, () => {
      if (client.readyState < 2) up.send(0, () => this.emit('pong'))
    })
  }

  terminate(): void {
    if (this.readyState === 3) return
    this.wire.down.clear()
    this.wire.down.send(0, () => this.wire.client.finish(1006, ''))
    this.gone()
  }

  on(event: 'pong' | 'close', listener: () => void): void {
    this.listeners.push([event, listener])
  }

  /** The other side has closed, or the connection is lost and this end knows. */
  gone(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close')
  }

  private emit(event: string): void {
    for (const [name, run] of this.listeners) if (name === event) run()
  }
}

/** One connection from a page's socket to the server. */
class Wire {
  readonly up: Pipe
  readonly down: Pipe
  server: ServerEnd | null = null
  /** The server's machine does not answer for this connection any more, and has not said so. */
  private isOrphan = false
  private endPatience: () => void

  constructor(
    readonly link: Link,
    readonly client: SimulatedSocket,
    readonly caller: Caller,
    url: URL,
    protocols: readonly string[],
  ) {
    const { network } = link
    const { scheduler, chance } = network
    this.up = new Pipe(link, () => this.server?.owner ?? network.nature)
    this.down = new Pipe(link, () => caller.owner)
    this.endPatience = scheduler.after(chance.between(20_000, 40_000), () => client.finish(1006, ''))
    if (link.state === 'down') {
      scheduler.after(chance.between(1, 50), () => client.finish(1006, ''), caller.owner)
      return
    }
    link.wires.add(this)
    this.up.send(0, () => {
      const { server } = network
      if (!server) {
        this.down.send(0, () => client.finish(1006, ''))
        return
      }
      this.server = new ServerEnd(this, server.owner, caller.who, url, protocols)
      this.down.send(0, () => {
        this.endPatience()
        client.open(protocols[0] ?? '')
      })
      scheduler.soon(server.owner, () => server.accept(this.server as ServerEnd))
    })
  }

  send(frame: Uint8Array): void {
    if (this.isOrphan) {
      const { network } = this.link
      // A machine that has come back knows nothing of the connection, and says so.
      if (network.server) this.down.send(0, () => this.client.finish(1006, ''))
      return
    }
    this.up.send(frame.length, () => this.server?.onMessage(frame.slice().buffer))
  }

  /** The page has closed its end, after what it sent. */
  hangUp(): void {
    this.up.send(0, () => {
      this.server?.gone()
      this.over()
    })
  }

  linkDown(): void {
    const { scheduler, chance } = this.link.network
    this.up.cut(chance.whole(0, this.up.waiting + 1))
    this.down.cut(0)
    const { server } = this
    if (server && chance.often(0.5)) {
      scheduler.after(chance.between(0, 5_000), () => server.gone(), server.owner)
    }
    this.client.finish(1006, '')
    this.over()
  }

  serverGone(how: 'reset' | 'silent'): void {
    const { chance } = this.link.network
    this.up.cut(0)
    if (!this.server) return
    if (how === 'reset') {
      this.down.send(0, () => this.client.finish(1006, ''))
    } else {
      this.down.clear(chance.whole(0, this.down.waiting + 1))
      this.isOrphan = true
    }
  }

  over(): void {
    this.endPatience()
    this.link.wires.delete(this)
  }
}

/** A page's own `WebSocket`: what one sends goes over the device's link. */
class SimulatedSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readonly bufferedAmount = 0
  binaryType = 'blob'
  protocol = ''
  readyState = 0
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  private readonly wire: Wire | null
  private readonly facts: SocketFacts

  constructor(
    link: Link,
    private readonly caller: Caller,
    url: string,
    protocols: string | string[],
  ) {
    this.facts = { url: new URL(url), openedAt: 0 }
    this.wire = caller.owner.isAlive ? new Wire(link, this, caller, this.facts.url, [protocols].flat()) : null
  }

  send(data: Uint8Array): void {
    if (this.readyState !== 1 || !this.caller.owner.isAlive) return
    const frame = data.slice()
    this.caller.sends(this.facts, frame)
    this.wire?.send(frame)
  }

  close(): void {
    if (this.readyState >= 2) return
    this.readyState = 2
    this.wire?.hangUp()
  }

  open(protocol: string): void {
    if (this.readyState !== 0) return
    this.readyState = 1
    this.protocol = protocol
    this.facts.openedAt = this.wire?.link.network.scheduler.now ?? 0
    this.caller.opened(this.facts)
    this.onopen?.({})
  }

  hear(data: ArrayBuffer): void {
    if (this.readyState !== 1) return
    this.caller.hears(this.facts, new Uint8Array(data))
    this.onmessage?.({ data })
  }

  closedByServer(code: number, reason: string): void {
    this.wire?.hangUp()
    this.finish(code, reason)
  }

  finish(code: number, reason: string): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code, reason })
  }
}

export function socketClass(link: Link, caller: Caller): typeof WebSocket {
  class PageSocket extends SimulatedSocket {
    constructor(url: string, protocols: string | string[] = []) {
      super(link, caller, url, protocols)
    }
  }
  return PageSocket as unknown as typeof WebSocket
}

/** One HTTP call on its way there and back. */
class Call {
  readonly up: Pipe
  readonly down: Pipe
  private isOver = false

  constructor(
    readonly link: Link,
    owner: Owner,
    private readonly failed: (error: Error) => void,
  ) {
    this.up = new Pipe(link, () => link.network.nature)
    this.down = new Pipe(link, () => owner)
    link.calls.add(this)
  }

  over(): boolean {
    if (this.isOver) return false
    this.isOver = true
    this.link.calls.delete(this)
    return true
  }

  fail(delay: number): void {
    const { scheduler, nature } = this.link.network
    scheduler.after(
      delay,
      () => {
        if (this.over()) this.failed(new Problem('unreachable', ''))
      },
      nature,
    )
  }

  serverGone(how: 'reset' | 'silent'): void {
    if (how === 'reset') this.fail(this.link.latency())
  }
}

/** Asks the server something from a device; `unreachable` where no answer comes, done or not. */
export function callServer<Reply>(link: Link, owner: Owner, handle: () => Promise<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = new Call(link, owner, reject)
    const { network } = link
    if (link.state === 'down') return call.fail(5)
    call.up.send(0, () => {
      const { server } = network
      if (!server) return call.fail(link.latency())
      network.scheduler.soon(server.owner, () => {
        handle().then(
          (reply) => call.down.send(0, () => call.over() && resolve(reply)),
          (error) => call.down.send(0, () => call.over() && reject(error)),
        )
      })
    })
    call.fail(SILENT_MS)
  })
}
