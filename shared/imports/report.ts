/**
 * The words of a report, line by line, to the candidates for key statements in it.
 *
 * Numbered recommendations are found by their numbers, else bullets, else paragraphs, whichever it has. A
 * wrapped line that happens to begin with a number ("2013. The trust …") is not taken for a new recommendation:
 * plain numbers have to go up in small steps.
 */
import { cleanLine, type ImportRow, MOST_ROWS, type ParsedRows, UnreadableImport } from './rows.ts'

/** A line as it stands in the report; an empty one parts paragraphs. */
export interface ReportLine {
  text: string
  /** As it is printed on the page, where there are pages. */
  page?: string
  /** 1 for a chapter, more for what is under it; absent where the line is no heading. */
  heading?: number
}

export interface Report {
  lines: readonly ReportLine[]
  /**
   * True of a whole document, where what stands between two recommendations need not belong to the first; false
   * of what somebody chose and pasted, of which nothing is left out.
   */
  isWhole: boolean
}

const WORD =
  '(?:(?:immediate\\s+and\\s+essential|key|priority|local|national|safety)\\s+)?' +
  '(?:recommendation|rec|statement|action|conclusion|finding|paragraph|para|point)s?\\.?\\s+(?:no\\.?\\s*)?'
const NUMBER = '(?:[A-Za-z]{1,3}[ -]?)?\\d{1,4}(?:\\.\\d{1,3}){0,3}[a-z]?'

