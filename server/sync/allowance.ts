/**
 * How much of a room one person may use, over however many sockets and however often they come back.
 * Whoever holds a link can be as many people as they like: when those of one link use too much together, each
 * of them gets what anybody needs and no more.
 *
 * Bounds lie far above what a person with several tabs does. Who goes beyond is seldom refused: nothing more
 * is read from any of their sockets until they have waited for what they used, so whoever sends too much
 * waits for themselves and nobody else does.
 */
import type { LinkId, ParticipantId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Budget } from './budget.ts'
import type { Volume } from './volume.ts'

/** Bytes of one person's that may wait to be judged, before no more are read. */
const MOST_WAITING = 256 * 1024
/** What waits to be judged has been by then, or is looked at again. */
const LOOK_AGAIN_MS = 50

/** Of all who came in by one link, a fifth of a processor: a hall of people uses a tenth of that. */
const CROWD_MS_PER_SECOND = 200
const CROWD_MS_AT_ONCE = 2_000
/** Of them all, new client ids: a hall whose every page is loaded twice, and then one every other second. */
const CROWD_CLIENTS_PER_SECOND = 1 / 2
const CROWD_CLIENTS_AT_ONCE = 600

/** What all who came in by one link use together. */
interface Crowd {
  /** Milliseconds of work. */
  work: Budget
  clients: Budget
}

/** What rests when a person has used too much. */
export interface Reader {
  pause(): void
  resume(): void
}

export class Allowance {
  /** Bytes of theirs that wait to be judged or saved. */
  waiting = 0
  /** Frames and pings of every kind. */
  readonly reads: Budget
  /** Step 2 and update frames that nobody asked for, and their bytes. */
  readonly frames: Budget
  readonly bytes: Budget
  /** Answers that are as long as the board, or as the list of who is here. */
  readonly answers: Budget
  /** Milliseconds of the guard's and the document's work. */
  readonly work: Budget
  /** Of that what anybody needs: all they get while the people of their link together use too much. */
  private readonly fairShare: Budget
  /** Client ids new to the board: each is a page loaded, and makes every later change dearer. */
  private readonly clients: Budget
  /** Of those what anybody needs. */
  private readonly fairClients: Budget
  private readonly readers = new Set<Reader>()
  private endRest: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly crowd: Crowd,
    private readonly volume: Volume,
  ) {
    this.reads = new Budget(clock, 200, 1_000)
    this.frames = new Budget(clock, 100, 400)
    this.bytes = new Budget(clock, 128 * 1024, 2 * LIMITS.updateBytes)
    this.answers = new Budget(clock, 1, 40)
    this.work = new Budget(clock, 30, 500)
    this.fairShare = new Budget(clock, 2, 200)
    this.clients = new Budget(clock, 1 / 20, 72)
    this.fairClients = new Budget(clock, 1 / 60, 8)
  }

  get seats(): number {
    return this.readers.size
  }

  /** Whoever owes frames, bytes, work or room on the disk comes in again once they are paid for. */
  get owes(): boolean {
    return this.volume.wait() > 0 || [this.frames, this.bytes, this.work].some((it) => it.wait(0) > 0)
  }

  /** Nobody is here, and nothing was used that has not come back. */
  get isUntouched(): boolean {
    const { reads, frames, bytes, answers, work, fairShare, clients, fairClients } = this
    const budgets = [reads, frames, bytes, answers, work, fairShare, clients, fairClients]
    return this.seats === 0 && this.waiting === 0 && budgets.every((it) => it.isFull)
  }

  sit(reader: Reader): void {
    this.readers.add(reader)
    if (this.endRest) reader.pause()
  }

  leave(reader: Reader): void {
    if (!this.readers.delete(reader)) return
    // A close has an answer, which is to be heard.
    reader.resume()
    if (this.readers.size > 0) return
    this.endRest?.()
    this.endRest = null
  }

  /** Whether they have lately sent no more than anybody needs; counts this one. */
  read(): boolean {
    return this.reads.use(1)
  }

  /** Counts milliseconds of work. */
  spend(millis: Millis): void {
    for (const budget of [this.work, this.fairShare, this.crowd.work]) budget.use(millis)
  }

  /** Whether they may bring so many new client ids; what may not be is not counted, so that it may be later. */
  claim(count: number): boolean {
    const isCrowded = this.crowd.clients.wait(0) > 0
    const bounds = isCrowded ? [this.clients, this.fairClients] : [this.clients]
    if (bounds.some((it) => it.wait(count) > 0)) return false
    for (const budget of [this.clients, this.fairClients]) budget.use(count)
    // A crowd's debt does not grow, or it would outlast whoever made it by hours.
    if (!isCrowded) this.crowd.clients.use(count)
    return true
  }

  /** Counts bytes that were kept because of them. */
  kept(bytes: number): void {
    this.volume.use(bytes)
    this.restIfSpent()
  }

  /** Nothing more is read of theirs while they have used too much. */
  restIfSpent(): void {
    if (this.endRest) return
    const wait = this.restDue()
    if (wait === 0) return
    for (const reader of this.readers) reader.pause()
    this.rest(wait)
  }

  private restDue(): Millis {
    const isCrowded = this.crowd.work.wait(0) > 0
    const fairShare = isCrowded ? this.fairShare.wait(0) : 0
    const owed = Math.max(this.reads.wait(0), this.work.wait(0), fairShare, this.volume.wait())
    return Math.max(owed, this.waiting > MOST_WAITING ? LOOK_AGAIN_MS : 0)
  }

  private rest(wait: Millis): void {
    this.endRest = this.clock.after(wait, () => {
      this.endRest = null
      const more = this.restDue()
      if (more > 0) this.rest(more)
      else for (const reader of this.readers) reader.resume()
    })
  }
}

export class Allowances {
  private readonly byPerson = new Map<ParticipantId, Allowance>()
  private readonly byLink = new Map<LinkId, Crowd>()
  private nextSweep = 100

  constructor(
    private readonly clock: Clock,
    private readonly volumeOf: (person: ParticipantId, link: LinkId) => Volume,
  ) {}

  get size(): number {
    return this.byPerson.size
  }

  /** A person’s, who came in by that link first. */
  of(person: ParticipantId, link: LinkId): Allowance {
    let allowance = this.byPerson.get(person)
    if (!allowance) {
      this.sweep()
      allowance = new Allowance(this.clock, this.crowdOf(link), this.volumeOf(person, link))
      this.byPerson.set(person, allowance)
    }
    return allowance
  }

  private crowdOf(link: LinkId): Crowd {
    let crowd = this.byLink.get(link)
    if (!crowd) {
      crowd = {
        work: new Budget(this.clock, CROWD_MS_PER_SECOND, CROWD_MS_AT_ONCE),
        clients: new Budget(this.clock, CROWD_CLIENTS_PER_SECOND, CROWD_CLIENTS_AT_ONCE),
      }
      this.byLink.set(link, crowd)
    }
    return crowd
  }

  /** Whoever has gone and used nothing lately needs no account. */
  private sweep(): void {
    if (this.byPerson.size < this.nextSweep) return
    for (const [person, allowance] of this.byPerson) if (allowance.isUntouched) this.byPerson.delete(person)
    this.nextSweep = 100 + 2 * this.byPerson.size
  }
}
