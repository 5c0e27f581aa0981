/**
 * What this device keeps of a board: what the server has confirmed, and the changes it has not.
 *
 * The two are kept apart, in one database a board and participant. The *base* holds only what came from
 * the server or was acknowledged by it, so a copy opened from it can be connected without pushing anything.
 * *Pending* changes are kept by place and value, with the words; they reach a document only by being
 * compared first. Each call is one transaction: after a crash a change is there or it is not.
 * (y-indexeddb keeps everything in one heap, throws inside the document's update event once another tab has
 * deleted the database, so that edits are no longer sent, and cannot say when something is really kept.)
 *
 * Where storage is missing, forbidden, full or evicted nothing here throws: writes answer false.
 */
import * as Y from 'yjs'
import type { Millis } from '../../shared/clock.ts'
import type { Leftover } from './contract.ts'
import type { Edit } from './draft.ts'

/** A change made here that is not on the server's disk. */
export interface PendingEdit extends Edit {
  /** Sorts by the order in which changes were made. */
  id: string
  /** The page that answers for it. */
  tab: string
  at: Millis
  /** Of the copy it was made on; ids of another epoch mean nothing. */
  epoch: number
  client: number
  /** The client's clock after it, or null where it only took away: a document that has got so far has it. */
  clock: number | null
  /** How often the room refused an update that may have been this. */
  tries: number
}

/** A change, and when it was made, where that is known. */
export interface MadeEdit extends Edit {
  at?: Millis
}

export interface KeptLeftover extends Leftover {
  edit: MadeEdit
}

export interface Loaded {
  base: Uint8Array | null
  pending: PendingEdit[]
  leftovers: KeptLeftover[]
}

export interface Kept {
  put?: readonly PendingEdit[]
  drop?: readonly string[]
  putLeftovers?: readonly KeptLeftover[]
  dropLeftovers?: readonly string[]
}

export interface LocalCopy {
  /** False once anything could not be kept. */
  readonly works: boolean
  load(): Promise<Loaded>
  /** What the server is known to have, or null where none of it is here. */
  base(): Promise<Uint8Array | null>
  /** Whether all of it is on this device now. */
  keep(change: Kept): Promise<boolean>
  /** More of what the server has; written soon. Gives back how many pieces the base is in. */
  append(update: Uint8Array): number
  /** All of what the server has, in one piece. */
  replace(state: Uint8Array): void
  /** Writes what `append` has gathered. */
  flush(): void
  /** The board was rebuilt: the base is void, the pending changes stay. */
  moveTo(epoch: number): Promise<void>
  wipe(): Promise<void>
  close(): void
}

export interface LocalCopyOptions {
  indexedDB: IDBFactory | null
  name: string
  epoch: number
  tab: string
  /** Pages of this browser that are open, by their tab ids: their pending changes are theirs. */
  openTabs(): Promise<ReadonlySet<string>>
}

export const localCopyName = (board: string, participant: string) => `due-regard/${board}/${participant}`

const STORES = ['base', 'pending', 'leftovers', 'about'] as const

