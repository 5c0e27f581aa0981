/**
 * What people ask of the server when they talk it through; where it refuses, in words, and the screen as it was.
 */
import { useEffect, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { Decide, DecisionReply, OpenVote, VotePatch, VoteReply } from '../../../shared/consult/calls.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'

/** The votes as the server has them; asked again whenever something of them changes on the board. */
export function useVotes() {
  const { board, as } = useSession()
  const marks = useBoard((it) => it.live.votes)
  const [list, setList] = useState<readonly VoteReply[]>([])
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks and a press say when to ask again
  useEffect(() => {
    let gone = false
    // Many choices in a second are one question.
    const timer = setTimeout(() => {
      api
        .at(board, as)
        .call<VoteReply[]>('/votes')
        .then((votes) => {
          if (!gone) setList(votes)
        })
        .catch(() => {
          // What was there stays; the next change asks again.
        })
    }, 300)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [board, as, marks, asked])
  return { list, refresh: () => setAsked((it) => it + 1) }
}

export interface Acts {
  open(vote: OpenVote): Promise<void>
  change(vote: number, patch: VotePatch): Promise<void>
  decide(decision: Decide): Promise<void>
  reopen(id: StatementId): Promise<void>
  pull(id: StatementId): Promise<void>
}

export function useActs(refresh: () => void): Acts {
  const { board, as } = useSession()
  const at = api.at(board, as)
  const attempt = async <Reply>(call: Promise<Reply>, said: (reply: Reply) => string): Promise<void> => {
    try {
      announce(said(await call))
    } catch (error) {
      toast(sayProblem(error))
      announce(sayProblem(error), 'assertive')
    } finally {
      refresh()
    }
  }
  return {
    open: (body) => attempt(at.call('/votes', { body }), () => 'The private vote is open.'),
    change: (vote, body) =>
      attempt(at.call(`/votes/${vote}`, { method: 'PATCH', body }), () =>
        'show' in body
          ? 'Results are shown.'
          : 'again' in body
            ? 'Asked again.'
            : 'The private vote is closed.',
      ),
    decide: (body) =>
      attempt(at.call<DecisionReply>('/decisions', { body }), ({ seq, decisions }) => {
        const many = decisions.length
        const words =
          'rule' in body ? `${many} ${many === 1 ? 'statement' : 'statements'} placed.` : 'Decided.'
        toast(words, {
          label: 'Undo',
          run: () => void attempt(at.call(`/undo/${seq}`, { body: {} }), () => 'Taken back.'),
        })
        return words
      }),
    reopen: (id) => attempt(at.call(`/decisions/${id}/reopen`, { body: {} }), () => 'Open again.'),
    pull: (id) =>
      attempt(at.call(`/agreed/${id}/pull`, { body: {} }), () => 'Pulled out, and nobody is told who did.'),
  }
}
