/** The board paper as it stands: the board's figures, the author's words as they are typed, what was decided. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Decision } from '../../../shared/consult/vote.ts'
import { longDay } from '../../../shared/days.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { IMPLICATION_IDS } from '../../../shared/exports/paper/closing.ts'
import { FRONT_IDS, type Paper, paperKind, paperOf } from '../../../shared/exports/paper/paper.ts'
import { api } from '../../session/api.ts'
import type { TextOf } from '../../session/desk.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { today as todayHere } from '../../ui/dates.ts'

const PAPER_TEXTS = [...FRONT_IDS, 'background', 'views', ...IMPLICATION_IDS, 'next-steps'].map(
  (id) => [id, { paper: id }] as const,
)

export function usePaper(): Paper {
  const snapshot = useBoard((it) => it)
  const paper = useTexts(PAPER_TEXTS)
  const decisions = useDecisions()
  const why = useWhy(snapshot)
  const today = todayHere()
  return useMemo(() => {
    const at = Date.parse(`${today}T12:00:00Z`)
    const source = { snapshot, paper, why, decisions, version: null, at, kind: paperKind(snapshot) }
    return paperOf(source, {
      status: 'Draft',
      date: longDay(today),
      fingerprint: 'in the file',
      foot: '',
    })
  }, [snapshot, paper, why, decisions, today])
}

/** Words that people are writing, by the name given to each; drawn anew when any of them changes. */
function useTexts(named: readonly (readonly [name: string, of: TextOf])[]): ReadonlyMap<string, string> {
  const session = useSession()
  const texts = useMemo(() => named.map(([name, of]) => [name, session.text(of)] as const), [named, session])
  const subscribe = useCallback(
    (changed: () => void) => {
      const ends = texts.map(([, text]) => text.subscribe(changed))
      return () => {
        for (const end of ends) end()
      }
    },
    [texts],
  )
  const joined = useSyncExternalStore(subscribe, () =>
    JSON.stringify(texts.map(([name, text]) => [name, text.get()])),
  )
  return useMemo(() => new Map(JSON.parse(joined) as [string, string][]), [joined])
}

/** Why, of the statements on which opinion divided. */
function useWhy({ ids, live }: Pick<BoardSnapshot, 'ids' | 'live'>): ReadonlyMap<string, string> {
  const { votes } = live
  const divided = useMemo(
    () =>
      ids
        .filter((id) => votes.get(id)?.result?.agreement === 'divided')
        .map((id) => [id, { why: id }] as const),
    [ids, votes],
  )
  return useTexts(divided)
}

/** Grounds of decisions are records: they come over HTTP, anew when something is decided. */
function useDecisions(): ReadonlyMap<string, Decision> {
  const session = useSession()
  const marks = useBoard((it) => it.live.decisions)
  const [decisions, setDecisions] = useState<ReadonlyMap<string, Decision>>(new Map())
  const may = session.mayDo('readFull')
  useEffect(() => {
    if (!may || marks.size === 0) return
    let gone = false
    api
      .at(session.board, session.as)
      .call<Decision[]>('/decisions')
      .then(
        (list) => {
          if (!gone) setDecisions(new Map(list.map((it) => [it.statement, it])))
        },
        // The paper is drawn without the grounds; the file has them.
        () => {},
      )
    return () => {
      gone = true
    }
  }, [session, marks, may])
  return decisions
}
