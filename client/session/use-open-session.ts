import { useEffect, useState } from 'react'
import type { BoardId, LinkId } from '../../shared/board.ts'
import { Problem, type ProblemCode } from '../../shared/problem.ts'
import type { BoardSession } from './contract.ts'
import { holdSession } from './open-sessions.ts'

export type Opening =
  | { state: 'opening' }
  | { state: 'open'; session: BoardSession }
  | { state: 'refused'; because: ProblemCode }

/** Opens the board by a link this browser has joined with; closes it when nobody looks any more. */
export function useOpenSession(board: BoardId, as: LinkId): Opening {
  const [opening, setOpening] = useState<Opening>({ state: 'opening' })
  useEffect(() => {
    let gone = false
    setOpening({ state: 'opening' })
    const held = holdSession(board, as)
    held.session.then(
      (session) => {
        if (!gone) setOpening({ state: 'open', session })
      },
      (error: unknown) => {
        const because = error instanceof Problem ? error.code : 'internal'
        if (!gone) setOpening({ state: 'refused', because })
      },
    )
    return () => {
      gone = true
      held.release()
    }
  }, [board, as])
  return opening
}
