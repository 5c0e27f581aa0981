/**
 * One copy of the document on the wire: the y-websocket provider with our own frames, our own reconnecting
 * and an account of what was sent.
 *
 * A link is connected when told and never by itself: whether a copy may be connected at all is not its
 * to decide. It speaks for one document and ends with it.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type Presence, type PresenceState, presenceShape } from '../../shared/doc/presence.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import { FRAME, type PersonCard, type RefusedFrame, SUBPROTOCOL, SYNC } from '../../shared/wire.ts'
import { isSame } from './draft.ts'

/** What a frame may have beside the update in it. */
const FRAME_BYTES = 16

export interface LinkEvents {
  /** The socket is open; nothing has been sent yet. */
  opened(): void
  /** Everything the server has is in the document. */
  synced(): void
  /** By client id, the first clock of what the room is not known to have of mine. */
  unsure(): ReadonlyMap<number, number>
  /** An update or a step 2 came, as the server's document emitted it; it is not in the document yet. */
  came(update: Uint8Array): void
  /** An update or a step 2 left, the nth that counts on this connection. */
  sent(kind: 'update' | 'step2', frame: number): void
  /** The first n of them are on disk. */
  saved(frames: number): void
  refused(frame: RefusedFrame): void
  people(people: PersonCard[]): void
  keeping(can: boolean): void
  presence(others: readonly Presence[]): void
  /** Any frame at all. */
  heard(): void
  /** The connection is gone, or never came about; the code is null where there is none. */
  closed(code: number | null, reason: string): void
}

export interface SyncLink {
  readonly doc: Y.Doc
  readonly isOpen: boolean
  readonly isSynced: boolean
  /** Whether the server took up our subprotocol: without it nothing is ever acknowledged. */
  readonly speaksOurs: boolean
  connect(): void
  /** Ends a connection that does not come about; it may be tried again. */
  giveUp(): void
  say(state: PresenceState): void
  close(): void
}

export interface LinkOptions {
  doc: Y.Doc
  url: string
  board: string
  params: Record<string, string>
  WebSocket: typeof WebSocket
  presence: PresenceState | null
  events: LinkEvents
}

export function openLink({
  doc,
  url,
  board,
  params,
  WebSocket: Socket,
  presence,
  events,
}: LinkOptions): SyncLink {
  let ended = false
  const awareness = new QuietAwareness(doc)
  awareness.setLocalState(presence)

  class CountingSocket extends Socket {
    #counted = 0
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>): void {
      const kind = countedKind(data)
      if (kind && (data as Uint8Array).length > LIMITS.updateBytes + FRAME_BYTES) {
        // The room would refuse it; there is no need to carry it there.
        this.close(PROBLEMS.too_large.close, 'too_large')
        return
      }
      if (kind && provider.ws === this && !ended) {
        this.#counted += 1
        events.sent(kind, this.#counted)
      }
      super.send(data as ArrayBuffer)
    }
  }

  const provider = new WebsocketProvider(url, board, doc, {
    connect: false,
    awareness,
    params,
    protocols: [SUBPROTOCOL],
    WebSocketPolyfill: CountingSocket,
    disableBc: true,
    // Reconnecting is decided by the session, with its own clock and chance.
    shouldReconnect: () => false,
  })

  const handlers = provider.messageHandlers as MessageHandler[]
  handlers[FRAME.saved] = (_, decoder) => events.saved(decoding.readVarUint(decoder))
  handlers[FRAME.refused] = (_, decoder) => events.refused(readJson(decoder) as RefusedFrame)
  handlers[FRAME.people] = (_, decoder) => events.people(readJson(decoder) as PersonCard[])
  handlers[FRAME.keeping] = (_, decoder) => events.keeping(decoding.readVarUint(decoder) === 1)
  handlers.forEach((handle, type) => {
    handlers[type] = (encoder, decoder, ...rest) => {
      if (ended) return
      events.heard()
      const update = type === FRAME.sync ? updateIn(decoder) : null
      if (update) events.came(update)
      const asks = type === FRAME.sync && !update
      handle(encoder, asks ? askingFor(decoder, events.unsure()) : decoder, ...rest)
    }
  })

  provider.on('status', ({ status }) => {
    if (status === 'connected' && !ended) events.opened()
  })
  provider.on('sync', (isSynced) => {
    if (isSynced && !ended) events.synced()
  })
  provider.on('connection-close', (event) => {
    // The provider would try again by itself after a silence; it is told so before it schedules that.
    provider.shouldConnect = false
    // Told in a moment of its own: whoever hears may end this link, and the provider is half way through.
    queueMicrotask(() => {
      if (!ended) events.closed(event?.code ?? null, event?.reason ?? '')
    })
  })

  let others: readonly Presence[] = []
  awareness.on('change', () => {
    const next = othersOf(awareness, others)
    if (next === others || ended) return
    others = next
    events.presence(others)
  })

  return {
    doc,
    get isOpen() {
      return provider.wsconnected
    },
    get isSynced() {
      return provider.synced
    },
    get speaksOurs() {
      return provider.ws?.protocol === SUBPROTOCOL
    },
    connect() {
      if (ended) return
      awareness.speakAs(doc.clientID)
      provider.connect()
    },
    giveUp: () => provider.disconnect(),
    say(state) {
      if (!ended && !isSame(state, awareness.getLocalState())) awareness.setLocalState({ ...state })
    },
    close() {
      if (ended) return
      ended = true
      awareness.speakAs(doc.clientID)
      provider.destroy()
      awareness.destroy()
    },
  }
}

