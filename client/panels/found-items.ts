/** Parts of the plan as what a finder finds. */
import type { PlanId } from '../../shared/board.ts'
import type { PlanItem } from '../../shared/plan.ts'
import { naturally } from '../../shared/words.ts'
import type { Found } from '../ui/finder.tsx'

export function foundOf(
  items: ReadonlyMap<PlanId, PlanItem>,
  detail: (item: PlanItem) => string,
): readonly Found[] {
  return Array.from(items.values(), (it) => ({
    id: it.id,
    title: it.fields.title ?? '(no title)',
    detail: detail(it) || undefined,
  })).sort((a, b) => naturally.compare(a.title, b.title))
}
