import { useSyncExternalStore } from 'react'
import type { UndoOutcome } from './contract.ts'
import { useSession } from './session-provider.tsx'

/** What undo and redo would do, in words or null, and the doing. */
export function useUndo(): {
  undoable: { undo: string | null; redo: string | null }
  undo(): UndoOutcome
  redo(): UndoOutcome
} {
  const { undoable, undo, redo } = useSession()
  return { undoable: useSyncExternalStore(undoable.subscribe, undoable.get), undo, redo }
}
