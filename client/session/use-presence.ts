import { useSyncExternalStore } from 'react'
import type { Presence } from '../../shared/doc/presence.ts'
import { useSession } from './session-provider.tsx'

/**
 * A part of who else is here and what they hold. The list and its entries stay the same objects until they
 * change, so select an entry or the list itself.
 */
export function usePresence<Part>(select: (others: readonly Presence[]) => Part): Part {
  const { presence } = useSession()
  return useSyncExternalStore(presence.subscribe, () => select(presence.get()))
}
