/**
 * A board as its journal tells it: the document, and everything else that records add up to.
 *
 * `fold` takes one record after the other; a snapshot is the sum at one position, so opening a board is
 * its snapshot and the records since. An epoch record starts the document anew: the update after it holds
 * the whole of it, and what was written before is history alone.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { LinkId, ParticipantId, Phase, StatementId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { JournalRecord, Loaded, Position, Positioned } from '../store/contract.ts'
import type { BoardState, Grant } from './contract.ts'
import { Mentions } from './mentions.ts'
import { Restores } from './restores.ts'
import { Versions } from './versions.ts'
import { Votes } from './votes.ts'

const SNAPSHOT_VERSION = 1

/** The folded state; `live.doc` is there for what the document itself mirrors, decisions and votes. */
export class FoldedState implements BoardState {
  phase: Phase = 'preparing'
  locked = false
  epoch = 1
  position: Position = 0
  changedAt: Millis = 0
  /** Where the epoch began: what stood before is history alone. */
  epochAt: Position = 0
  readonly claims = new Map<number, ParticipantId | 'server'>()
  readonly retired = new Set<number>()
  readonly votes = new Votes()
  readonly versions = new Versions()
  readonly restores = new Restores()
  readonly mentions = new Mentions()
  private readonly byDeviceAndLink = new Map<string, Grant>()

  constructor(readonly live: { doc: Y.Doc }) {}

  /** A decision is mirrored into `live` in the same durable batch as its record. */
  isDecided(id: StatementId): boolean {
    return rootsOf(this.live.doc).live.has(`decision/${id}`)
  }

  isUnderVote(id: StatementId): boolean {
    const vote = rootsOf(this.live.doc).live.get(`vote/${id}`)
    return typeof vote === 'object' && vote !== null && (vote as { open?: unknown }).open === true
  }

  grant(device: string, link: LinkId): Grant | undefined {
    return this.byDeviceAndLink.get(grantKey(device, link))
  }

  grants(): Iterable<Grant> {
    return this.byDeviceAndLink.values()
  }

  fold(position: Position, record: JournalRecord): void {
    this.position = position
    this.mentions.fold(position, record)
    switch (record.type) {
      case 'update':
      case 'change':
        this.changedAt = record.at
        break
      case 'claim':
        this.claims.set(record.client, record.by)
        break
      case 'grant': {
        const { device, link, participant, role, at, seat } = record
        const grant = { device, link, participant, role, at, ...(seat && { seat }) }
        this.byDeviceAndLink.set(grantKey(device, link), grant)
        break
      }
      case 'leave':
        this.byDeviceAndLink.delete(grantKey(record.device, record.link))
        break
      case 'phase':
        this.phase = record.to
        this.changedAt = record.at
        break
      case 'lock':
        this.locked = record.to
        this.changedAt = record.at
        break
      case 'vote':
        this.votes.foldVote(record.body, record.at)
        this.changedAt = record.at
        break
      case 'choice':
        this.votes.foldChoice(record.body)
        break
      case 'decision':
        this.votes.foldDecision(record.body)
        this.changedAt = record.at
        break
      case 'seal':
        this.versions.foldSeal(record.body, record.at, record.by)
        break
      case 'approval':
        this.versions.foldApproval(record.body, record.at)
        break
      case 'restore':
        this.restores.fold(position, record.body, record.at, record.by)
        break
      case 'epoch':
        this.epoch = record.epoch
        this.epochAt = position
        this.claims.clear()
        for (const client of record.retired) this.retired.add(client)
        this.changedAt = record.at
        break
    }
  }

  toJSON() {
    const { phase, locked, epoch, epochAt, position, changedAt, claims, retired } = this
    const clientsOf = new Map<ParticipantId, number[]>()
    for (const [client, by] of claims) clientsOf.set(by, [...(clientsOf.get(by) ?? []), client])
    return {
      phase,
      locked,
      epoch,
      epochAt,
      position,
      changedAt,
      claims: [...clientsOf],
      retired: [...retired],
      grants: [...this.grants()],
      votes: this.votes.toJSON(),
      versions: this.versions.toJSON(),
      restores: this.restores.toJSON(),
      mentions: this.mentions.toJSON(),
    }
  }

  /** A snapshot of before there were votes has none. */
  restore(saved: Saved): void {
    this.phase = saved.phase
    this.locked = saved.locked
    this.epoch = saved.epoch
    this.epochAt = saved.epochAt
    this.position = saved.position
    this.changedAt = saved.changedAt
    for (const [by, clients] of saved.claims) for (const client of clients) this.claims.set(client, by)
    for (const client of saved.retired) this.retired.add(client)
    for (const grant of saved.grants) this.byDeviceAndLink.set(grantKey(grant.device, grant.link), grant)
    if (saved.votes) this.votes.restore(saved.votes)
    if (saved.versions) this.versions.restore(saved.versions)
    if (saved.restores) this.restores.restore(saved.restores)
    this.mentions.restore(saved.mentions, saved.position)
  }
}

