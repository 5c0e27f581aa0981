/**
 * Sees to it that what this device is to keep is kept, and knows what is.
 */
import type { Clock } from '../../shared/clock.ts'
import type { Kept, LocalCopy, PendingEdit } from './local-copy.ts'

/** The base is written this long after it changed, and in one piece again after this many. */
const BASE_WRITE_MS = 1_000
const BASE_PIECES = 200

export interface DeviceKeeper {
  keep(change: Kept): void
  /** Whether all of these would survive this page. */
  hasKept(edits: readonly PendingEdit[]): boolean
  /** They came from this device. */
  found(edits: readonly PendingEdit[]): void
  /** More of what the server has; written soon. */
  confirmed(update: Uint8Array): void
  /** Writes that now: without it, changes that are kept would have no board to be shown on. */
  settle(): void
  close(): void
}

export interface KeeperOptions {
  copy: LocalCopy
  clock: Clock
  /** All of what the server has in one piece, or null while there is more than that in the document. */
  whole(): Uint8Array | null
  /** What is kept has changed. */
  changed(): void
}

export function openKeeper({ copy, clock, whole, changed }: KeeperOptions): DeviceKeeper {
  /** The latest write of each change; true once it is done. */
  const writes = new Map<string, { done: boolean }>()
  let pieces = 0
  let cancel: (() => void) | null = null

  function settle() {
    cancel?.()
    cancel = null
    const state = pieces < BASE_PIECES ? null : whole()
    if (state) copy.replace(state)
    else copy.flush()
  }

  return {
    settle,
    keep(change) {
      const write = { done: false }
      for (const { id } of change.put ?? []) writes.set(id, write)
      for (const id of change.drop ?? []) writes.delete(id)
      void copy.keep(change).then((done) => {
        write.done = done
        changed()
      })
    },
    hasKept: (edits) => edits.every((it) => copy.works && writes.get(it.id)?.done === true),
    found(edits) {
      for (const { id } of edits) writes.set(id, { done: true })
    },
    confirmed(update) {
      if (!copy.works) return
      pieces = copy.append(update)
      cancel ??= clock.after(BASE_WRITE_MS, settle)
    },
    close() {
      cancel?.()
      copy.close()
    },
  }
}
