/**
 * Leaving the board that is open here.
 */
import { LeaveDialog } from '../../panels/leave-dialog.tsx'
import { forgetName } from '../../panels/remembered-name.ts'
import { myBoards } from '../../session/my-boards.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useConnection } from '../../session/use-connection.ts'

export function Leaving({ onClose }: { onClose(): void }) {
  const session = useSession()
  const title = useBoard((board) => board.facts.title)
  const { unsaved } = useConnection()
  return (
    <LeaveDialog
      title={title}
      unsaved={unsaved}
      leave={session.leave}
      onLeft={() => {
        if (myBoards.get().length === 0) forgetName()
        location.replace('/')
      }}
      onClose={onClose}
    />
  )
}
