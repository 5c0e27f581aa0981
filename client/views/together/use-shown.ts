/**
 * Which statement this screen shows: what is on every screen, or one of its own, and never another while
 * somebody words a decision.
 */
import { useEffect, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { showEverywhere } from '../../../shared/doc/edits.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'

export interface Shown {
  id: StatementId | null
  /** On every other screen, but not here: words of mine would go out of sight. */
  waiting: StatementId | null
  /** With the others: what is chosen here comes to every screen, or what is chosen there comes here. */
  isTogether: boolean
  setTogether(together: boolean): void
  choose(id: StatementId): void
  /** Where nothing is on every screen yet, what is shown here comes there: its results are shown to everybody. */
  bring(): void
}

/**
 * Where nobody has put anything on every screen it begins with the first of the list and stays with that: the
 * list is put in another order with every result, and a button would be another statement’s under the hand.
 *
 * @param first what to begin with
 * @param listed all there is to choose from
 * @param worded statements with words of mine that are not saved
 */
export function useShown(
  leads: boolean,
  first: StatementId | null,
  listed: ReadonlySet<StatementId>,
  worded: ReadonlySet<StatementId>,
): Shown {
  const session = useSession()
  const focus = useBoard((it) => it.facilitation.focus)
  const [isTogether, setTogether] = useState(true)
  const [own, setOwn] = useState<StatementId | null>(null)
  const [at, setAt] = useState<StatementId | null>(null)
  const begun = at !== null && listed.has(at) ? at : first
  const wanted = (isTogether && focus) || own || focus || begun
  const isHeld = at !== null && wanted !== at && worded.has(at)
  useEffect(() => {
    if (!isHeld) setAt(wanted)
  }, [isHeld, wanted])
  const id = isHeld ? at : wanted
  return {
    id,
    waiting: isHeld ? wanted : null,
    isTogether,
    setTogether,
    choose(next) {
      setAt(next)
      setOwn(next)
      if (!isTogether) return
      if (leads) session.edit('Show on every screen', (doc) => showEverywhere(doc, next))
      else setTogether(false)
    },
    bring() {
      if (leads && isTogether && !focus && id)
        session.edit('Show on every screen', (doc) => showEverywhere(doc, id))
    },
  }
}
