/**
 * The board a few times a second: for lists that take long to draw while a whole room acts at once.
 *
 * React’s own way of putting drawing off begins anew with every change, and where changes keep coming it does
 * not come to its end: a list stayed as it was seconds ago. Here what is drawn is at most one gap old.
 */
import { useState, useSyncExternalStore } from 'react'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import type { Watched } from './contract.ts'
import { relay } from './relay.ts'
import { useSession } from './session-provider.tsx'

const GAP_MS = 120

/** The first change is passed on at once, those that follow within the gap together at its end. */
export function atMostEvery<Value>(gapMs: number, source: Watched<Value>): Watched<Value> {
  let gap: ReturnType<typeof setTimeout> | undefined
  const changed = () => {
    if (gap !== undefined || Object.is(source.get(), shown.get())) return
    gap = setTimeout(() => {
      gap = undefined
      changed()
    }, gapMs)
    shown.passOn()
  }
  const ended = () => {
    clearTimeout(gap)
    gap = undefined
  }
  const shown = relay(source, { changed, ended })
  return shown
}

/** As `useBoard`, for what is drawn by the hundred. */
export function usePacedBoard<Part>(select: (board: BoardSnapshot) => Part): Part {
  const { snapshot } = useSession()
  const [paced] = useState(() => atMostEvery(GAP_MS, snapshot))
  return useSyncExternalStore(paced.subscribe, () => select(paced.get()))
}
