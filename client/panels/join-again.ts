import type { PartsReply } from '../../shared/api.ts'
import type { StatementView } from '../../shared/doc/reads/statements.ts'
import { api } from '../session/api.ts'
import type { BoardSession } from '../session/contract.ts'
import { announce } from '../ui/announcer.tsx'
import { toast } from '../ui/toasts.tsx'
import { sayProblem } from './say-problem.ts'

/** Puts a split statement together again, and says what came of it. */
export async function joinAgain(session: BoardSession, { id, ref }: StatementView): Promise<void> {
  let words = `${ref} is put together again.`
  try {
    await api.at(session.board, session.as).call<PartsReply>(`/statements/${id}/join`, { body: {} })
  } catch (error) {
    words = `${ref} stays split. ${sayProblem(error)}`
  }
  toast(words)
  announce(words)
}