type Whole = ReturnType<FoldedState['toJSON']>
type Later = 'votes' | 'versions' | 'restores' | 'mentions'
type Saved = Omit<Whole, Later> & Partial<Pick<Whole, Later>>

/** Neither a device nor a link has a space in its name. */
const grantKey = (device: string, link: LinkId) => `${device} ${link}`

/** Everything derived from the records up to the state's position, as a snapshot keeps it. */
export function encodeBoard(doc: Y.Doc, state: FoldedState, whole = Y.encodeStateAsUpdate(doc)): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, SNAPSHOT_VERSION)
  encoding.writeVarString(encoder, JSON.stringify(state))
  encoding.writeVarUint8Array(encoder, whole)
  return encoding.toUint8Array(encoder)
}

export interface OpenedBoard {
  doc: Y.Doc
  state: FoldedState
  /** The whole document as it was saved, where nothing was changed since. */
  whole: Uint8Array | null
  /** Updates that could not be applied; the others were. */
  quarantined: Position[]
  /** Something the document builds on is missing: copies elsewhere may hold more than this one. */
  isIncomplete: boolean
}

export function openBoard(loaded: Loaded): OpenedBoard {
  const skip = new Set<Position>()
  for (;;) {
    const opened = replay(loaded, skip)
    if (opened !== null) return opened
  }
}

/** Null when an update threw: it is added to `skip`, for half of it may have been applied. */
function replay(loaded: Loaded, skip: Set<Position>): OpenedBoard | null {
  const live = { doc: newBoardDoc() }
  const { doc } = live
  const state = new FoldedState(live)
  const updates: Extract<JournalRecord, { type: 'update' }>[] = []
  const positions: Position[] = []
  let whole: Uint8Array | null = null
  if (loaded.snapshot) whole = restoreSnapshot(state, loaded.snapshot.state)
  for (const { position, record } of loaded.tail) {
    if (position <= state.position) continue
    state.fold(position, record)
    if (record.type === 'epoch') {
      whole = null
      updates.length = 0
      positions.length = 0
    } else if (record.type === 'update' && !skip.has(position)) {
      updates.push(record)
      positions.push(position)
    }
  }
  let at = -1
  try {
    // One transaction, so what costs per transaction is paid once.
    doc.transact(() => {
      if (whole !== null) Y.applyUpdate(doc, whole)
      for (at = 0; at < updates.length; at += 1)
        Y.applyUpdate(doc, (updates[at] as (typeof updates)[0]).bytes)
    })
  } catch (error) {
    doc.destroy()
    const position = positions[at]
    if (position === undefined) throw error
    skip.add(position)
    return null
  }
  const isIncomplete = skip.size > 0 || isPending(doc) || lacksRecords(loaded, state)
  const isAsSaved = updates.length === 0 && skip.size === 0
  return { doc, state, whole: isAsSaved ? whole : null, quarantined: [...skip], isIncomplete }
}

/** Whether records are lost that neither the snapshot nor a later epoch stands for. */
function lacksRecords({ damage, snapshot }: Loaded, { epochAt }: FoldedState): boolean {
  const accounted = Math.max(snapshot?.position ?? 0, epochAt)
  return damage.some(
    ({ what, position }) => (what === 'bad-record' || what === 'missing-segment') && position >= accounted,
  )
}

function restoreSnapshot(state: FoldedState, bytes: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(bytes)
  const version = decoding.readVarUint(decoder)
  if (version !== SNAPSHOT_VERSION) throw new Error(`a snapshot of version ${version}`)
  state.restore(JSON.parse(decoding.readVarString(decoder)))
  return decoding.readVarUint8Array(decoder)
}

/** Its map roots come first, so that Yjs, which looks roots up in order, finds them at once. */
export function newBoardDoc(): Y.Doc {
  const doc = new Y.Doc()
  rootsOf(doc)
  return doc
}

/** Whether the document waits for something that it has not seen. */
export const isPending = (doc: Y.Doc): boolean =>
  doc.store.pendingStructs !== null || doc.store.pendingDs !== null

/** Records a position each, from one on. */
export const numbered = (records: readonly JournalRecord[], last: Position): Positioned[] =>
  records.map((record, at) => ({ position: last - records.length + 1 + at, record }))
