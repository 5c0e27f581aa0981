/**
 * Sends what is durable to those who follow the document, merged and framed once.
 *
 * The pace follows the room: a change into a quiet room goes at once; then changes gather for a few
 * milliseconds in a small room and up to a tenth of a second in a full one, so that cost does not grow
 * with people times moves. People are counted, not sockets: nobody slows a room by sitting on many of its seats.
 * Those who write far less than the others do not wait for the pace that the others make (`precedence.ts`).
 */
import type { Clock } from '../../shared/clock.ts'
import type { RoomConnection } from './connection.ts'
import { updateFrame } from './frames.ts'

const QUICKEST_MS = 8
const SLOWEST_MS = 100
const MS_EACH = 1 / 2

const paceOf = (people: number): number => Math.min(SLOWEST_MS, Math.max(QUICKEST_MS, people * MS_EACH))

export class Broadcast {
  private waiting: Uint8Array[] = []
  /** Who made what waits; null stands for the server. */
  private readonly authors = new Set<RoomConnection | null>()
  private sentAt = Number.NEGATIVE_INFINITY
  private cancel: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly connections: ReadonlySet<RoomConnection>,
    private readonly isFor: (connection: RoomConnection) => boolean,
  ) {}

  /** `goesAhead`: at once, and whatever waits with it. */
  push(update: Uint8Array, authors: ReadonlySet<RoomConnection>, goesAhead = false): void {
    this.waiting.push(update)
    for (const author of authors) this.authors.add(author)
    if (authors.size === 0) this.authors.add(null)
    if (goesAhead) {
      this.cancel?.()
      this.send()
      return
    }
    if (this.cancel) return
    const pace = paceOf(this.people())
    const wait = this.sentAt + pace - this.clock.now()
    if (wait <= 0) this.send()
    else this.cancel = this.clock.after(Math.min(wait, pace), () => this.send())
  }

  /** Forgets what waits: the room ends, or its document began anew. */
  clear(): void {
    this.cancel?.()
    this.cancel = null
    this.waiting = []
    this.authors.clear()
  }

  private people(): number {
    const people = new Set<string>()
    for (const { sender } of this.connections) people.add(sender.participant)
    return people.size
  }

  private send(): void {
    this.cancel = null
    this.sentAt = this.clock.now()
    const updates = this.waiting
    this.waiting = []
    // Whoever made all of it has it; where several did, one frame for all is cheaper than sparing each.
    const [only] = this.authors.size === 1 ? this.authors : []
    this.authors.clear()
    let frame: Uint8Array | null = null
    for (const connection of this.connections) {
      if (!connection.isSynced || connection === only || !this.isFor(connection)) continue
      frame ??= updateFrame(updates)
      connection.send(frame)
    }
  }
}
