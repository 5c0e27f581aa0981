import { useSyncExternalStore } from 'react'
import type { ConnectionView } from './contract.ts'
import { useSession } from './session-provider.tsx'

/** What the saved line shows. */
export function useConnection(): ConnectionView {
  const { connection } = useSession()
  return useSyncExternalStore(connection.subscribe, connection.get)
}
