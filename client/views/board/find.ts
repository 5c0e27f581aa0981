/**
 * Find as people type: every word must occur in a statement's reference, title, text or theme.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { StatementView } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'

/** Lower case without accents, so that "cafe" finds "café". */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .toLocaleLowerCase('en-GB')

const haystacks = new WeakMap<StatementView, string>()
function haystackOf(statement: StatementView): string {
  const known = haystacks.get(statement)
  if (known !== undefined) return known
  const { ref, number, title, text, theme } = statement
  const made = plain([ref, number, title, text, theme].filter(Boolean).join('\n'))
  haystacks.set(statement, made)
  return made
}

/** The statements that match, or null where nothing is looked for. */
export function matching(
  board: Pick<BoardSnapshot, 'statements'>,
  query: string,
): ReadonlySet<StatementId> | null {
  const words = plain(query).split(/\s+/u).filter(Boolean)
  if (words.length === 0) return null
  const found = new Set<StatementId>()
  for (const [id, statement] of board.statements) {
    const haystack = haystackOf(statement)
    if (words.every((word) => haystack.includes(word))) found.add(id)
  }
  return found
}

/** The statement a reference names: "F37", "f37", "F 37", or "37" where only one publication has it. */
export function referred(board: Pick<BoardSnapshot, 'statements'>, query: string): StatementId | undefined {
  const ref = plain(query).replace(/\s+/gu, '')
  if (ref === '') return undefined
  const byNumber: StatementId[] = []
  for (const [id, statement] of board.statements) {
    if (plain(statement.ref) === ref) return id
    if (plain(statement.number) === ref) byNumber.push(id)
  }
  return byNumber.length === 1 ? byNumber[0] : undefined
}
