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
