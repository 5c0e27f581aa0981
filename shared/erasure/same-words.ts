/**
 * Which other statements hold words of one: what it was split into, parts of parts too, and what it is part
 * of. Its neighbours do not: every word of a whole stands in one of its parts.
 */
import type { StatementId } from '../board.ts'

/** `partOf` of every statement; one that was put together and split anew may be told twice. */
export type Ties = Iterable<readonly [part: StatementId, whole: StatementId | undefined]>

export function sharingWords(ties: Ties, id: StatementId): StatementId[] {
  const all = [...ties]
  const upwards = reached(id, (it) => all.flatMap(([part, whole]) => (part === it && whole ? [whole] : [])))
  const downwards = reached(id, (it) => all.flatMap(([part, whole]) => (whole === it ? [part] : [])))
  return [...new Set([...upwards, ...downwards])].filter((it) => it !== id).sort()
}

/** A file may have brought ties that go round in a circle. */
function reached(from: StatementId, next: (id: StatementId) => StatementId[]): Set<StatementId> {
  const found = new Set([from])
  for (const id of found) for (const it of next(id)) found.add(it)
  return found
}
