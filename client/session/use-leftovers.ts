import { useSyncExternalStore } from 'react'
import type { Leftover } from './contract.ts'
import { useSession } from './session-provider.tsx'

/** My changes that were overtaken or refused, oldest first, until used or dismissed. */
export function useLeftovers(): readonly Leftover[] {
  const { leftovers } = useSession()
  return useSyncExternalStore(leftovers.subscribe, leftovers.get)
}
