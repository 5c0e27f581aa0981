/**
 * What an import would make of a board: statements added, rewritten or left, and rows that cannot be taken.
 *
 * A statement is source and number; where a row has no number it is the statement of that source with the
 * same text, else the next place in its chapter. The same file again therefore changes nothing. Pure, so
 * a browser shows beforehand exactly what the server will do.
 */
import type { ImportMode } from '../api.ts'
import { isId, type Statement, type StatementId } from '../board.ts'
import { refOf } from '../doc/reads/statements.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { valueProblem } from '../doc/values.ts'
import { LIMITS } from '../limits.ts'
import { cleanLine, cleanText, type ImportRow, type ParsedRows, type RowProblem } from './rows.ts'

export interface Merge {
  /** With the reason where it is set aside at once. */
  added: { id: StatementId; statement: Statement; row: number; setAside?: string }[]
  updated: { id: StatementId; statement: Statement; row: number }[]
  unchanged: number
  rejected: RowProblem[]
  /** Sources, themes and chapters that the board did not know, as entries of its `board` root. */
  facts: { key: string; value: { title: string; order?: number } }[]
}

type Board = Pick<BoardSnapshot, 'facts' | 'statements'>

/** Of rows that name no publication at all. */
const UNNAMED_SOURCE = { code: 'S', title: 'The report' }

