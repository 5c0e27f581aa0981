/**
 * What one person has chosen, as far as it is saved, with what is still on its way.
 */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { BoardId, LinkId, StatementId } from '../../../shared/board.ts'
import { systemClock } from '../../../shared/clock.ts'
import type { Answer } from '../../../shared/consult/answers.ts'
import type { ChoiceReply } from '../../../shared/consult/calls.ts'
import { api } from '../../session/api.ts'
import { openChoiceQueue } from '../../session/choice-queue.ts'
import { tabStorageIfAny } from '../../session/guest.ts'
import { localStorageIfAny } from '../../session/my-boards.ts'
import { browserPage } from '../../session/page.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { type Chosen, chosenFrom, notCounted, type Question } from './asked.ts'

interface Chooses {
  board: BoardId
  as: LinkId
  /** Somebody who answers on another's device. */
  seat?: string | undefined
  mine: readonly ChoiceReply[]
  /** How many choices had been saved here when `mine` was asked for. */
  asOf: number
  turns: { current: number }
  /** The server says that what is asked has changed. */
  onMoved(): void
}

export function useChoices({ board, as, seat, mine, asOf, turns, onMoved }: Chooses) {
  const [saved, setSaved] = useState(() => chosenFrom(mine))
  const fresh = useRef(new Map<StatementId, Chosen & { turn: number }>())
  useEffect(() => {
    const known = chosenFrom(mine)
    // An answer on its way is older than what was saved meanwhile.
    for (const [id, { turn, ...it }] of fresh.current) if (turn > asOf) known.set(id, it)
    setSaved(known)
  }, [mine, asOf])
  const moved = useRef(onMoved)
  moved.current = onMoved
  const [queue] = useState(() => {
    const at = api.at(board, as, seat)
    return openChoiceQueue({
      board,
      as: seat ?? as,
      // What a guest chose goes with the tab: nothing of it stays on somebody else's device.
      storage: seat ? tabStorageIfAny() : localStorageIfAny(),
      clock: systemClock,
      page: browserPage,
      send: ({ vote, statement, choice }) =>
        at.call<ChoiceReply>(`/votes/${vote}/choices/${statement}`, {
          method: 'PUT',
          body: { choice },
          isEven: true,
        }),
      saved: ({ statement, choice, late }) => {
        turns.current += 1
        fresh.current.set(statement, { choice, late, turn: turns.current })
        setSaved((was) => new Map(was).set(statement, { choice, late }))
        if (late) moved.current()
      },
      refused: (_choice, because) => {
        const words = notCounted(because)
        toast(words)
        announce(words)
        moved.current()
      },
    })
  })
  useEffect(() => queue.run(), [queue])
  const { waiting, reaches, keeps } = useSyncExternalStore(queue.subscribe, queue.get)
  const chosen = useMemo(() => {
    const all = new Map(saved)
    for (const { statement, choice } of waiting.values()) all.set(statement, { choice, late: false })
    return all
  }, [saved, waiting])
  const choose = ({ vote, statement }: Question, choice: Answer | null) =>
    queue.choose({ vote, statement: statement.id, choice })
  return { chosen, waiting: waiting.size, reaches, keeps, choose }
}
