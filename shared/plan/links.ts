/**
 * Which statements each part of the plan answers.
 *
 * A link counts while its statement stands in the category that asks for it. Moved elsewhere the link rests:
 * it is kept, so that a statement moved back has what it had, and it counts for nothing meanwhile.
 */
import type { PlanId, StatementId } from '../board.ts'
import type { CategoryId } from '../columns.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import type { PlanKind, Response } from '../plan.ts'

/** The category in which a link to each kind counts. */
export const CATEGORY_OF = {
  action: 'new-action',
  stream: 'due-regard',
  watch: 'watching-brief',
} as const satisfies Record<PlanKind, CategoryId>

export type Linked = Readonly<Record<PlanKind, ReadonlyMap<PlanId, readonly StatementId[]>>>

export interface Links {
  /** What answers a statement now, statements in the order of their publication. */
  answers: Linked
  /** What is linked to a statement that stands elsewhere now. */
  resting: Linked
}

/** What a statement is linked to of one kind, whether it counts or not. */
export function linkedTo(response: Response | undefined, kind: PlanKind): readonly PlanId[] {
  if (!response) return NOTHING
  if (kind === 'action') return response.actions
  const id = response[kind]
  return id ? [id] : NOTHING
}
const NOTHING: readonly PlanId[] = []

export function linksOf({
  ids,
  placements,
  responses,
}: Pick<BoardSnapshot, 'ids' | 'placements' | 'responses'>): Links {
  const answers = emptyLinks()
  const resting = emptyLinks()
  for (const id of ids) {
    const response = responses.get(id)
    if (!response) continue
    const column = placements.get(id)?.column
    for (const kind of ['action', 'stream', 'watch'] as const) {
      const into = column === CATEGORY_OF[kind] ? answers[kind] : resting[kind]
      for (const to of linkedTo(response, kind)) {
        const there = into.get(to)
        if (there) there.push(id)
        else into.set(to, [id])
      }
    }
  }
  return { answers, resting }
}

const emptyLinks = (): Record<PlanKind, Map<PlanId, StatementId[]>> => ({
  action: new Map(),
  stream: new Map(),
  watch: new Map(),
})
