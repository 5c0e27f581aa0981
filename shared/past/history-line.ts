/** What a line of a board's history is about. */
import type { HistoryLine } from '../api.ts'
import { isId, type StatementId } from '../board.ts'
import { parseResponseKey } from '../plan.ts'

/** The statement that was moved, answered, talked about, voted on or decided; undefined where it is none. */
export function statementOf({
  root,
  key,
  from,
  to,
}: Pick<HistoryLine, 'root' | 'key' | 'from' | 'to'>): StatementId | undefined {
  switch (root) {
    case 'placements':
    case 'statements':
    case 'why':
      return key
    case 'responses':
      return parseResponseKey(key)?.statement
    case 'comments': {
      const on = ((to ?? from) as { on?: unknown } | undefined)?.on
      return isId(on) ? on : undefined
    }
    case 'live':
      return key.split('/')[1]
    default:
      return undefined
  }
}
