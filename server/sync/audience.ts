/**
 * Everybody connected to a room, and everything they are told.
 *
 * Members follow the document, observers its public projection. What is said here is durable already; only
 * presence is not and need not be.
 */
import * as Y from 'yjs'
import type { ParticipantId, StatementId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import { KEEP_ALIVE_MS, type PersonCard } from '../../shared/wire.ts'
import type { People } from '../store/contract.ts'
import { Broadcast } from './broadcast.ts'
import type { RoomConnection } from './connection.ts'
import type { Sender } from './contract.ts'
import { decodeStateVector, KEEP_ALIVE_FRAME, peopleFrame, step1Frame, step2Frame } from './frames.ts'
import type { LiveBoard } from './live-board.ts'
import { Presence } from './presence.ts'
import { Projection } from './projection.ts'
import type { Turn } from './turn.ts'
import { Wholes } from './wholes.ts'

const PEOPLE_PACE_MS = 100
const PEOPLE_MS_EACH = 5

export class Audience {
  private readonly seats = new Set<RoomConnection>()
  private readonly toMembers: Broadcast
  private readonly toObservers: Broadcast
  private readonly presence: Presence<RoomConnection>
  private projected: Projection | null = null
  private readonly projectedWholes: Wholes
  private endKeepAlive: () => void = () => {}
  private peopleSaidAt: Millis = Number.NEGATIVE_INFINITY
  private endPeopleWait: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly board: () => LiveBoard,
    private readonly wholes: () => Wholes,
    whenSaved: (run: () => void) => void,
  ) {
    this.projectedWholes = new Wholes(clock, () => this.projection().doc, whenSaved)
    this.toMembers = new Broadcast(clock, this.seats, (it) => !it.isObserver)
    this.toObservers = new Broadcast(clock, this.seats, (it) => it.isObserver)
    this.presence = new Presence(clock, this.seats, (connection, problem) => connection.refuse(problem))
    this.keepAlive()
  }

  get size(): number {
    return this.seats.size
  }

  /** Where every seat is taken, somebody who sits on several gives one up for somebody who has fewer. */
  hasRoomFor({ participant, role }: Sender): boolean {
    const most = LIMITS.connections + (role === 'facilitator' ? LIMITS.facilitatorsMore : 0)
    if (this.size < most) return true
    const mine = this.present().get(participant) ?? 0
    let greediest: RoomConnection | null = null
    for (const seat of this.seats) {
      if (seat.allowance.seats > (greediest?.allowance.seats ?? mine + 1)) greediest = seat
    }
    greediest?.refuse(new Problem('too_many', 'connections'))
    return greediest !== null
  }

  add(connection: RoomConnection): void {
    this.seats.add(connection)
    connection.allowance.sit(connection)
  }

  /** Whether it was here. */
  remove(connection: RoomConnection): boolean {
    if (!this.seats.delete(connection)) return false
    connection.allowance.leave(connection)
    this.presence.leave(connection)
    return true
  }

  present(): Map<ParticipantId, number> {
    const present = new Map<ParticipantId, number>()
    for (const { sender } of this.seats) {
      present.set(sender.participant, (present.get(sender.participant) ?? 0) + 1)
    }
    return present
  }

  /** Says to somebody who has just come what is here, and asks for what they have. */
  welcome(connection: RoomConnection, people: People): void {
    if (!connection.isOpen) return
    this.ask(connection)
    this.presence.greet(connection)
    sendPeople(connection, framed(people))
  }

  ask(connection: RoomConnection): void {
    connection.sendStep1(step1Frame(this.documentOf(connection)))
  }

  /** Sends a copy away that cannot have come from this board. */
  refuseForeign(connection: RoomConnection, stateVector: Uint8Array): void {
    const clocks = decodeStateVector(stateVector)
    if (clocks === null) connection.refuse(new Problem('frame_malformed', 'state vector'))
    else if (!this.couldHave(connection, clocks)) connection.refuse(new Problem('epoch_stale', 'copy'))
  }

  /** Gives a copy everything it lacks. */
  answer(connection: RoomConnection, stateVector: Uint8Array): void {
    if (!connection.isOpen) return
    const hasNothing = stateVector.length === 1
    if (!hasNothing) {
      connection.sendDocument(step2Frame(this.documentOf(connection), stateVector))
      return
    }
    const wholes = connection.isObserver ? this.projectedWholes : this.wholes()
    wholes.give({
      take: (_, frame) => connection.sendDocument(frame),
      // Nobody stays in a room that ended.
      failed: () => {},
    })
  }

  hear(connection: RoomConnection, entries: Uint8Array): void {
    this.presence.hear(connection, entries)
  }

  greet(connection: RoomConnection): void {
    this.presence.greet(connection)
  }

  /** Seen in presence by everybody, a client id is nobody else's to claim. */
  reservedBy(client: number): ParticipantId | undefined {
    return this.presence.ownerOf(client)
  }

  /** What a turn changed, now that it is durable. */
  publish(turn: Turn): void {
    const { bytes, authors, changes, goesAhead } = turn
    if (bytes === null) return
    this.toMembers.push(bytes, authors, goesAhead)
    const projected = this.projected?.follow(this.board().doc, turn.touches)
    if (projected) {
      this.projectedWholes.forget()
      this.toObservers.push(projected, new Set(), goesAhead)
    }
    for (const { by, touches } of changes) this.presence.moved(by, movedIn(touches))
  }

  announceKeeping(isKeeping: boolean): void {
    for (const connection of this.seats) connection.sendKeeping(isKeeping)
  }

  /**
   * Says who is on the board: at once, then no more often than the room bears, for the frame grows with the
   * people and goes to all of them. `read` is asked when it is said.
   */
  announcePeople(read: () => People): void {
    if (this.endPeopleWait) return
    const pace = Math.max(PEOPLE_PACE_MS, this.seats.size * PEOPLE_MS_EACH)
    const say = () => {
      this.endPeopleWait = null
      this.peopleSaidAt = this.clock.now()
      const frame = framed(read())
      for (const connection of this.seats) sendPeople(connection, frame)
    }
    const wait = pace - goneBy(this.clock, this.peopleSaidAt)
    if (wait > 0) this.endPeopleWait = this.clock.after(wait, say)
    else say()
  }

  /** Closes, for good, whoever there is a problem with. */
  refuse(problemOf: (connection: RoomConnection) => Problem | null): void {
    for (const connection of [...this.seats]) {
      const problem = problemOf(connection)
      if (problem) connection.refuse(problem)
    }
  }

  close(code: number, reason: string, isMeant: (connection: RoomConnection) => boolean): void {
    for (const connection of [...this.seats]) if (isMeant(connection)) connection.close(code, reason)
  }

  /** What observers see; made when the first of them comes. */
  projection(): Projection {
    this.projected ??= new Projection(this.board().doc)
    return this.projected
  }

  /** The document began anew: no copy of the old one can follow it. */
  sendAwayAll(because: Problem): void {
    this.refuse(() => because)
    this.toMembers.clear()
    this.toObservers.clear()
    this.projectedWholes.forget()
    this.projected?.close()
    this.projected = null
  }

  end(error: Error): void {
    this.projectedWholes.end(error)
    this.endKeepAlive()
    this.toMembers.clear()
    this.toObservers.clear()
    this.presence.close()
    this.projected?.close()
  }

  private documentOf({ isObserver }: RoomConnection): Y.Doc {
    return isObserver ? this.projection().doc : this.board().doc
  }

  /** Of others' changes nobody can have more than the board: whoever has saw another one. */
  private couldHave({ isObserver, sender }: RoomConnection, clocks: ReadonlyMap<number, number>): boolean {
    if (isObserver) return this.projection().knows(clocks)
    const board = this.board()
    for (const [client, clock] of clocks) {
      if (board.retired.has(client)) return false
      const owner = board.ownerOf(client)
      const isOthers = owner !== undefined && owner !== sender.participant
      if (isOthers && clock > Y.getState(board.doc.store, client)) return false
    }
    return true
  }

  private keepAlive(): void {
    this.endKeepAlive = this.clock.after(KEEP_ALIVE_MS, () => {
      for (const connection of this.seats) connection.sendPresence(KEEP_ALIVE_FRAME)
      this.keepAlive()
    })
  }
}

const movedIn = (touches: Turn['touches']): StatementId[] =>
  touches.filter((it) => it.root === 'placements').map((it) => it.key)

function sendPeople(connection: RoomConnection, frame: Uint8Array): void {
  // Names are not public.
  if (connection.speaksOurs && !connection.isObserver) connection.send(frame)
}

function framed({ participants }: People): Uint8Array {
  return peopleFrame(
    Object.values(participants).map(
      ({ id, name, role, group }): PersonCard => ({ id, name, role, ...(group !== undefined && { group }) }),
    ),
  )
}
