/**
 * Makes a change on a press; where the board refuses it, the person is told why and nothing else happens.
 */
import type * as Y from 'yjs'
import { PROBLEMS } from '../../shared/problem.ts'
import { useSession } from '../session/session-provider.tsx'
import { announce } from '../ui/announcer.tsx'
import { toast } from '../ui/toasts.tsx'

/** Gives back whether it was made. */
export function useEdit(): (what: string, change: (doc: Y.Doc) => void) => boolean {
  const session = useSession()
  return (what, change) => {
    const because = session.edit(what, change)
    if (because === null) return true
    toast(PROBLEMS[because].says)
    announce(PROBLEMS[because].says, 'assertive')
    return false
  }
}
