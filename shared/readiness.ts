/**
 * What a statement still lacks before it is *ready for the Board*, by the column it is in.
 *
 * The words are those a card shows; `rules.md` has the rule as ready-1 to ready-4.
 */
import type { PlanId } from './board.ts'
import type { ColumnId } from './columns.ts'
import { itemLacks } from './plan/lacks.ts'
import type { PlanItem, Response } from './plan.ts'

export type Lack =
  | 'not sorted'
  | 'an action'
  | 'a work stream'
  | 'a lead'
  | 'a date'
  | 'a project lead'
  | 'evidence so far'
  | 'a watched source'
  | 'an executive lead'
  | 'a review date'
  | 'a reason'

interface PlanItems {
  action(id: PlanId): PlanItem | undefined
  stream(id: PlanId): PlanItem | undefined
  watch(id: PlanId): PlanItem | undefined
}

const NOTHING: readonly Lack[] = []

/** In the order a form asks for them; empty means ready. */
export function lacksOf(column: ColumnId, response: Response, plan: PlanItems): readonly Lack[] {
  const lacks: Lack[] = []
  const need = (there: unknown, lack: Lack) => {
    if (!there && !lacks.includes(lack)) lacks.push(lack)
  }
  switch (column) {
    case 'unsorted':
      return ['not sorted']
    case 'new-action': {
      const actions = response.actions.map((id) => plan.action(id)).filter((it) => it !== undefined)
      need(actions.length > 0, 'an action')
      for (const action of actions) for (const lack of itemLacks(action, plan.stream)) need(false, lack)
      break
    }
    case 'due-regard': {
      const stream = response.stream ? plan.stream(response.stream) : undefined
      need(stream, 'a work stream')
      if (stream) {
        for (const lack of itemLacks(stream, plan.stream)) need(false, lack)
        need(response.evidence || stream.fields.evidence, 'evidence so far')
      }
      break
    }
    case 'watching-brief': {
      const watch = response.watch ? plan.watch(response.watch) : undefined
      need(watch, 'a watched source')
      if (watch) for (const lack of itemLacks(watch, plan.stream)) need(false, lack)
      break
    }
    case 'set-aside':
      need(response.setAsideReason, 'a reason')
  }
  return lacks.length > 0 ? lacks : NOTHING
}

/** "Needs a lead and a date": what a card says about its lacks. */
export function lackSentence(lacks: readonly Lack[]): string {
  const last = lacks.at(-1)
  if (last === undefined) return 'Ready for the Board'
  if (last === 'not sorted') return 'Not sorted yet'
  const before = lacks.slice(0, -1).join(', ')
  return before ? `Needs ${before} and ${last}` : `Needs ${last}`
}
