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

/** Milliseconds between two questions: many choices in a second are one. */
const PACE_MS = 500

/** The votes as the server has them, for those who run them; asked again when something of them has changed. */
export function useVotes(runs: boolean) {
  const { board, as } = useSession()
  const marks = useBoard((it) => it.live.votes)
  const [list, setList] = useState<readonly VoteReply[]>([])
  const [asker] = useState(() =>
    atMostEvery(PACE_MS, () =>
      api
        .at(board, as)
        .call<VoteReply[]>('/votes')
        .then(setList, () => {
          // What was there stays; the next change asks again.
        }),
    ),
  )
  useEffect(() => asker.cancel, [asker])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks say when to ask again
  useEffect(() => {
    if (runs) asker.ask()
  }, [asker, runs, marks])
  return { list, refresh: () => runs && asker.ask() }
}

/** Asks at once and then at most so often; what is asked meanwhile is asked once, at the end of it. */
function atMostEvery(pace: number, run: () => void) {
  let timer: ReturnType<typeof setTimeout> | null = null
  let isAsked = false
  const ask = () => {
    if (timer !== null) {
      isAsked = true
      return
    }
    run()
    timer = setTimeout(() => {
      timer = null
      if (!isAsked) return
      isAsked = false
      ask()
    }, pace)
  }
  const cancel = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    isAsked = false
  }
  return { ask, cancel }
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
