/** Statements under the name people call them by, and the order of their publication. */
import type * as Y from 'yjs'
import type { Statement, StatementId } from '../../board.ts'
import { naturally } from '../../words.ts'
import { type BoardFacts, compareSources } from './facts.ts'
import { sameList } from './same-list.ts'
import { sound } from './sound.ts'

export interface StatementView extends Statement {
  id: StatementId
  /** Source code and number as people say it: F37. */
  ref: string
}

export interface Published {
  statements: ReadonlyMap<StatementId, StatementView>
  /** Every statement in the order of its publication: source, then number as people count. */
  ids: readonly StatementId[]
}

/** `F`, `37` → F37; a code ending in a digit keeps apart from its number. */
export const refOf = (source: string, number: string) =>
  /\d$/.test(source) ? `${source}.${number}` : source + number

/** `changed` are the ids to read again, or null for all. */
export function readStatements(
  map: Y.Map<unknown>,
  was: (Published & { facts: BoardFacts }) | null,
  facts: BoardFacts,
  changed: ReadonlySet<StatementId> | null,
): Published {
  const isReordered = was === null || !sameList([...was.facts.sources.keys()], [...facts.sources.keys()])
  if (was !== null && !isReordered && changed?.size === 0) return { statements: was.statements, ids: was.ids }
  const statements = new Map(was?.statements)
  let hasMoved = isReordered
  for (const id of changed ?? map.keys()) {
    const value = sound<Statement>(map, 'statements', id)
    const before = statements.get(id)
    if (!value) {
      hasMoved = statements.delete(id) || hasMoved
    } else {
      hasMoved ||= before?.source !== value.source || before.number !== value.number
      statements.set(id, { ...value, id, ref: refOf(value.source, value.number) })
    }
  }
  const ids = hasMoved || !was ? inPublication(statements, facts) : was.ids
  return { statements, ids }
}

/** Sources in the order the board lists them, then numbers as people count: 9 before 10, 37 before 37a. */
const inPublication = (statements: Published['statements'], { sources }: BoardFacts): StatementId[] =>
  Array.from(statements.values())
    .sort((x, y) => {
      const bySource =
        x.source === y.source
          ? 0
          : compareSources(x.source, sources.get(x.source), y.source, sources.get(y.source))
      return bySource || naturally.compare(x.number, y.number) || (x.id < y.id ? -1 : 1)
    })
    .map(({ id }) => id)
