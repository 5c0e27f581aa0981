/**
 * What an import would make of a board: statements added, rewritten or left, and rows that cannot be taken.
 *
 * A statement is source and number; where a row has no number it is the statement of that source with the
 * same text, else the next place in its chapter. The same file again therefore changes nothing. Pure, so
 * a browser shows beforehand exactly what the server will do.
 */
import type { ImportMode } from '../api.ts'
import type { Statement, StatementId } from '../board.ts'
import { refOf, type StatementView } from '../doc/reads/statements.ts'
import { valueProblem } from '../doc/values.ts'
import { LIMITS } from '../limits.ts'
import { knownSources } from './known-sources.ts'
import { type ImportedInto, KnownStatements } from './known-statements.ts'
import { knownTitles, type NewFact, type Titles } from './known-titles.ts'
import { numbersFor } from './numbering.ts'
import { cleanLine, cleanText, type ImportRow, type ParsedRows, type RowProblem } from './rows.ts'

export interface Merge {
  /** With the reason where it is set aside at once. */
  added: { id: StatementId; statement: Statement; row: number; setAside?: string }[]
  updated: { id: StatementId; statement: Statement; row: number }[]
  unchanged: number
  rejected: RowProblem[]
  /** Sources, themes and chapters that the board did not know, as entries of its `board` root. */
  facts: NewFact[]
}

