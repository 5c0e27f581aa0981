import type { RestoreReply } from '../../../shared/past/calls.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import type { BoardSession } from '../../session/contract.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'

/** Takes a restoring back, and says how far that was possible. */
export async function takeBack(
  { board, as }: Pick<BoardSession, 'board' | 'as'>,
  restore: number,
  onDone: () => void,
): Promise<void> {
  let words: string
  try {
    const { changedSince } = await api
      .at(board, as)
      .call<RestoreReply>(`/restores/${restore}/undo`, { body: {} })
    words =
      changedSince === 0
        ? 'Taken back: the board is as it was before.'
        : `Taken back, but for what was changed since: ${changedSince} ${changedSince === 1 ? 'place stays' : 'places stay'} as they are.`
  } catch (error) {
    words = sayProblem(error)
  }
  toast(words)
  announce(words)
  onDone()
}
