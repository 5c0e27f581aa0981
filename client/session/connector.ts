/**
 * The way to the room: one link at a time, what was said on it, and when it is tried again.
 *
 * Which copy a link speaks for is the session's to say. Nothing is connected again here without asking it.
 */
import type * as Y from 'yjs'
import type { BoardId, LinkId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import type { Presence, PresenceState } from '../../shared/doc/presence.ts'
import { isProblemCode, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { type AfterClose, afterClose } from './after-close.ts'
import { reconnectDelay } from './reconnect.ts'
import { openLink, type SyncLink } from './sync-link.ts'
import { openWayIn } from './way-in.ts'

/** Apart for longer than this, what others did meanwhile is looked at before anything of mine is sent. */
export const APART_MS = 30_000

export interface ConnectorOptions {
  board: BoardId
  as: LinkId
  /** `wss://host/sync` */
  url: string
  clock: Clock
  WebSocket: typeof WebSocket
  epoch(): number
  presence(): PresenceState | null
  /** Any call of the server that needs no live connection. */
  ask(): Promise<unknown>
  /** Nothing is to be tried again any more. */
  isOver(): boolean
  events: ConnectorEvents
}

export interface ConnectorEvents {
  /** The link speaks for another copy, or anew; nothing of it is sent yet. */
  began(): void
  opened(): void
  /** By client id, the first clock of what the room is not known to have of mine. */
  unsure(): ReadonlyMap<number, number>
  came(update: Uint8Array): void
  synced(): void
  sent(kind: 'update' | 'step2', frame: number): void
  saved(frames: number): void
  people(people: PersonCard[]): void
  keeping(can: boolean): void
  presence(others: readonly Presence[]): void
  heard(): void
  closed(next: AfterClose): void
  /** It is time to try again. */
  again(): void
  /** Whether the network lets live connections through is known anew. */
  wayInChanged(): void
}

/** What was said on a connection. */
export interface Talk {
  openedAt: Millis
  step2Sent: boolean
  /** Step 2 and update frames, and how many of them are on disk. */
  sent: number
  acknowledged: number
  /** What the room said before it closed. */
  refusal: ProblemCode | null
}

export interface Connector {
  readonly doc: Y.Doc | null
  readonly isOpen: boolean
  readonly isSynced: boolean
  readonly talk: Readonly<Talk>
  readonly heardAt: Millis | null
  /** Whether what others did has not been known for long. */
  readonly isApart: boolean
  readonly everClosed: boolean
  /** Why the room did not let us in when we last asked. */
  readonly turnedAway: ProblemCode | null
  /** The network lets no live connection through. */
  readonly isBlocked: boolean
  connectTo(doc: Y.Doc): void
  /** The same copy once more. */
  reconnect(): void
  /** Closes the link; its copy is not connected again. */
  drop(): void
  /** Closes the link, and its copy stays the one that is spoken for. */
  hangUp(): void
  say(state: PresenceState): void
  /** Runs it after as long as so many failures in a row call for, in the stead of what was waited with before. */
  later(failed: number, run: () => void): void
  /** As `later`, counting one failure more. */
  failed(run: () => void): void
  /** What is waited with, at once. */
  now(): void
  stopWaiting(): void
  close(): void
}

export function openConnector(options: ConnectorOptions): Connector {
  const { board, as, url, clock, WebSocket, events } = options
  let link: SyncLink | null = null
  let talk = newTalk()
  let turnedAway: ProblemCode | null = null
  let heardAt: Millis | null = null
  /** When we last knew what the others did; null while connected and up to date. */
  let apartSince: Millis | null = Number.NEGATIVE_INFINITY
  let everClosed = false
  let failures = 0
  let retry: { cancel(): void; now(): void } | null = null
  const wayIn = openWayIn(clock, options.ask, events.wayInChanged)

  function linkTo(doc: Y.Doc): SyncLink {
    const mine: SyncLink = openLink({
      doc,
      url,
      board,
      params: { as, epoch: String(options.epoch()) },
      WebSocket,
      presence: options.presence(),
      events: {
        opened() {
          talk = newTalk(clock.now())
          events.opened()
        },
        unsure: events.unsure,
        came(update) {
          if (mine === link) events.came(update)
        },
        synced() {
          turnedAway = null
          apartSince = null
          failures = 0
          events.synced()
        },
        sent(kind, frame) {
          talk.sent = frame
          if (kind === 'step2') talk.step2Sent = true
          events.sent(kind, frame)
        },
        saved(frames) {
          talk.acknowledged = Math.max(talk.acknowledged, Math.min(frames, talk.sent))
          events.saved(frames)
        },
        refused({ code }) {
          talk.refusal = isProblemCode(code) ? code : 'internal'
        },
        people: events.people,
        keeping: events.keeping,
        presence: events.presence,
        heard() {
          heardAt = clock.now()
          wayIn.heard()
          events.heard()
        },
        closed(code, reason) {
          if (isProblemCode(reason)) talk.refusal ??= reason
          if (mine === link) onClosed(code)
        },
      },
    })
    return mine
  }

  function onClosed(code: number | null) {
    everClosed = true
    wayIn.ended()
    // Half open for a while, perhaps: what counts is when the room was last heard.
    apartSince ??= heardAt ?? clock.now()
    const next = afterClose(code, talk.refusal, talk.sent > 0)
    turnedAway = next.step === 'wait' ? next.because : null
    if (next.step === 'wait' || next.step === 'retry') failed(events.again)
    events.closed(next)
  }

  function reconnect() {
    const trying = link
    if (!trying) return
    trying.connect()
    wayIn.tried(() => trying.giveUp())
  }

  function later(failed: number, run: () => void) {
    retry?.cancel()
    const now = () => {
      retry?.cancel()
      retry = null
      if (!options.isOver()) run()
    }
    retry = { cancel: clock.after(reconnectDelay(failed, clock), now), now }
  }

  function failed(run: () => void) {
    failures += 1
    later(failures, run)
  }

  return {
    get doc() {
      return link?.doc ?? null
    },
    get isOpen() {
      return link?.isOpen === true
    },
    get isSynced() {
      return link?.isSynced === true
    },
    get talk() {
      return talk
    },
    get heardAt() {
      return heardAt
    },
    get isApart() {
      return apartSince !== null && goneBy(clock, apartSince) > APART_MS
    },
    get everClosed() {
      return everClosed
    },
    get turnedAway() {
      return turnedAway
    },
    get isBlocked() {
      return wayIn.isBlocked
    },
    connectTo(doc) {
      link?.close()
      talk = newTalk()
      events.began()
      link = linkTo(doc)
      reconnect()
    },
    reconnect,
    drop() {
      link?.close()
      link = null
    },
    hangUp: () => link?.close(),
    say: (state) => link?.say(state),
    later,
    failed,
    now: () => retry?.now(),
    stopWaiting: () => retry?.cancel(),
    close() {
      retry?.cancel()
      wayIn.close()
      link?.close()
    },
  }
}

const newTalk = (openedAt: Millis = 0): Talk => ({
  openedAt,
  step2Sent: false,
  sent: 0,
  acknowledged: 0,
  refusal: null,
})
