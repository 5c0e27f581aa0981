/**
 * The changes made on this page that are not yet on the server's disk, and the frames that carry them.
 *
 * The server acknowledges by number: "the first n step 2 and update frames of this connection are on
 * disk". A change made while connected goes in the update frame sent within its own transaction; whatever
 * was made before goes in the connection's step 2.
 */
import * as Y from 'yjs'
import { isTextRoot } from '../../shared/doc/board-doc.ts'
import { type Edit, placeOf } from './draft.ts'
import type { PendingEdit } from './local-copy.ts'
import { goesOn } from './merge-text.ts'

/** What was made in one go: saved together or not at all. */
export interface Group {
  edits: PendingEdit[]
  /** The number of the last frame of this connection that carries it; null where none does yet. */
  frame: number | null
  /** Whether any connection ever carried it: the room may have it, although it was not acknowledged. */
  wasSent: boolean
  /** The bytes, which belong to the base once acknowledged. */
  updates: Uint8Array[]
  /** By client id, the clock from which on they are. */
  from: Map<number, number>
}

export interface PendingEdits {
  readonly groups: readonly Group[]
  all(): PendingEdit[]
  /** Changes about to be made; the frames sent and bytes emitted until `made` are theirs. */
  making(edits: readonly PendingEdit[]): void
  /** A change of an earlier visit. */
  restore(edit: PendingEdit): void
  made(clocks: readonly (number | null)[]): PendingEdit[]
  emitted(update: Uint8Array): void
  /**
   * Bytes of mine that an update of the room's builds on: the room has them, although it may not have said so.
   * Each is given back once.
   */
  builtOn(update: Uint8Array, client: number): Uint8Array[]
  /** By client id, the first clock of what is not acknowledged. */
  unsure(): Map<number, number>
  updateSent(frame: number): void
  step2Sent(frame: number): void
  /** Gives back what is on disk now. */
  acknowledged(frames: number): Group[]
  /** Takes out what a frame of this connection carries. */
  takeSent(): PendingEdit[]
  disconnected(): void
  clear(): Group[]
}

export function openPending(): PendingEdits {
  let groups: Group[] = []
  let current: Group | null = null
  return {
    get groups() {
      return groups
    },
    all: () => groups.flatMap((it) => it.edits),
    making(edits) {
      const last = groups.at(-1)
      if (last && typesOn(last, edits)) {
        const [was, is] = [last.edits[0] as PendingEdit, edits[0] as PendingEdit]
        last.edits = [{ ...was, to: is.to, at: is.at }]
        current = last
      } else {
        current = { edits: [...edits], frame: null, wasSent: false, updates: [], from: new Map() }
        groups.push(current)
      }
    },
    restore(edit) {
      groups.push({ edits: [edit], frame: null, wasSent: true, updates: [], from: new Map() })
    },
    made(clocks) {
      const group = current
      current = null
      if (!group) return []
      group.edits = group.edits.map((it, at) => ({ ...it, clock: clocks[at] ?? null }))
      return group.edits
    },
    emitted(update) {
      if (!current) return
      current.updates.push(update)
      earliest(current.from, Y.parseUpdateMeta(update).from)
    },
    builtOn(update, client) {
      if (groups.every((it) => it.updates.length === 0)) return []
      const reach = reachInto(client, update)
      const found: Uint8Array[] = []
      for (const group of groups) {
        group.updates = group.updates.filter((bytes) => {
          const begins = Y.parseUpdateMeta(bytes).from.get(client) ?? Number.POSITIVE_INFINITY
          if (begins < reach) found.push(bytes)
          return begins >= reach
        })
      }
      return found
    },
    unsure() {
      const unsure = new Map<number, number>()
      for (const { from } of groups) earliest(unsure, from)
      return unsure
    },
    updateSent(frame) {
      if (current) Object.assign(current, { frame, wasSent: true })
    },
    step2Sent(frame) {
      for (const group of groups) Object.assign(group, { frame: group.frame ?? frame, wasSent: true })
    },
    acknowledged(frames) {
      const done = groups.filter((it) => it.frame !== null && it.frame <= frames)
      if (done.length > 0) groups = groups.filter((it) => !done.includes(it))
      return done
    },
    takeSent() {
      const gone = groups.filter((it) => it.frame !== null)
      groups = groups.filter((it) => it.frame === null)
      return gone.flatMap((it) => it.edits)
    },
    disconnected() {
      for (const group of groups) group.frame = null
    },
    clear() {
      const gone = groups
      groups = []
      return gone
    },
  }
}

function earliest(into: Map<number, number>, from: ReadonlyMap<number, number>): void {
  for (const [client, clock] of from)
    into.set(client, Math.min(into.get(client) ?? Number.POSITIVE_INFINITY, clock))
}

/** Up to which of a client's clocks an update stands on what that client made, or takes some of it away. */
function reachInto(client: number, update: Uint8Array): number {
  const { structs, ds } = Y.decodeUpdate(update)
  let reach = 0
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    for (const id of [struct.origin, struct.rightOrigin])
      if (id?.client === client) reach = Math.max(reach, id.clock + 1)
  }
  for (const { clock, len } of ds.clients.get(client) ?? []) reach = Math.max(reach, clock + len)
  return reach
}

/** Words typed on in one place while nothing can be sent are one change, not hundreds. Never with one that was. */
function typesOn(last: Group, edits: readonly Edit[]): boolean {
  const [was] = last.edits
  const [is] = edits
  if (!was || !is || last.wasSent || last.edits.length > 1 || edits.length > 1) return false
  return isTextRoot(is.root) && placeOf(was) === placeOf(is) && goesOn(was, is)
}
