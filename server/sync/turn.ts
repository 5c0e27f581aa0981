/**
 * One turn of a room: what was waiting, judged and applied in one transaction, and what is to be saved and
 * said because of it.
 *
 * A turn begins with a document that is what is on disk. It appends nothing and tells nobody but those it
 * refuses; when it throws `Poisoned`, the document is not to be trusted any more.
 */
import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { isMapRoot } from '../../shared/doc/board-doc.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import type { Circumstances } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { JournalRecord, Position, Positioned, Touch } from '../store/contract.ts'
import { isPending } from './board-state.ts'
import { changesOf, rootsChanged } from './changes.ts'
import type { RoomConnection } from './connection.ts'
import type { RoomLog } from './contract.ts'
import type { LiveBoard } from './live-board.ts'
import { type Guarded, judge, type Verdict } from './update-guard.ts'

export type Work = UpdateWork | ThenWork | EditWork | RebuildWork | RewriteWork

/** The `index`th step 2 or update frame of a connection. */
export interface UpdateWork {
  kind: 'update'
  connection: RoomConnection
  update: Uint8Array
  index: number
  isStep2: boolean
  /** Its author writes far less than the others, and does not wait for the pace that they make. */
  goesAhead: boolean
}

/** Done once everything asked before it is durable. */
export interface ThenWork {
  kind: 'then'
  /** Done in its turn already, before what was asked after it. */
  first?: () => void
  run: () => void
}

export interface EditWork {
  kind: 'edit'
  by: ParticipantId | 'server'
  /** Changes the document and gives back the records that belong to it. */
  change: (doc: Y.Doc) => readonly JournalRecord[]
  done: (result: { touches: Touch[]; position: Position }) => void
  failed: (error: unknown) => void
}

/** The document anew, by one hand, under a new epoch. */
export interface RebuildWork {
  kind: 'rebuild'
  because: string
  alter?: (doc: Y.Doc) => void
  /** The epoch is at least this one. */
  least?: number
  done: () => void
  failed: (error: unknown) => void
}

/** The journal itself anew, with less in it; no turn takes this, it is the room's. */
export interface RewriteWork {
  kind: 'rewrite'
  keep: (it: Positioned) => JournalRecord | null
  done: () => void
  failed: (error: unknown) => void
}

/** The document in memory is not to be trusted any more; `by` brought it there, where that is known. */
export class Poisoned extends Error {
  override name = 'Poisoned'
  constructor(
    readonly by: RoomConnection | null,
    options?: ErrorOptions,
  ) {
    super('the document in memory is not what the journal says', options)
  }
}

export interface Setting {
  board: LiveBoard
  circumstances: readonly [Circumstances, ...Circumstances[]]
  /** Whose a client id will be with the first change made under it. */
  reservedBy: (client: number) => ParticipantId | undefined
  /** What an observer's copy was made from. */
  projection: () => Guarded
  clock: Clock
  stopwatch: () => Millis
  log: RoomLog
}

/** What was written stands in the update, and in the change as what came and later as what was there. */
const TIMES_KEPT = 3
const TOUCH_BYTES = 128
/** A turn longer than this leaves the rest for the next, so that the loop turns. */
const TURN_MS = 10

export class Turn {
  readonly works: Work[] = []
  readonly records: JournalRecord[] = []
  /** What the document gave out, or null where it did not change. */
  bytes: Uint8Array | null = null
  readonly changes: { by: ParticipantId | 'server'; touches: Touch[] }[] = []
  readonly authors = new Set<RoomConnection>()
  /** Whether what changed goes out without waiting for the pace of broadcasts. */
  goesAhead = false
  /** How many of a connection's frames may be called saved once this turn is. */
  readonly saved = new Map<RoomConnection, number>()
  readonly after: ((position: Position) => void)[] = []
  /** The document to go on with, where this turn begins it anew. */
  renewed: Y.Doc | null = null

  /** Of each author's frames the bytes, and what they touch. */
  private readonly passed = new Map<RoomConnection, { bytes: number; touches: number }>()
  private readonly claims = new Map<number, ParticipantId>()
  private readonly reached = new Set<string>()
  /** The board as this turn has changed it so far. */
  private readonly guarded: Guarded

  constructor(private readonly setting: Setting) {
    const { board, reservedBy } = setting
    this.guarded = {
      doc: board.doc,
      retired: board.retired,
      ownerOf: (client) => this.claims.get(client) ?? board.ownerOf(client),
      reservedBy,
      countOf: (participant) => {
        let count = board.countOf(participant)
        for (const owner of this.claims.values()) if (owner === participant) count += 1
        return count
      },
    }
  }

  get touches(): Touch[] {
    return this.changes.flatMap((it) => it.touches)
  }

