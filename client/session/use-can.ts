import { useSyncExternalStore } from 'react'
import type { Action, Target } from '../../shared/policy.ts'
import { useSession } from './session-provider.tsx'

/** Whether policy lets me write there now; follows phase, lock, decisions and votes. */
export function useCan(target: Target): boolean {
  const session = useSession()
  return useSyncExternalStore(session.snapshot.subscribe, () => session.may(target))
}

/** Whether my role lets me do this at all. */
export const useCanDo = (action: Action): boolean => useSession().mayDo(action)
