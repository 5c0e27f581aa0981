/**
 * The short name of an action: A1, A2. It is given when the action is made and stays its own, so a paper
 * written in March names what a paper written in June names.
 */
import type { PlanId } from '../board.ts'
import type { Plan } from '../doc/reads/plan.ts'

const NUMBERED = /^a(\d{1,6})$/i

/** Every action's, each once: what two people made at the same moment is told apart by a letter. */
export function actionRefs(actions: Plan['action']): ReadonlyMap<PlanId, string> {
  const refs = new Map<PlanId, string>()
  const taken = new Set<string>()
  const give = (id: PlanId, wanted: string) => {
    let ref = wanted
    for (let letter = 1; taken.has(ref); letter += 1) ref = `${wanted}${letterOf(letter)}`
    taken.add(ref)
    refs.set(id, ref)
  }
  const without: PlanId[] = []
  for (const [id, { fields }] of actions) {
    const own = fields.ref || (NUMBERED.test(id) ? id.toUpperCase() : '')
    if (own) give(id, own)
    else without.push(id)
  }
  // Older actions have none of their own.
  let next = highest(refs.values())
  for (const id of without) {
    next += 1
    give(id, `A${next}`)
  }
  return refs
}

/** What the next action is called. */
export const nextActionRef = (actions: Plan['action']): string =>
  `A${highest(actionRefs(actions).values()) + 1}`

function highest(refs: Iterable<string>): number {
  let most = 0
  for (const ref of refs) most = Math.max(most, Number(/^A(\d{1,6})[a-z]*$/i.exec(ref)?.[1] ?? 0))
  return most
}

/** b, c, … z, then ab: the first of a name has no letter. */
const letterOf = (at: number): string => (at < 26 ? String.fromCharCode(97 + at) : `a${letterOf(at - 25)}`)
