/**
 * The whole board as canonical JSON: keys sorted, no clock of its own, ids instead of names.
 *
 * `format` and `version` name what follows; every part is a root of the document, key → value, as
 * `shared/doc` describes it, so the file comes back as an equal board. Comments belong to the full set.
 */
import type { Root } from '../doc/board-doc.ts'
import { isPublic } from '../policy.ts'
import type { ExportSource } from './contract.ts'

export const BOARD_JSON = { format: 'due-regard/board', version: 1 } as const

export function writeBoardJson({ board, roots, why, paper, at, set }: ExportSource): string {
  const part = (root: Root) =>
    Object.fromEntries(Array.from(roots[root] ?? []).filter(([key]) => set === 'full' || isPublic(root, key)))
  return canonicalJson({
    ...BOARD_JSON,
    id: board,
    at: new Date(at).toISOString(),
    set,
    board: part('board'),
    statements: part('statements'),
    placements: part('placements'),
    responses: part('responses'),
    plan: part('plan'),
    why: Object.fromEntries(why),
    paper: Object.fromEntries(paper),
    live: part('live'),
    ...(set === 'full' && { comments: part('comments'), facilitation: part('facilitation') }),
  })
}

/** JSON with the keys of every object in the order of their code units, one entry a line. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 1)}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  // Entries that look like numbers would come first in any object, whatever the order they are put in.
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]))
}
