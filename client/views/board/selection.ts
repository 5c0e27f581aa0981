/**
 * The statements chosen to be moved together, heard of card by card.
 *
 * A range runs from the card that was chosen last to the one that is reached for, as the screen has them;
 * reaching elsewhere from there gives back what the last reach added. What is not shown is not chosen, so
 * nobody moves what they do not see.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { Watched } from '../../session/contract.ts'
import { changing, type Keyed, keyed } from '../../ui/changing.ts'

const NOBODY: ReadonlySet<StatementId> = new Set()

export interface Selection {
  ids: Watched<ReadonlySet<StatementId>>
  of: Pick<Keyed<true>, 'get' | 'subscribe'>
  /** Whether a press on a card chooses it instead of opening it. */
  picking: Watched<boolean>
  toggle(id: StatementId): void
  /** Chooses everything from the card chosen last to this one, among the cards given. */
  reach(id: StatementId, among: readonly StatementId[]): void
  add(ids: readonly StatementId[]): void
  /** Leaves out what is not among these. */
  keep(isShown: (id: StatementId) => boolean): void
  pick(on: boolean): void
  /** Chooses nothing any more, and lets presses open cards again. */
  clear(): void
}

export function openSelection(): Selection {
  const ids = changing(NOBODY)
  const of = keyed<true>()
  const picking = changing(false)
  let anchor: StatementId | null = null
  /** What was chosen before the reach that is under way. */
  let base = NOBODY

  const set = (next: ReadonlySet<StatementId>) => {
    const was = ids.get()
    of.update(Array.from(was, (id) => [id, next.has(id) ? true : undefined] as const))
    of.update(Array.from(next, (id) => [id, true] as const))
    ids.set(next)
  }
  const settle = (next: ReadonlySet<StatementId>, at: StatementId | null) => {
    anchor = at
    base = next
    set(next)
  }

  return {
    ids,
    of,
    picking,
    toggle(id) {
      const next = new Set(ids.get())
      if (!next.delete(id)) next.add(id)
      settle(next, id)
    },
    reach(id, among) {
      const from = anchor === null ? -1 : among.indexOf(anchor)
      const to = among.indexOf(id)
      if (from < 0 || to < 0) settle(new Set([...ids.get(), id]), id)
      else set(new Set([...base, ...among.slice(Math.min(from, to), Math.max(from, to) + 1)]))
    },
    add: (more) => settle(new Set([...ids.get(), ...more]), more.at(-1) ?? anchor),
    keep(isShown) {
      const next = new Set(Array.from(ids.get()).filter(isShown))
      if (next.size < ids.get().size) settle(next, anchor !== null && isShown(anchor) ? anchor : null)
    },
    pick: (on) => picking.set(on),
    clear() {
      picking.set(false)
      settle(NOBODY, null)
    },
  }
}
