/** Which parts of the plan a person has open, shared by everything drawn on the page. */
import { createContext, useContext } from 'react'
import type { PlanId } from '../../../shared/board.ts'
import type { PlanKind } from '../../../shared/plan.ts'

export interface Opened {
  open: ReadonlySet<string>
  /** Made here a moment ago: focus goes into it when it appears. */
  made: string | null
  toggle(key: string, on: boolean): void
  make(key: string): void
  /** Asks which statements a part answers. */
  link(part: { kind: PlanKind; id: PlanId }): void
}

export const OpenedContext = createContext<Opened | null>(null)

export function useOpened(): Opened {
  const opened = useContext(OpenedContext)
  if (!opened) throw new Error('a part of the plan is drawn outside its page')
  return opened
}

/** Opens a part, wherever it is drawn, and brings it into view with focus on its heading. */
export function goTo(opened: Opened, key: string): void {
  opened.toggle(key, true)
  requestAnimationFrame(() => {
    const part = document.querySelector(`[data-part="${key}"]`)
    part?.scrollIntoView({ block: 'center' })
    part?.querySelector<HTMLElement>('[data-head]')?.focus({ preventScroll: true })
  })
}