/** "Recommendation 12: …", also with the text on the next line. */
const NAMED = new RegExp(`^${WORD}(${NUMBER})\\s*(?:[.):\\u2013\\u2014-]+\\s*|\\s+|$)(.*)$`, 'i')
/** "37. …", "(37) …", "2.14 – …"; also "10.The …", as word processors set a list in a PDF from ten on. */
const PLAIN =
  /^[[(]?(\d{1,4}(?:\.\d{1,3}){0,3}[A-Za-z]?)(?:(?:[.)\]:]+|\s*[\u2013\u2014-]|\t)\s+|[.)\]](?=[\u2018\u201c"']?\p{Lu}[\p{Ll}\s]))(.*)$/u
/** "F37 …", "F37: …" */
const CODED = /^([A-Z]{1,3}\d{1,4}(?:\.\d{1,3})?[a-z]?)(?:[.):]+\s*|\s*[\u2013\u2014-]\s+|\s+)(.+)$/
const BULLET = /^[\u2022\u25cf\u25aa\u25e6\u2023\u00b7*\u2013\u2014-]\s+(.*)$/
/** A bullet before what has a number of its own: "- R1: …", "• Recommendation 2: …". */
const BEFORE_NUMBER = new RegExp(
  `^[\\u2022\\u25cf\\u25aa\\u25e6\\u2023\\u00b7*\\u2013\\u2014-]\\s+(?=(?:[A-Z]{1,3}\\d{1,4}[a-z]?|(?:[Rr]ecommendation|[Aa]ction)\\s+${NUMBER})\\s*[.):])`,
)
const CHAPTER = /^(?:chapter|part|section|theme)\s+[\dIVX]+\b.{0,160}$/i
/** "(a) …", "ii) …": a part of what goes before it. */
const PART = /^\(?(?:[a-z]|[ivx]{1,5})[).]\s/
/** A line of a table of contents: words, dots or a gap, a page. */
const CONTENTS = /(?:\.{4,}|\s{3,}|\t)\s*\d{1,4}$/

const LARGEST_STEP = 20
const FEWEST_CHAPTERS = 3

interface Draft {
  number?: string
  ref?: string
  chapter?: string
  page?: string
  lines: string[]
}

export function splitReport({ lines, isWhole }: Report): ParsedRows {
  const numbered = byNumber(lines, isWhole)
  const drafts =
    numbered.length > 0
      ? numbered
      : lines.filter(({ text }) => BULLET.test(text)).length > 1
        ? byBullet(lines)
        : byParagraph(lines)
  const rows = drafts.map(rowOf).filter((it) => it.text)
  if (rows.length === 0) throw new UnreadableImport('There is no text to import.')
  if (rows.length > MOST_ROWS) throw new UnreadableImport('At most 10,000 rows at once.')
  return { rows: rows.map((cells, at) => ({ row: at + 1, cells })), rejected: [] }
}

/** Follows the headings; `take` is true where the line is one. */
function chaptersOf(lines: readonly ReportLine[]) {
  let now: string | undefined
  const deepest = chapterLevel(lines)
  return {
    get now() {
      return now
    },
    take({ text, heading }: ReportLine): boolean {
      if (heading === undefined && !CHAPTER.test(text)) return false
      if (heading === undefined || heading <= deepest) now = cleanLine(text)
      return true
    },
  }
}

/** How deep headings go that are chapters: where they call themselves so, else where there are a few of them. */
function chapterLevel(lines: readonly ReportLine[]): number {
  const counts = new Map<number, number>()
  const named: number[] = []
  for (const { heading, text } of lines) {
    if (heading === undefined) continue
    counts.set(heading, (counts.get(heading) ?? 0) + 1)
    if (CHAPTER.test(text)) named.push(heading)
  }
  if (named.length >= FEWEST_CHAPTERS) return Math.min(...named)
  const levels = Array.from(counts.keys()).sort((a, b) => a - b)
  return levels.find((level) => (counts.get(level) ?? 0) >= FEWEST_CHAPTERS) ?? levels.at(-1) ?? 1
}

function byNumber(lines: readonly ReportLine[], isWhole: boolean): Draft[] {
  const drafts: Draft[] = []
  const chapter = chaptersOf(lines)
  let last: number | null = null
  let open: Draft | null = null
  let isNewParagraph = true
  let isNewChapter = false
  for (const line of lines) {
    const { page } = line
    const text = line.text.replace(BEFORE_NUMBER, '')
    if (isWhole && CONTENTS.test(text)) continue
    const isNext = goesUp(text, last) || (isNewChapter && beginsAgain(text))
    const named = NAMED.exec(text) ?? (isNext && !line.heading ? PLAIN.exec(text) : null)
    const coded = named ? null : CODED.exec(text)
    const [, label = '', rest = ''] = named ?? coded ?? []
    if (label === '') {
      if (text !== '' && chapter.take(line)) {
        open = null
        isNewChapter = true
      } else if (open && (!isNewParagraph || !isWhole || text === '' || belongs(text, open)))
        open.lines.push(text)
      else if (text !== '') open = null
      isNewParagraph = text === ''
      continue
    }
    const isRef = /^[A-Za-z]/.test(label)
    if (!coded) last = Number.parseInt(label.replace(/^\D+/, ''), 10)
    open = {
      [isRef ? 'ref' : 'number']: label.replace(/^([A-Za-z]+)[ -]/, '$1'),
      ...(chapter.now && { chapter: chapter.now }),
      ...(page && { page }),
      lines: [rest],
    }
    drafts.push(open)
    isNewParagraph = false
    isNewChapter = false
  }
  return drafts
}

/** Whether a paragraph goes on with the recommendation before it. */
function belongs(text: string, { lines }: Draft): boolean {
  const before = lines.findLast((it) => it !== '') ?? ''
  return (
    before === '' ||
    /(?:[:;,\u2013\u2014-]|\band|\bor)$/.test(before) ||
    BULLET.test(text) ||
    PART.test(text) ||
    /^\p{Ll}/u.test(text)
  )
}

function goesUp(line: string, last: number | null): boolean {
  const number = Number.parseInt(PLAIN.exec(line)?.[1] ?? '', 10)
  if (Number.isNaN(number)) return false
  // A list may begin anywhere, but hardly with a year.
  return last === null ? number < 1900 : number >= last && number - last <= LARGEST_STEP
}

/** Under a new heading a list may have its own first number again. */
const beginsAgain = (line: string): boolean => Number.parseInt(PLAIN.exec(line)?.[1] ?? '', 10) === 1

function byBullet(lines: readonly ReportLine[]): Draft[] {
  const drafts: Draft[] = []
  const chapter = chaptersOf(lines)
  let open: Draft | null = null
  for (const line of lines) {
    const rest = BULLET.exec(line.text)?.[1]
    if (rest !== undefined) {
      open = begun(rest, line, chapter.now)
      drafts.push(open)
    } else if (line.text !== '' && chapter.take(line)) open = null
    else open?.lines.push(line.text)
  }
  return drafts
}

/** Paragraphs apart by empty lines; a text without any is one statement a line. */
function byParagraph(lines: readonly ReportLine[]): Draft[] {
  const chapter = chaptersOf(lines)
  const isParted = lines.some(({ text }) => text === '')
  const drafts: Draft[] = []
  let open: Draft | null = null
  for (const line of lines) {
    if (line.heading !== undefined && chapter.take(line)) open = null
    else if (line.text === '') open = null
    else if (open && isParted) open.lines.push(line.text)
    else {
      open = begun(line.text, line, chapter.now)
      drafts.push(open)
    }
  }
  return drafts
}

const begun = (text: string, { page }: ReportLine, chapter: string | undefined): Draft => ({
  ...(chapter && { chapter }),
  ...(page && { page }),
  lines: [text],
})

/** Wrapped lines become one, a word parted at its hyphen too; an empty line between them stays a break. */
function rowOf({ lines, ...labels }: Draft): ImportRow {
  const paragraphs = lines
    .join('\n')
    .replace(/\u00ad\n?/g, '')
    .replace(/(\p{L}-)\n(?=\p{Ll})/gu, '$1')
    .split(/\n{2,}/)
  return { ...labels, text: paragraphs.map(cleanLine).filter(Boolean).join('\n') }
}
