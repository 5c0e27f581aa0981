/**
 * The document that observers see: the public roots of a board, as they are now.
 *
 * It is a document of its own, written by one client id of its own, so neither who wrote a thing nor
 * what is not public can be read from it. It is made when the first observer joins and lives as long as
 * the room; a copy made from another one cannot follow it.
 */
import * as Y from 'yjs'
import { isMapRoot, type MapRoot, rootsOf } from '../../shared/doc/board-doc.ts'
import { isPublic, PUBLIC_ROOTS } from '../../shared/policy.ts'
import type { Touch } from '../store/contract.ts'
import type { Guarded } from './update-guard.ts'

const PUBLIC: readonly MapRoot[] = PUBLIC_ROOTS.filter(isMapRoot)

export class Projection implements Guarded {
  readonly doc = new Y.Doc()
  readonly retired: ReadonlySet<number> = new Set()

  constructor(board: Y.Doc) {
    const from = rootsOf(board)
    const to = rootsOf(this.doc)
    this.doc.transact(() => {
      for (const root of PUBLIC)
        for (const [key, value] of from[root]) if (isPublic(root, key)) to[root].set(key, value)
    })
  }

  ownerOf(client: number): 'server' | undefined {
    return client === this.doc.clientID ? 'server' : undefined
  }

  countOf(): number {
    return 0
  }

  /** Takes over what a change of the board touched; gives back the bytes of that, or null for nothing. */
  follow(board: Y.Doc, touches: Iterable<Touch>): Uint8Array | null {
    const changed = new Map<MapRoot, Set<string>>()
    for (const { root, key } of touches) {
      if (!isMapRoot(root) || !isPublic(root, key)) continue
      const keys = changed.get(root) ?? new Set()
      changed.set(root, keys.add(key))
    }
    if (changed.size === 0) return null
    const from = rootsOf(board)
    const to = rootsOf(this.doc)
    const bytes: Uint8Array[] = []
    const listen = (update: Uint8Array) => bytes.push(update)
    this.doc.on('update', listen)
    this.doc.transact(() => {
      for (const [root, keys] of changed) {
        for (const key of keys) {
          if (from[root].has(key)) to[root].set(key, from[root].get(key))
          else to[root].delete(key)
        }
      }
    })
    this.doc.off('update', listen)
    return bytes[0] ?? null
  }

  /** Whether a copy was made from this projection, or from nothing. */
  knows(clocks: ReadonlyMap<number, number>): boolean {
    for (const [client, clock] of clocks) {
      if (clock > 0 && client !== this.doc.clientID) return false
    }
    return (clocks.get(this.doc.clientID) ?? 0) <= Y.getState(this.doc.store, this.doc.clientID)
  }

  close(): void {
    this.doc.destroy()
  }
}