  /**
   * Takes from the front of the queue: one change of the server's own, or all frames up to the next. Where the
   * turn before was such a change, frames go past those that wait still: a hundred of them are as many syncs.
   * Nothing that anybody asked for in an order changes places.
   */
  take(queue: Work[], most: number, isAfterEdit = false): void {
    const first = queue[0]
    const frame = isAfterEdit ? frameBehindEdits(queue) : -1
    if (frame > 0) this.takeFrames(queue, most, frame)
    else if (first?.kind === 'edit') this.takeEdit(this.next(queue) as EditWork)
    else if (first?.kind === 'rebuild') this.takeRebuild(this.next(queue) as RebuildWork)
    else this.takeFrames(queue, most)
  }

  /** About so many bytes of journal. */
  get size(): number {
    return (this.bytes?.length ?? 0) + TOUCH_BYTES * this.touches.length
  }

  /** The same because of each author, with what the board keeps of it besides: a copy sent whole is mostly there already. */
  *kept(): Iterable<[RoomConnection, number]> {
    let sent = 0
    for (const { bytes } of this.passed.values()) sent += bytes
    for (const [connection, { bytes, touches }] of this.passed) {
      const written = ((this.bytes?.length ?? 0) * bytes) / sent
      yield [connection, TIMES_KEPT * written + TOUCH_BYTES * touches]
    }
  }

  get isEdit(): boolean {
    return this.works[0]?.kind === 'edit'
  }

  private next(queue: Work[], at = 0): Work {
    const [work] = queue.splice(at, 1) as [Work]
    this.works.push(work)
    return work
  }

  /** From a place in the queue on; past edits only frames, for a `then` waits for all that was asked before it. */
  private takeFrames(queue: Work[], most: number, from = 0): void {
    let at = from
    const { board, stopwatch } = this.setting
    const startedAt = stopwatch()
    let changed: Iterable<string> = []
    const listen = (bytes: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      this.bytes = bytes
      changed = rootsChanged(transaction)
    }
    board.doc.on('update', listen)
    try {
      board.doc.transact(() => {
        while (this.works.length < most) {
          if (this.works.length > 0 && stopwatch() - startedAt > TURN_MS) break
          while (at > 0 && queue[at]?.kind === 'edit') at += 1
          const kind = queue[at]?.kind
          if (kind !== 'update' && (kind !== 'then' || at > 0)) break
          const work = this.next(queue, at)
          if (work.kind === 'then') this.takeThen(work)
          else this.takeUpdate(work as UpdateWork)
        }
      }, 'room')
    } catch (cause) {
      throw cause instanceof Poisoned ? cause : new Poisoned(this.onlyAuthor(), { cause })
    } finally {
      board.doc.off('update', listen)
    }
    for (const root of changed) if (!this.reached.has(root)) throw new Poisoned(this.onlyAuthor())
    this.recordChanges()
  }

  private takeThen({ first, run }: ThenWork): void {
    first?.()
    this.after.push(run)
  }

  private takeUpdate({ connection, update, index, isStep2, goesAhead }: UpdateWork): void {
    if (!connection.isOpen) return
    const { stopwatch } = this.setting
    const startedAt = stopwatch()
    const verdict = this.judge(update, connection)
    if (verdict.is === 'refuse') {
      connection.refuse(verdict.problem)
    } else if (verdict.is === 'hold') {
      this.hold(connection, index, isStep2)
    } else if (!connection.mayClaim(verdict.claims.length)) {
      connection.refuse(new Problem('too_many', 'client ids'))
    } else {
      if (verdict.isNews) {
        this.pass(verdict, update, connection)
        this.goesAhead ||= goesAhead
      }
      this.saved.set(connection, connection.passed(index, isStep2))
    }
    connection.spend(stopwatch() - startedAt)
  }

  /** A fault of the guard's own ends one connection, not the room. */
  private judge(update: Uint8Array, { sender, isObserver }: RoomConnection): Verdict {
    const { circumstances, projection, log } = this.setting
    try {
      return judge(isObserver ? projection() : this.guarded, update, sender, circumstances)
    } catch (error) {
      log.error({ err: error }, 'the guard failed')
      return { is: 'refuse', problem: new Problem('internal', 'the guard') }
    }
  }

  private hold(connection: RoomConnection, index: number, isStep2: boolean): void {
    // An observer makes nothing, so there is nothing of theirs that their copy could build on.
    if (connection.isObserver) connection.refuse(new Problem('role_forbids', ''))
    // At once: nothing that this turn still takes from the connection may be called saved before it.
    else connection.hold(index, isStep2)
  }

