/** One piece of work after the other, in the order asked; a failed one does not hold up the next. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

export function inTurn(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
