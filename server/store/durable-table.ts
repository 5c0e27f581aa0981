/**
 * One value in memory with a copy on disk.
 *
 * What is shown is always durable: a change is made on a draft, and the draft is shown once it is
 * written. Changes that arrive during a write go together in the next one, each made on the last.
 */
export interface DurableTable<T> {
  now(): T
  update(change: (value: T) => T): Promise<T>
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

interface Waiter<T> {
  change: (value: T) => T
  resolve: (value: T) => void
  reject: (because: unknown) => void
}

export function durableTable<T>(first: T, write: (after: T, before: T) => Promise<void>): DurableTable<T> {
  let shown = first
  let waiting: Waiter<T>[] = []
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    await null
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeBatch(batch)
    }
    writing = null
  }

  async function writeBatch(batch: readonly Waiter<T>[]): Promise<void> {
    let draft = shown
    const made: { waiter: Waiter<T>; value: T }[] = []
    for (const waiter of batch) {
      try {
        draft = waiter.change(draft)
        made.push({ waiter, value: draft })
      } catch (error) {
        waiter.reject(error)
      }
    }
    if (made.length === 0) return
    try {
      await write(draft, shown)
      shown = draft
      for (const { waiter, value } of made) waiter.resolve(value)
    } catch (error) {
      for (const { waiter } of made) waiter.reject(error)
    }
  }

  return {
    now: () => shown,
    update: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject })
        writing ??= writeAll()
      }),
    settled: async () => {
      await writing
    },
  }
}