export function mergeRows(parsed: ParsedRows, board: Board, mode: ImportMode): Merge {
  const steps = mergeInSteps(parsed, board, mode)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** As `mergeRows`, a row a step, for who has others to attend to between them. */
export function* mergeInSteps(parsed: ParsedRows, board: Board, mode: ImportMode): Generator<void, Merge> {
  const sources = knownSources(board)
  const chapters = knownTitles('chapter', board.facts.chapters)
  const themes = knownTitles('theme', board.facts.themes)
  const statements = new Known(board)
  const merge: Merge = { added: [], updated: [], unchanged: 0, rejected: [...parsed.rejected], facts: [] }
  const reject = (row: number, reason: string) => merge.rejected.push({ row, reason })

  const take = ({ row, words, official, setAside }: Draft, source: string, number: string) => {
    const known = statements.find(source, number)
    const earlier = statements.claim(source, number, row)
    if (earlier !== null) return reject(row, `the same publication and number as row ${earlier}`)
    const was = known?.statement
    const statement: Statement = { text: '', ...was, ...words, source, number }
    // A blank cell says nothing: what the board knew of the official response stays.
    if (official) statement.official = { status: '', text: '', ...was?.official, ...official }
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
  const aside = setAside ? { setAside } : {}
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

/** The statements of a board and those that this import has taken so far. */
class Known {
  readonly #ids = new Map<string, StatementId>()
  readonly #taken = new Set<StatementId>()
  readonly #rows = new Map<string, number>()
  readonly #texts = new Map<string, string[]>()

  constructor(private readonly board: Board) {
    for (const [id, { source, number, text }] of board.statements) {
      this.#ids.set(identity(source, number), id)
      this.#taken.add(id)
      const key = identity(source, cleanText(text))
      this.#texts.set(key, [...(this.#texts.get(key) ?? []), number])
    }
  }

  get size(): number {
    return this.#taken.size
  }

  find(source: string, number: string): { id: StatementId; statement: Statement } | null {
    const id = this.#ids.get(identity(source, number))
    const view = id === undefined ? undefined : this.board.statements.get(id)
    if (id === undefined || !view) return null
    const { id: _, ref: __, ...statement } = view
    return { id, statement }
  }

  /** The row that took this statement before, or null. */
  claim(source: string, number: string, row: number): number | null {
    const key = identity(source, number)
    const earlier = this.#rows.get(key)
    if (earlier !== undefined) return earlier
    this.#rows.set(key, row)
    return null
  }

  isClaimed = (source: string, number: string) => this.#rows.has(identity(source, number))

  numbersOfText = (source: string, text: string): readonly string[] =>
    this.#texts.get(identity(source, text)) ?? []

  /** Its reference where that can be an id and is free, else the same with a number behind it. */
  newId(source: string, number: string): StatementId {
    const ref = refOf(source, number)
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, LIMITS.id - 5)
    for (let again = 1; ; again += 1) {
      const id = again === 1 ? ref : `${ref}-${again}`
      if (isId(id) && !this.#taken.has(id)) return id
    }
  }

  add(id: StatementId): void {
    this.#taken.add(id)
  }
}

const identity = (source: string, name: string) => `${source}\n${name}`

/**
 * Numbers for rows without one: chapter and place in it. A row whose text the source already has is that
 * statement; when updating, a row whose place is held by a text the file no longer has rewrites it.
 */
function* numbersFor(
  drafts: readonly (Draft & { source: string })[],
  statements: Known,
  chapters: Titles,
  mode: ImportMode,
): Generator<{ draft: Draft & { source: string }; number: string }> {
  const places = new Map<string, number>()
  const placed = drafts.map((draft) => {
    const chapter = chapters.numberOf(draft.words.chapter)
    const list = identity(draft.source, chapter)
    const place = (places.get(list) ?? 0) + 1
    places.set(list, place)
    const known = statements
      .numbersOfText(draft.source, draft.words.text ?? '')
      .find((number) => !statements.isClaimed(draft.source, number))
    return { draft, chapter, place, known }
  })
  for (const { draft, known } of placed) if (known !== undefined) yield { draft, number: known }
  for (const { draft, chapter, place, known } of placed) {
    if (known !== undefined) continue
    const numberAt = (at: number) => (chapter ? `${chapter}.${at}` : String(at))
    const isFree = (number: string) =>
      !statements.isClaimed(draft.source, number) &&
      (mode === 'update' || statements.find(draft.source, number) === null)
    let at = place
    while (!isFree(numberAt(at))) at += 1
    yield { draft, number: numberAt(at) }
  }
}

interface Sources {
  identify(cells: ImportRow, statements: Known): { source: string; number: string }
  use(code: string): void
  news(): Merge['facts']
}

function knownSources(board: Board): Sources {
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
  const sourceOf = (ref: string, statements: Known): string => {
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

interface Titles {
  meet(title: string): void
  use(title: string): void
  /** What a reader is shown for a title or an id. */
  titleOf(name: string): string
  /** The number a chapter begins with, else its place in the list; '' for none. */
  numberOf(title: string | undefined): string
  news(): Merge['facts']
}

function knownTitles(list: 'chapter' | 'theme', known: readonly { id: string; title: string }[]): Titles {
  const order = known.map((it) => it.title.toLowerCase())
  const byId = new Map(known.map((it) => [it.id, it.title]))
  const used = new Map<string, string>()
  const ids = new Set(byId.keys())
  const meet = (title: string) => {
    const same = title.toLowerCase()
    if (!order.includes(same) && !byId.has(title)) order.push(same)
  }
  return {
    meet,
    use(title) {
      meet(title)
      const same = title.toLowerCase()
      if (!used.has(same)) used.set(same, title)
    },
    titleOf: (name) => byId.get(name) ?? name,
    numberOf(title) {
      if (title === undefined) return ''
      const own = /^(?:chapter|part|section)?\s*(\d{1,3})\b/i.exec(title)?.[1]
      return own ?? String(order.indexOf((byId.get(title) ?? title).toLowerCase()) + 1)
    },
    news: () =>
      Array.from(used.values())
        .filter(
          (title) => !byId.has(title) && !known.some((it) => it.title.toLowerCase() === title.toLowerCase()),
        )
        .slice(0, 200)
        .map((title) => ({
          key: `${list}/${newSlug(title, ids)}`,
          value: { title, order: order.indexOf(title.toLowerCase()) + 1 },
        })),
  }
}

function newSlug(title: string, taken: Set<string>): string {
  const slug =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, LIMITS.id - 4) || 'x'
  for (let again = 1; ; again += 1) {
    const id = again === 1 ? slug : `${slug}-${again}`
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}
