/**
 * The publications of a board and the letters that stand before their numbers, as an import finds and names them.
 */
import { isId } from '../board.ts'
import { refOf } from '../doc/reads/statements.ts'
import type { ImportedInto, KnownStatements } from './known-statements.ts'
import type { NewFact } from './known-titles.ts'
import { cleanLine, type ImportRow } from './rows.ts'

/** Of rows that name no publication at all. */
const UNNAMED_SOURCE = { code: 'S', title: 'The report' }

export interface Sources {
  identify(cells: ImportRow, statements: KnownStatements): { source: string; number: string }
  use(code: string): void
  news(): NewFact[]
}

export function knownSources(board: ImportedInto): Sources {
  const titles = new Map(Array.from(board.facts.sources, ([code, { title }]) => [code, title]))
  for (const { source } of board.statements.values()) if (!titles.has(source)) titles.set(source, source)
  const used = new Set<string>()

  const codeOf = (name: string): string | undefined => {
    if (titles.has(name)) return name
    const same = name.toLowerCase()
    for (const [code, title] of titles) if (title.toLowerCase() === same) return code
    for (const code of titles.keys()) if (code.toLowerCase() === same) return code
    return undefined
  }
  const codeFor = (title: string, ref: string): string => {
    if (isId(title) && title.length <= 8) return title
    const prefix = /^[A-Za-z]{1,8}/.exec(ref)?.[0]
    const initials = Array.from(title.matchAll(/\b[A-Z]/g), ([letter]) => letter).join('')
    const first = /[A-Za-z]/.exec(title)?.[0]?.toUpperCase() ?? UNNAMED_SOURCE.code
    for (const code of [prefix, initials[0] ?? first, initials.slice(0, 8)]) {
      if (code && !titles.has(code)) return code
    }
    for (let again = 0; ; again += 1) {
      const code = first + String.fromCharCode(97 + (again % 26)).repeat(1 + Math.floor(again / 26))
      if (!titles.has(code)) return code
    }
  }
  const meet = (title: string, ref: string): string => {
    const known = codeOf(title)
    if (known !== undefined) return known
    const code = codeFor(title, ref)
    titles.set(code, title)
    return code
  }
  /** A reference without its source's code in front, or null where it has another. */
  const rest = (code: string, ref: string): string | null => {
    const prefix = refOf(code, '')
    return ref.startsWith(prefix) && ref.length > prefix.length ? ref.slice(prefix.length) : null
  }
  const sourceOf = (ref: string, statements: KnownStatements): string => {
    const fitting = Array.from(titles.keys())
      .filter((code) => rest(code, ref) !== null)
      .sort((a, b) => b.length - a.length)
    const exact = fitting.find((code) => statements.find(code, rest(code, ref) ?? ''))
    const prefix = /^[A-Za-z]{1,8}(?=[ .-]?\d)/.exec(ref)?.[0]
    return exact ?? fitting[0] ?? prefix ?? meet(UNNAMED_SOURCE.code, '')
  }

  return {
    identify(cells, statements) {
      const ref = cleanLine(cells.ref ?? '')
      const named = cleanLine(cells.source ?? '')
      const source = named ? meet(named, ref) : ref ? sourceOf(ref, statements) : UNNAMED_SOURCE.code
      if (!titles.has(source))
        titles.set(source, source === UNNAMED_SOURCE.code ? UNNAMED_SOURCE.title : source)
      const given = cleanLine(cells.number ?? '') || ref
      if (statements.find(source, given)) return { source, number: given }
      // "F37" in the list of F is number 37, but "Full" is no number of F.
      const bare = rest(source, given)
      return { source, number: bare !== null && (given === ref || /^\d/.test(bare)) ? bare : given }
    },
    use: (code) => used.add(code),
    news: () =>
      Array.from(used)
        .filter((code) => !board.facts.sources.has(code))
        .map((code, at) => ({
          key: `source/${code}`,
          value: { title: titles.get(code) ?? code, order: board.facts.sources.size + at },
        })),
  }
}
