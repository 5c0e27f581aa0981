/**
 * Who is in the room and what they hold, as everybody else hears it.
 *
 * One entry a connection, in memory only and sent without waiting for the disk, at most ten times a
 * second. Nobody is sent their own, and observers nobody's: who is here, and whose hand a card moves in, is
 * not public. A hold stays with its card until the move is saved or three seconds
 * have passed, so a card does not jump back while the disk is written; of two who hold one card, the first
 * has it until they let go.
 */
import type { ParticipantId, StatementId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import type { Hold, PresenceState } from '../../shared/doc/presence.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Sender } from './contract.ts'
import { awarenessFrame, presenceEntry } from './frames.ts'
import { ownEntry, presenceOf, SERVER_CLOCK } from './presence-guard.ts'

export const PRESENCE_PACE_MS = 100
export const HOLD_LINGERS_MS = 3_000
/** Client ids whose owner is remembered after they have gone, so nobody else speaks for them. */
const REMEMBERED = 5_000

/** What presence needs of a connection. */
export interface Listener {
  readonly sender: Sender
  /** False where the socket is too far behind for what will soon be stale. */
  sendPresence(frame: Uint8Array): boolean
}

interface Entry<Who> {
  client: number
  listener: Who
  state: PresenceState | null
  /** The last hold that was let go, still shown. */
  lingering: { hold: Hold; until: Millis } | null
  /** Whether the held card was moved and the move sent out. */
  hasMoved: boolean
  clock: number
  bytes: Uint8Array
}

export class Presence<Who extends Listener> {
  private readonly entries = new Map<Who, Entry<Who>>()
  private readonly byClient = new Map<number, Entry<Who>>()
  private readonly owners = new Map<number, ParticipantId>()
  private readonly holders = new Map<StatementId, Entry<Who>>()
  private readonly dirty = new Set<Entry<Who>>()
  private readonly raw = new Map<Who, string>()
  private sentAt = Number.NEGATIVE_INFINITY
  private cancel: (() => void) | null = null
  private lastClock = SERVER_CLOCK

  constructor(
    private readonly clock: Clock,
    private readonly listeners: Iterable<Who>,
    private readonly refuse: (listener: Who, problem: Problem) => void,
  ) {}

  /** An awareness frame of a connection. */
  hear(listener: Who, entries: Uint8Array): void {
    const own = ownEntry(entries, (client) => this.isOwn(listener, client))
    if (own instanceof Problem) {
      this.refuse(listener, own)
    } else if (own !== null) {
      this.reserve(listener, own.client)
      // Read only when it is sent: of sixty a second, fifty are never looked at.
      this.raw.set(listener, own.json)
      this.wake()
    }
  }

  /** Whose a client id is that somebody here, or who was here, speaks by. */
  ownerOf(client: number): ParticipantId | undefined {
    return this.owners.get(client)
  }

  /** Every entry but the listener's own, for somebody who has just come or asks. */
  greet(listener: Who): void {
    if (!mayHear(listener)) return
    const others: Uint8Array[] = []
    for (const entry of this.entries.values()) {
      if (entry.listener !== listener && entry.state !== null) others.push(entry.bytes)
    }
    if (others.length > 0) listener.sendPresence(awarenessFrame(others))
  }

  leave(listener: Who): void {
    this.raw.delete(listener)
    const entry = this.entries.get(listener)
    if (!entry) return
    this.entries.delete(listener)
    this.byClient.delete(entry.client)
    this.say(entry, null)
    this.wake()
  }

  /** Moves of these statements by somebody were sent out: holds need not linger for them any more. */
  moved(by: ParticipantId, statements: Iterable<StatementId>): void {
    const moved = new Set(statements)
    for (const entry of this.entries.values()) {
      if (entry.listener.sender.participant !== by) continue
      if (entry.lingering && moved.has(entry.lingering.hold.statement)) this.letGo(entry)
      else if (entry.state?.hold && moved.has(entry.state.hold.statement)) entry.hasMoved = true
    }
  }

  close(): void {
    this.cancel?.()
    this.cancel = null
    this.entries.clear()
    this.byClient.clear()
    this.holders.clear()
    this.dirty.clear()
    this.raw.clear()
  }

  private isOwn(listener: Who, client: number): boolean {
    const mine = this.entries.get(listener)
    if (mine) return mine.client === client
    const owner = this.owners.get(client)
    return owner === undefined || owner === listener.sender.participant
  }

  private reserve(listener: Who, client: number): void {
    if (this.entries.has(listener)) return
    const before = this.byClient.get(client)
    // Whoever comes back by another connection is here by that one; the old one goes unnoticed.
    if (before) this.entries.delete(before.listener)
    const entry: Entry<Who> = {
      client,
      listener,
      state: null,
      lingering: null,
      hasMoved: false,
      clock: 0,
      bytes: new Uint8Array(),
    }
    if (before) this.freeHold(before)
    this.entries.set(listener, entry)
    this.byClient.set(client, entry)
    this.owners.delete(client)
    this.owners.set(client, listener.sender.participant)
    for (const oldest of this.owners.keys()) {
      if (this.owners.size <= REMEMBERED) break
      if (!this.byClient.has(oldest)) this.owners.delete(oldest)
    }
  }

  private wake(): void {
    if (this.cancel) return
    const wait = this.sentAt + PRESENCE_PACE_MS - this.clock.now()
    if (wait <= 0) this.send()
    else this.cancel = this.clock.after(Math.min(wait, PRESENCE_PACE_MS), () => this.send())
  }

  private send(): void {
    this.cancel = null
    this.sentAt = this.clock.now()
    for (const [listener, json] of this.raw) this.read(listener, json)
    this.raw.clear()
    if (this.dirty.size === 0) return
    const changed = [...this.dirty]
    this.dirty.clear()
    for (const entry of changed) this.encode(entry)
    const entries = new Uint8Array(changed.reduce((sum, it) => sum + it.bytes.length, 0))
    const own = new Map<Listener, { from: number; to: number }>()
    let to = 0
    for (const { listener, bytes } of changed) {
      entries.set(bytes, to)
      own.set(listener, { from: to, to: to + bytes.length })
      to += bytes.length
    }
    const all = awarenessFrame([entries], changed.length)
    for (const listener of this.listeners) {
      if (!mayHear(listener)) continue
      const mine = own.get(listener)
      if (!mine) listener.sendPresence(all)
      else if (changed.length > 1) {
        const others = [entries.subarray(0, mine.from), entries.subarray(mine.to)]
        listener.sendPresence(awarenessFrame(others, changed.length - 1))
      }
    }
  }

  private read(listener: Who, json: string): void {
    const entry = this.entries.get(listener)
    if (!entry) return
    const state = presenceOf(json, listener.sender)
    if (state instanceof Problem) this.refuse(listener, state)
    else this.say(entry, state)
  }

  private say(entry: Entry<Who>, state: PresenceState | null): void {
    if (state === null && entry.lingering) {
      entry.lingering = null
      this.freeHold(entry)
    }
    const held = entry.state?.hold ?? null
    const holds = state?.hold ?? null
    if (held && held.statement !== holds?.statement) {
      if (state !== null && !entry.hasMoved && held.over !== null) this.linger(entry, held)
      else this.freeHold(entry)
      entry.hasMoved = false
    }
    entry.state = state
    if (holds) this.takeHold(entry, holds.statement)
    this.dirty.add(entry)
  }

  private linger(entry: Entry<Who>, hold: Hold): void {
    const until = this.clock.now() + HOLD_LINGERS_MS
    const lingering = { hold, until }
    entry.lingering = lingering
    this.clock.after(HOLD_LINGERS_MS, () => {
      if (entry.lingering === lingering) this.letGo(entry)
    })
  }

  private letGo(entry: Entry<Who>): void {
    entry.lingering = null
    this.freeHold(entry)
    if (!this.entries.has(entry.listener)) return
    this.dirty.add(entry)
    this.wake()
  }

  private takeHold(entry: Entry<Who>, statement: StatementId): void {
    if (entry.lingering) {
      entry.lingering = null
      if (this.heldBy(entry) !== statement) this.freeHold(entry)
    }
    if (!this.holders.has(statement)) this.holders.set(statement, entry)
  }

  private heldBy(entry: Entry<Who>): StatementId | null {
    for (const [statement, holder] of this.holders) if (holder === entry) return statement
    return null
  }

  /** Gives up a card; whoever else has it in hand by now is its holder. */
  private freeHold(entry: Entry<Who>): void {
    const statement = this.heldBy(entry)
    if (statement === null) return
    this.holders.delete(statement)
    for (const other of this.entries.values()) {
      if (other === entry || other.state?.hold?.statement !== statement) continue
      this.holders.set(statement, other)
      this.dirty.add(other)
      return
    }
  }

  private encode(entry: Entry<Who>): void {
    // Higher than any this process or one before it gave, so that nobody's copy thinks it stale.
    this.lastClock = Math.max(this.lastClock + 1, this.clock.now())
    entry.clock = this.lastClock
    entry.bytes = presenceEntry(entry.client, entry.clock, this.shown(entry))
  }

  private shown(entry: Entry<Who>): PresenceState | null {
    const { state, lingering } = entry
    if (state === null) return null
    const hold = lingering?.hold ?? state.hold
    return hold && this.holders.get(hold.statement) !== entry ? { ...state, hold: null } : { ...state, hold }
  }
}

/** Even without a name, one entry a person would tie each move to whoever made the others. */
const mayHear = ({ sender }: Listener): boolean => mayDo(sender.role, 'readFull')