export function mergeRows(parsed: ParsedRows, board: ImportedInto, mode: ImportMode): Merge {
  const steps = mergeInSteps(parsed, board, mode)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** As `mergeRows`, a row a step, for who has others to attend to between them. */
export function* mergeInSteps(
  parsed: ParsedRows,
  board: ImportedInto,
  mode: ImportMode,
): Generator<void, Merge> {
  const sources = knownSources(board)
  const chapters = knownTitles('chapter', board.facts.chapters)
  const themes = knownTitles('theme', board.facts.themes)
  const statements = new KnownStatements(board)
  const merge: Merge = { added: [], updated: [], unchanged: 0, rejected: [...parsed.rejected], facts: [] }
  const reject = (row: number, reason: string) => merge.rejected.push({ row, reason })

  const tied: Tied[] = []
  const take = ({ row, words, official, setAside, ties }: Draft, source: string, number: string) => {
    const known = statements.find(source, number)
    const earlier = statements.claim(source, number, row)
    if (earlier !== null) return reject(row, `the same publication and number as row ${earlier}`)
    const was = known?.statement
    const statement: Statement = { text: '', ...was, ...words, source, number }
    // A blank cell says nothing: what the board knew of the official response stays.
    if (official) statement.official = { status: '', text: '', ...was?.official, ...official }
    if (ties && (!known || mode === 'update')) tied.push({ row, ties, source, number })
    if (known && (mode === 'append' || sameStatement(known.statement, statement, themes))) {
      merge.unchanged += 1
      return
    }
    const id = known?.id ?? statements.newId(source, number)
    const problem = misfit(id, statement)
    if (problem) return reject(row, problem)
    if ((setAside?.length ?? 0) > LIMITS.paragraph) {
      return reject(row, `the reason is longer than ${LIMITS.paragraph.toLocaleString('en-GB')} characters`)
    }
    if (!known) {
      if (statements.size >= LIMITS.statements) return reject(row, 'a board holds at most 2,000 statements')
      statements.add(id)
    }
    if (known) merge.updated.push({ id, statement, row })
    else merge.added.push({ id, statement, row, ...(setAside && { setAside }) })
    sources.use(source)
    if (words.chapter) chapters.use(words.chapter)
    if (words.theme) themes.use(words.theme)
  }

  const unnumbered: (Draft & { source: string })[] = []
  for (const { row, cells } of parsed.rows) {
    const draft = { row, ...wordsOf(cells) }
    if (!draft.words.text) {
      reject(row, 'the text is missing')
      continue
    }
    const { source, number } = sources.identify(cells, statements)
    if (draft.words.chapter) chapters.meet(draft.words.chapter)
    if (number === '') unnumbered.push({ ...draft, source })
    else take(draft, source, number)
    yield
  }
  for (const { draft, number } of numbersFor(unnumbered, statements, chapters, mode)) {
    take(draft, draft.source, number)
    yield
  }

  tie(merge, tied, board)
  merge.facts = [...sources.news(), ...chapters.news(), ...themes.news()]
  merge.rejected.sort((a, b) => a.row - b.row)
  return merge
}

/** What the cells of a row say, as a statement holds it. */
interface Draft {
  row: number
  words: Partial<Omit<Statement, 'source' | 'number' | 'official'>>
  official?: { status?: string; text?: string }
  setAside?: string
  /** References of other statements. */
  ties?: Ties
}

type Ties = { sameAs?: string; partOf?: string }
/** A row that names other statements, which may stand below it. */
interface Tied {
  row: number
  ties: Ties
  source: string
  number: string
}

/** Once every row is known: a name that no statement has is left out. */
function tie(merge: Merge, tied: readonly Tied[], board: ImportedInto): void {
  const ids = new Map(Array.from(board.statements.values(), (it) => [it.ref, it.id]))
  for (const { id, statement } of merge.added) ids.set(refOf(statement.source, statement.number), id)
  const coming = new Map([...merge.added, ...merge.updated].map((it) => [it.row, it]))
  for (const { row, ties, source, number } of tied) {
    const id = ids.get(refOf(source, number))
    const was = coming.get(row)?.statement ?? (id === undefined ? undefined : board.statements.get(id))
    if (id === undefined || !was) continue
    const found = Object.entries(ties).flatMap(([field, ref]) => {
      const other = ids.get(ref)
      return other === undefined || other === id ? [] : [[field, other] as const]
    })
    if (found.every(([field, other]) => was[field as keyof Ties] === other)) continue
    const entry = coming.get(row)
    if (entry) Object.assign(entry.statement, Object.fromEntries(found))
    else {
      const { id: _, ref: __, ...statement } = was as StatementView
      merge.updated.push({ id, row, statement: { ...statement, ...Object.fromEntries(found) } })
      merge.unchanged -= 1
    }
  }
}

function wordsOf(cells: ImportRow): Omit<Draft, 'row'> {
  const words: Draft['words'] = {}
  for (const name of ['title', 'chapter', 'page', 'theme', 'addressedTo'] as const) {
    const value = cleanLine(cells[name] ?? '')
    if (value) words[name] = value
  }
  const text = cleanText(cells.text ?? '')
  if (text) words.text = text
  const status = cleanLine(cells.officialStatus ?? '')
  const official = cleanText(cells.officialText ?? '')
  const setAside = cleanText(cells.setAside ?? '')
  const sameAs = cleanLine(cells.sameAs ?? '')
  const partOf = cleanLine(cells.partOf ?? '')
  const ties = sameAs || partOf ? { ties: { ...(sameAs && { sameAs }), ...(partOf && { partOf }) } } : {}
  const aside = { ...(setAside && { setAside }), ...ties }
  if (!status && !official) return { words, ...aside }
  return { words, ...aside, official: { ...(status && { status }), ...(official && { text: official }) } }
}

/** Compared as an import would have cleaned both, so a stray space is no change. */
function sameStatement(was: Statement, next: Statement, themes: Titles): boolean {
  const line = (value: string | undefined) => cleanLine(value ?? '')
  return (
    cleanText(was.text) === cleanText(next.text) &&
    line(was.title) === line(next.title) &&
    line(was.chapter) === line(next.chapter) &&
    line(was.page) === line(next.page) &&
    themes.titleOf(line(was.theme)) === themes.titleOf(line(next.theme)) &&
    line(was.addressedTo) === line(next.addressedTo) &&
    line(was.official?.status) === line(next.official?.status) &&
    cleanText(was.official?.text ?? '') === cleanText(next.official?.text ?? '')
  )
}

const FIELD_WORDS: Record<string, string> = {
  addressedTo: 'addressed to',
  'official.status': 'official response',
  'official.text': 'text of the official response',
  number: 'number',
}
const LONGEST: Record<string, number> = {
  text: LIMITS.statementText,
  number: 20,
  page: 20,
  'official.text': LIMITS.paragraph,
}

function misfit(id: StatementId, statement: Statement): string | null {
  const problem = valueProblem('statements', id, statement)
  if (problem === null) return null
  const where = problem.split(':')[0] ?? ''
  const most = LONGEST[where] ?? LIMITS.line
  return `${FIELD_WORDS[where] ?? where} is longer than ${most.toLocaleString('en-GB')} characters`
}
