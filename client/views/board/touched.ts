/**
 * Which statements I moved or wrote about: what was done on this screen at once, all that was done before
 * from the history, when somebody asks for it.
 */
import type { HistoryLine } from '../../../shared/api.ts'
import type { StatementId } from '../../../shared/board.ts'
import { api } from '../../session/api.ts'
import type { BoardSession } from '../../session/contract.ts'
import { type Changing, changing } from '../../ui/changing.ts'

const PAGE = 500

export interface Touched {
  ids: Changing<ReadonlySet<StatementId>>
  add(ids: Iterable<StatementId>): void
  /** Asks the server for what was done before, once. */
  ask(): void
}

export function openTouched({ board, as, me, mayDo }: BoardSession): Touched {
  const ids = changing<ReadonlySet<StatementId>>(new Set())
  let asked = false
  const add = (more: Iterable<StatementId>) => {
    const next = new Set([...ids.get(), ...more])
    if (next.size > ids.get().size) ids.set(next)
  }
  const readAll = async () => {
    for (let before: number | undefined; ; ) {
      const { entries, next } = await api.at(board, as).history({ before, limit: PAGE })
      add(entries.filter(({ by }) => by === me.id).flatMap(statementOf))
      if (next === null) return
      before = next
    }
  }
  return {
    ids,
    add,
    ask() {
      if (asked || !mayDo('readHistory')) return
      asked = true
      readAll().catch(() => {
        // What was done on this screen is known all the same; the next time it is asked again.
        asked = false
      })
    },
  }
}

/**
 * The statement that a line of the history moved or answered. Comments are known from the board; whoever
 * imported the statements has not touched each of them.
 */
export function statementOf({ root, key }: Pick<HistoryLine, 'root' | 'key'>): StatementId[] {
  if (root === 'placements' || root === 'why') return [key]
  return root === 'responses' ? [key.slice(0, key.indexOf('/'))] : []
}
