/** Whether two lists hold the same: then the old one is kept, and nobody draws it again. */
export const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((it, at) => it === b[at]))
