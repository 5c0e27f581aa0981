import { useSyncExternalStore } from 'react'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { useSession } from './session-provider.tsx'

/**
 * The part of the board a component draws; it redraws only when that part changes.
 *
 * Select something the snapshot already holds. A value built inside `select` is new on every call,
 * and React would draw for ever.
 */
export function useBoard<Part>(select: (board: BoardSnapshot) => Part): Part {
  const { snapshot } = useSession()
  return useSyncExternalStore(snapshot.subscribe, () => select(snapshot.get()))
}