  private pass(
    { claims, roots, touches }: Extract<Verdict, { is: 'pass' }>,
    update: Uint8Array,
    connection: RoomConnection,
  ): void {
    const { participant } = connection.sender
    const { doc } = this.setting.board
    for (const client of claims) this.claims.set(client, participant)
    for (const root of roots) this.reached.add(root)
    this.authors.add(connection)
    const { bytes, touches: before } = this.passed.get(connection) ?? { bytes: 0, touches: 0 }
    this.passed.set(connection, { bytes: bytes + update.length, touches: before + touches.length })
    this.note(participant, touches)
    try {
      Y.applyUpdate(doc, update, 'room')
    } catch (cause) {
      throw new Poisoned(connection, { cause })
    }
    if (isPending(doc) || doc.subdocs.size > 0) throw new Poisoned(connection)
  }

  private onlyAuthor(): RoomConnection | null {
    const [only] = this.authors
    return this.authors.size === 1 ? (only ?? null) : null
  }

  private takeEdit(edit: EditWork): void {
    const { board, clock } = this.setting
    const failure = this.change(edit)
    if (failure) {
      edit.failed(failure.error)
      // Yjs takes nothing back; but this turn began with what is on disk.
      if (failure.isPartial) throw new Poisoned(null)
      return
    }
    if (this.bytes !== null && !board.hasServerClaim) {
      this.records.unshift({ type: 'claim', at: clock.now(), by: 'server', client: board.doc.clientID })
      board.hasServerClaim = true
    }
    this.after.push((position) => edit.done({ touches: this.touches, position }))
  }

  private change({ by, change }: EditWork): { error: unknown; isPartial: boolean } | null {
    const { doc } = this.setting.board
    let records: readonly JournalRecord[] = []
    let failure: { error: unknown; isPartial: boolean } | null = null
    const listen = (bytes: Uint8Array) => {
      this.bytes = bytes
    }
    const note = (transaction: Y.Transaction) => this.note(by, changesOf(transaction))
    doc.on('update', listen)
    doc.on('afterTransaction', note)
    try {
      doc.transact((transaction) => {
        try {
          records = change(doc)
        } catch (error) {
          failure = { error, isPartial: hasChanged(transaction) }
        }
      }, 'server')
    } catch (error) {
      // Somebody who watches the document threw: what was changed stands, and is not to be trusted.
      failure = { error, isPartial: true }
    } finally {
      doc.off('update', listen)
      doc.off('afterTransaction', note)
    }
    const misfit = failure ?? misfitIn(this.touches)
    if (misfit) return misfit
    this.recordChanges()
    this.records.push(...records)
    return null
  }

  private takeRebuild({ because, alter, least = 0, done, failed }: RebuildWork): void {
    const { board, clock } = this.setting
    const at = clock.now()
    const doc = board.copyByOneHand()
    try {
      if (alter) doc.transact(() => alter(doc), 'server')
    } catch (error) {
      doc.destroy()
      failed(error)
      return
    }
    const epoch = Math.max(board.state.epoch + 1, least)
    this.renewed = doc
    this.records.push(
      { type: 'epoch', at, by: 'server', epoch, retired: [...board.clients], because },
      { type: 'claim', at, by: 'server', client: doc.clientID },
      { type: 'update', at, by: 'server', bytes: Y.encodeStateAsUpdate(doc) },
    )
    this.after.push(done)
  }

  private note(by: ParticipantId | 'server', touches: readonly Touch[]): void {
    if (touches.length === 0) return
    const last = this.changes.at(-1)
    if (last?.by === by) last.touches.push(...touches)
    else this.changes.push({ by, touches: [...touches] })
  }

  private recordChanges(): void {
    const at = this.setting.clock.now()
    for (const [client, by] of this.claims) this.records.push({ type: 'claim', at, by, client })
    if (this.bytes !== null) {
      const [first, second] = this.changes
      this.records.push({ type: 'update', at, by: first && !second ? first.by : 'server', bytes: this.bytes })
    }
    for (const { by, touches } of this.changes) this.records.push({ type: 'change', at, by, touches })
  }
}

/** Where the first frame stands that nothing but edits of the server's own stands before; -1 where none does. */
function frameBehindEdits(queue: readonly Work[]): number {
  const at = queue.findIndex(({ kind }) => kind !== 'edit')
  return queue[at]?.kind === 'update' ? at : -1
}

/** The first value the server itself would write although no screen could read it. */
function misfitIn(touches: readonly Touch[]): { error: Problem; isPartial: true } | null {
  for (const { root, key, to } of touches) {
    const misfit = isMapRoot(root) && to !== undefined ? valueProblem(root, key, to) : null
    if (misfit !== null) {
      return { error: new Problem('value_invalid', `${root}/${key}: ${misfit}`), isPartial: true }
    }
  }
  return null
}

function hasChanged({ doc, beforeState, deleteSet }: Y.Transaction): boolean {
  const made = Y.getState(doc.store, doc.clientID) - (beforeState.get(doc.clientID) ?? 0)
  return made > 0 || deleteSet.clients.size > 0
}
