/**
 * The report that this page goes through with others, and those that could be gone on with.
 */
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { NewReading, ReadingCard, ReadingReply } from '../../../shared/imports/candidates.ts'
import { type Api, api } from '../../session/api.ts'
import type { BoardSession } from '../../session/contract.ts'
import { browserPage } from '../../session/page.ts'
import { codeOf } from '../say-problem.ts'
import { openReading, type ReadingState, type SharedReading } from './shared-reading.ts'

const later = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
const nobody = () => () => {}

export interface Readings {
  /** Of the report that is being gone through, once somebody has begun to set it right. */
  state: ReadingState | null
  /** What others, or this person before, were going through. */
  cards: readonly ReadingCard[]
  begin(what: NewReading): SharedReading
  goOn(card: ReadingCard): Promise<void>
  throwAway(card: ReadingCard): Promise<void>
  current: SharedReading | null
  leave(): void
}

export function useSharedReading(session: BoardSession, calls: Pick<Api, 'at'> = api): Readings {
  const [current, setCurrent] = useState<SharedReading | null>(null)
  const [cards, setCards] = useState<readonly ReadingCard[]>([])
  const state = useSyncExternalStore(current?.subscribe ?? nobody, () => current?.get() ?? null)
  const { call } = calls.at(session.board, session.as)
  const hands = { call, later, page: browserPage }

  useEffect(() => {
    current?.run()
    return () => current?.close()
  }, [current])
  const isChoosing = current === null
  useEffect(() => {
    if (!isChoosing) return
    let isOver = false
    calls
      .at(session.board, session.as)
      .call<ReadingCard[]>('/candidates')
      // Without the list a report is opened as ever.
      .then((found) => !isOver && setCards(found))
      .catch(() => {})
    return () => {
      isOver = true
    }
  }, [session, calls, isChoosing])

  return {
    state,
    cards,
    current,
    begin(what) {
      const made = openReading(hands, what)
      setCurrent(made)
      return made
    },
    async goOn({ id }) {
      setCurrent(openReading(hands, await call<ReadingReply>(`/candidates/${id}`)))
    },
    async throwAway({ id }) {
      try {
        await call(`/candidates/${id}`, { method: 'DELETE' })
      } catch (error) {
        // Somebody else has done it.
        if (codeOf(error) !== 'item_unknown') throw error
      }
      setCards((was) => was.filter((it) => it.id !== id))
    },
    leave: () => setCurrent(null),
  }
}
