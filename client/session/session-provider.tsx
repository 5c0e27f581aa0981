/**
 * The session that the components below look through.
 */
import { createContext, type ReactNode, useContext } from 'react'
import type { BoardSession } from './contract.ts'

const SessionContext = createContext<BoardSession | null>(null)

export function SessionProvider({ session, children }: { session: BoardSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): BoardSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a SessionProvider above it')
  return session
}
