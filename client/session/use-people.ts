import { useSyncExternalStore } from 'react'
import type { PersonCard } from '../../shared/wire.ts'
import { useSession } from './session-provider.tsx'

/** Everybody who joined, by id. */
export function usePeople(): ReadonlyMap<string, PersonCard> {
  const { people } = useSession()
  return useSyncExternalStore(people.subscribe, people.get)
}
