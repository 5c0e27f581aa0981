/**
 * What people ask of the server when they talk it through; where it refuses, in words, and the screen as it was.
 */
import { useEffect, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { Decide, DecisionReply, OpenVote, VotePatch, VoteReply } from '../../../shared/consult/calls.ts'
import type { TimerAct } from '../../../shared/consult/timer.ts'
import type { Decision, Hands } from '../../../shared/consult/vote.ts'
import { codeOf, sayProblem } from '../../panels/say-problem.ts'
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

/** What was decided, with its grounds and the counts of its moment; asked again when a decision has changed. */
export function useDecisions(may: boolean): ReadonlyMap<StatementId, Decision> {
  const { board, as } = useSession()
  const marks = useBoard((it) => it.live.decisions)
  const [found, setFound] = useState<ReadonlyMap<StatementId, Decision>>(new Map())
  const [asker] = useState(() =>
    atMostEvery(PACE_MS, () =>
      api
        .at(board, as)
        .call<Decision[]>('/decisions')
        .then(
          (list) => setFound(new Map(list.map((it) => [it.statement, it]))),
          () => {
            // As above: what was there stays.
          },
        ),
    ),
  )
  useEffect(() => asker.cancel, [asker])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks say when to ask again
  useEffect(() => {
    if (may) asker.ask()
  }, [asker, may, marks])
  return found
}

/** Each resolves to whether it was done; where it was not, the person has been told why. */
export interface Acts {
  open(vote: OpenVote): Promise<boolean>
  change(vote: number, patch: VotePatch): Promise<boolean>
  hands(vote: number, id: StatementId, hands: Hands): Promise<boolean>
  decide(decision: Decide): Promise<boolean>
  reopen(id: StatementId, reason: string): Promise<boolean>
  undo(seq: number): Promise<boolean>
  pull(id: StatementId): Promise<boolean>
  time(act: TimerAct): Promise<boolean>
  lock(locked: boolean): Promise<boolean>
}

export function useActs(refresh: () => void): Acts {
  const { board, as } = useSession()
  const at = api.at(board, as)
  const attempt = async <Reply>(
    call: Promise<Reply>,
    said: (reply: Reply) => string,
    /** What to say where somebody else has just done the very same. */
    already?: string,
  ): Promise<boolean> => {
    try {
      announce(said(await call))
      return true
    } catch (error) {
      if (already && codeOf(error) === 'state_stale') {
        announce(already)
        return true
      }
      toast(sayProblem(error))
      announce(sayProblem(error), 'assertive')
      return false
    } finally {
      refresh()
    }
  }
  const undo = (seq: number) => attempt(at.call(`/undo/${seq}`, { body: {} }), () => 'Taken back.')
  return {
    open: (body) => attempt(at.call('/votes', { body }), () => 'The private vote is open.'),
    change: (vote, body) =>
      attempt(
        at.call(`/votes/${vote}`, { method: 'PATCH', body }),
        () => CHANGED[Object.keys(body)[0] ?? ''] ?? 'Done.',
        // Two facilitators who press at once both wanted it shown, and it is.
        'show' in body ? 'Results are shown.' : undefined,
      ),
    hands: (vote, id, body) =>
      attempt(at.call(`/votes/${vote}/hands/${id}`, { method: 'PUT', body }), () => 'Hands are counted.'),
    decide: (body) =>
      attempt(at.call<DecisionReply>('/decisions', { body }), ({ seq, decisions }) => {
        const many = decisions.length
        const words =
          'rule' in body ? `${many} ${many === 1 ? 'statement' : 'statements'} placed.` : 'Decided.'
        toast(words, { label: 'Undo', run: () => void undo(seq) })
        return words
      }),
    reopen: (id, reason) =>
      attempt(
        at.call(`/decisions/${id}/reopen`, { body: { ...(reason && { reason }) } }),
        () => 'Open again.',
      ),
    undo,
    pull: (id) =>
      attempt(at.call(`/agreed/${id}/pull`, { body: {} }), () => 'Pulled out, and nobody is told who did.'),
    time: (body) =>
      attempt(at.call('/timer', { body }), () =>
        'start' in body ? 'The timer runs.' : 'add' in body ? 'One minute more.' : 'The timer is stopped.',
      ),
    lock: (locked) =>
      attempt(
        at.patch({ lock: locked, from: !locked }),
        () => (locked ? 'The board is locked.' : 'The board is unlocked.'),
        locked ? 'The board is locked.' : 'The board is unlocked.',
      ),
  }
}

const CHANGED: Readonly<Record<string, string>> = {
  show: 'Results are shown.',
  again: 'Asked again.',
  close: 'The private vote is closed.',
  hands: 'Noted.',
}