type MessageHandler = WebsocketProvider['messageHandlers'][number]

/**
 * Awareness without timers: who is here is the server's to say, by connection. The stock one forgets
 * everybody whose tab is too sleepy to repeat itself twice a minute.
 */
class QuietAwareness extends Awareness {
  constructor(doc: Y.Doc) {
    super(doc)
    clearInterval(this._checkInterval)
  }

  /**
   * A new connection tells its state anew, and it must count as newer than what the last one said. The
   * document takes another id where somebody else turns out to have drawn the same.
   */
  speakAs(client: number) {
    const state = this.getLocalState()
    if (client !== this.clientID) {
      this.setLocalState(null)
      this.clientID = client
    }
    this.setLocalState(state)
  }
}

function countedKind(data: unknown): 'update' | 'step2' | null {
  if (!(data instanceof Uint8Array) || data[0] !== FRAME.sync) return null
  return data[1] === SYNC.update ? 'update' : data[1] === SYNC.step2 ? 'step2' : null
}

/** The update in a sync frame, which is left to be read. */
function updateIn(decoder: decoding.Decoder): Uint8Array | null {
  const ahead = decoding.clone(decoder)
  return decoding.readVarUint(ahead) === SYNC.step1 ? null : decoding.readVarUint8Array(ahead)
}

/**
 * A step 1 that asks for my changes until they are acknowledged, also where the room says that it has so many
 * of my client id: another page may have drawn the same, and only the room can hold one against the other.
 */
function askingFor(step1: decoding.Decoder, unsure: ReadonlyMap<number, number>): decoding.Decoder {
  if (unsure.size === 0) return step1
  const ahead = decoding.clone(step1)
  decoding.readVarUint(ahead)
  const known = Y.decodeStateVector(decoding.readVarUint8Array(ahead))
  for (const [client, clock] of unsure) known.set(client, Math.min(known.get(client) ?? 0, clock))
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, SYNC.step1)
  encoding.writeVarUint8Array(encoder, Y.encodeStateVector(known))
  return decoding.createDecoder(encoding.toUint8Array(encoder))
}

const readJson = (decoder: decoding.Decoder): unknown => JSON.parse(decoding.readVarString(decoder))

/** Everybody's state but one's own, where it fits; the same list, and the same entries, where nothing changed. */
function othersOf(awareness: Awareness, before: readonly Presence[]): readonly Presence[] {
  const known = new Map(before.map((it) => [it.connection, it]))
  const next: Presence[] = []
  for (const [connection, state] of awareness.getStates()) {
    if (connection === awareness.clientID) continue
    const { who, ...said } = presenceShape(state) ? {} : (state as PresenceState)
    if (who === undefined) continue
    const entry: Presence = { ...said, who, connection }
    const same = known.get(connection)
    next.push(same && isSame(same, entry) ? same : entry)
  }
  next.sort((a, b) => a.connection - b.connection)
  return next.length === before.length && next.every((it, at) => it === before[at]) ? before : next
}