export function openLocalCopy(options: LocalCopyOptions): LocalCopy {
  const { indexedDB, name, tab, openTabs } = options
  let epoch = options.epoch
  let works = indexedDB !== null
  let closed = false
  let gathered: Uint8Array[] = []
  let pieces = 0
  const opening = indexedDB ? openDatabase(indexedDB, name).catch(() => null) : Promise.resolve(null)
  opening.then((db) => {
    if (!db) works = false
    else {
      // Another tab leaves the board, or the browser takes the storage away.
      db.onversionchange = () => {
        works = false
        db.close()
      }
      db.onclose = () => {
        works = false
      }
    }
  })

  async function within<Result>(
    stores: readonly (typeof STORES)[number][],
    run: (store: (name: (typeof STORES)[number]) => IDBObjectStore) => Promise<Result> | Result,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<{ done: Result } | null> {
    const db = await opening
    if (!db || !works || closed) return null
    try {
      const transaction = db.transaction(stores as string[], 'readwrite', { durability })
      const finished = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
        transaction.onerror = () => reject(transaction.error)
      })
      // Both are awaited together: either may be the first to say that it failed.
      const [done] = await Promise.all([run((store) => transaction.objectStore(store)), finished])
      return { done }
    } catch {
      works = false
      return null
    }
  }

  /** Clears a base of another epoch; false where a newer page has already moved on. */
  const baseIsOurs = async (store: (name: (typeof STORES)[number]) => IDBObjectStore): Promise<boolean> => {
    const kept = (await result(store('about').get('epoch'))) as number | undefined
    if (kept !== undefined && kept > epoch) return false
    if (kept !== epoch) {
      store('base').clear()
      store('about').put(epoch, 'epoch')
    }
    return true
  }

  const merged = (parts: Uint8Array[]): Uint8Array | null =>
    parts.length === 0 ? null : Y.mergeUpdates(parts)

  /** The changes of this page and of those that are gone: from now on this page answers for them. */
  async function takeOver(): Promise<PendingEdit[]> {
    const open = await openTabs()
    const taken = await within(['pending'], async (store) => {
      const all = (await result(store('pending').getAll())) as PendingEdit[]
      const orphans = all.filter((it) => it.tab === tab || !open.has(it.tab)).map((it) => ({ ...it, tab }))
      for (const edit of orphans) store('pending').put(edit)
      return orphans
    })
    return taken?.done ?? []
  }

  const copy: LocalCopy = {
    get works() {
      return works
    },
    async load() {
      const found = await within(['base', 'leftovers', 'about', 'pending'], async (store) => ({
        base: (await baseIsOurs(store)) ? ((await result(store('base').getAll())) as Uint8Array[]) : [],
        leftovers: (await result(store('leftovers').getAll())) as KeptLeftover[],
        hasPending: (await result(store('pending').count())) > 0,
      }))
      if (!found) return { base: null, pending: [], leftovers: [] }
      const { base, leftovers, hasPending } = found.done
      pieces = base.length
      return { base: merged(base), leftovers, pending: hasPending ? await takeOver() : [] }
    },
    async base() {
      copy.flush()
      const found = await within(['base', 'about'], async (store) =>
        (await baseIsOurs(store)) ? ((await result(store('base').getAll())) as Uint8Array[]) : [],
      )
      return found ? merged(found.done) : null
    },
    async keep({ put = [], drop = [], putLeftovers = [], dropLeftovers = [] }) {
      // "Kept" is said of these: they are to survive more than this page.
      const durability = put.length > 0 || putLeftovers.length > 0 ? 'strict' : 'relaxed'
      const write = (store: (name: 'pending' | 'leftovers') => IDBObjectStore) => {
        for (const id of drop) store('pending').delete(id)
        for (const edit of put) store('pending').put(edit)
        for (const id of dropLeftovers) store('leftovers').delete(id)
        for (const leftover of putLeftovers) store('leftovers').put(leftover)
      }
      const kept = await within(['pending', 'leftovers'], write, durability)
      return kept !== null
    },
    append(update) {
      if (works) gathered.push(update)
      return pieces + gathered.length
    },
    flush() {
      const update = merged(gathered)
      gathered = []
      if (!update) return
      pieces += 1
      void within(['base', 'about'], async (store) => {
        if (await baseIsOurs(store)) store('base').add(update)
      })
    },
    replace(state) {
      gathered = []
      pieces = 1
      void within(['base', 'about'], async (store) => {
        if (!(await baseIsOurs(store))) return
        store('base').clear()
        store('base').add(state)
      })
    },
    async moveTo(next) {
      epoch = next
      gathered = []
      pieces = 0
      await within(['base', 'about'], baseIsOurs)
    },
    async wipe() {
      const db = await opening
      works = false
      db?.close()
      if (db) await wipeLocalCopy(indexedDB, name)
    },
    close() {
      copy.flush()
      // After what was asked for: a transaction already open completes before its database closes.
      void opening.then((db) => {
        closed = true
        db?.close()
      })
    },
  }
  return copy
}

const result = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1)
    request.onupgradeneeded = () => {
      const db = request.result
      db.createObjectStore('base', { autoIncrement: true })
      db.createObjectStore('pending', { keyPath: 'id' })
      db.createObjectStore('leftovers', { keyPath: 'id' })
      db.createObjectStore('about')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

/** Takes away what this device keeps of a board, whether or not a page has it open. */
export async function wipeLocalCopy(indexedDB: IDBFactory | null, name: string): Promise<void> {
  if (indexedDB) await deleted(indexedDB, name)
}

const deleted = (factory: IDBFactory, name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = factory.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    // Another page lets go as soon as it hears; there is nothing to wait for here.
    request.onblocked = () => resolve()
  })
