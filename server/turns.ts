/** Ways of doing work so that it gets in nobody's way. */

/** Lets work of the same name run one after the other, whether the one before succeeded or not. */
export type TakeTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

export function takeTurns(): TakeTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
    last.set(name, mine)
    try {
      return await mine
    } finally {
      if (last.get(name) === mine) last.delete(name)
    }
  }
}

const SLICE_MS = 5

/** Once everything that waits has had its turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** To be awaited between steps of long work: every few milliseconds everything else has its turn. */
export function sharedTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE_MS) return
    await nextTurn()
    since = performance.now()
  }
}

/** Runs work that has steps, letting everything else have its turn before it and every few milliseconds. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  // What the work is done on took its time already.
  await nextTurn()
  for (let since = performance.now(); ; ) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - since < SLICE_MS) continue
    await nextTurn()
    since = performance.now()
  }
}
