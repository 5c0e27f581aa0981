/**
 * A board in memory: its document and all that its journal adds up to, as the last turn left them.
 *
 * The server writes under a client id of its own, drawn anew each time a document is opened and claimed
 * with its first change.
 */
import type * as Y from 'yjs'
import type { BoardId, ParticipantId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { MAP_ROOTS, rootsOf, textRootOf } from '../../shared/doc/board-doc.ts'
import { type BoardReads, openReads } from '../../shared/doc/reads.ts'
import type { Damage, Journal, Position, Positioned } from '../store/contract.ts'
import { encodeBoard, type FoldedState, newBoardDoc, type OpenedBoard, openBoard } from './board-state.ts'
import type { RoomLog } from './contract.ts'
import type { Guarded } from './update-guard.ts'

export class LiveBoard implements Guarded {
  readonly reads: BoardReads

  /** `hasServerClaim`: the document's client id is the server's already, by a claim in the journal. */
  constructor(
    readonly doc: Y.Doc,
    readonly state: FoldedState,
    private readonly clock: Clock,
    public hasServerClaim = false,
  ) {
    state.live.doc = doc
    this.reads = openReads(doc)
    if (!hasServerClaim) this.takeFreeId(doc)
  }

  /** Under an id that is retired, or is now, a server would write what nobody may touch any more. */
  private takeFreeId(doc: Y.Doc): void {
    const { clients, retired } = this
    const isTaken = (client: number) => clients.has(client) || retired.has(client)
    while (isTaken(doc.clientID)) doc.clientID = Math.floor(this.clock.random() * 2 ** 32)
  }

  get retired(): ReadonlySet<number> {
    return this.state.retired
  }

  ownerOf(client: number): ParticipantId | 'server' | undefined {
    return client === this.doc.clientID ? 'server' : this.state.claims.get(client)
  }

  countOf(participant: ParticipantId): number {
    let count = 0
    for (const owner of this.state.claims.values()) if (owner === participant) count += 1
    return count
  }

  /** Every client id that ever wrote here. */
  get clients(): Set<number> {
    return new Set([...this.doc.store.clients.keys(), ...this.state.claims.keys()])
  }

  /** What a snapshot keeps; only while everything in memory is on disk. */
  encode(whole?: Uint8Array): Uint8Array {
    return encodeBoard(this.doc, this.state, whole)
  }

  /** The same board as one hand would have written it: nothing deleted, one client id. */
  copyByOneHand(): Y.Doc {
    const copy = newBoardDoc()
    this.takeFreeId(copy)
    const from = rootsOf(this.doc)
    const to = rootsOf(copy)
    copy.transact(() => {
      for (const root of MAP_ROOTS) for (const [key, value] of from[root]) to[root].set(key, value)
      for (const name of this.doc.share.keys()) {
        const text = textRootOf(name) && this.doc.getText(name).toString()
        if (text) copy.getText(name).insert(0, text)
      }
    })
    return copy
  }

  close(): void {
    this.reads.close()
    this.doc.destroy()
  }
}

export interface Opening extends OpenedBoard {
  /** The records that were folded, all there are after position `since`. */
  tail: readonly Positioned[]
  since: Position
  damage: readonly Damage[]
}

/** What cannot be read from the snapshot is read from the whole journal. */
export async function readBoard(id: BoardId, journal: Journal, log: RoomLog): Promise<Opening> {
  const loaded = await journal.load()
  // `what` is what the line itself says.
  for (const { what: damage, ...where } of loaded.damage)
    log.error({ board: id, damage, ...where }, 'a journal was damaged')
  let opened: OpenedBoard
  try {
    opened = openBoard(loaded)
  } catch (error) {
    if (!loaded.snapshot) throw error
    log.error({ board: id, err: error }, 'a snapshot could not be read')
    loaded.snapshot = null
    loaded.tail = []
    for await (const it of journal.read(0)) loaded.tail.push(it)
    opened = openBoard(loaded)
  }
  for (const position of opened.quarantined) log.error({ board: id, position }, 'an update was set aside')
  return { ...opened, tail: loaded.tail, since: loaded.snapshot?.position ?? 0, damage: loaded.damage }
}
