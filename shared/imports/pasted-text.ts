/**
 * Text out of a report to rows: numbered recommendations, bullets, or paragraphs, whichever it has.
 *
 * A wrapped line that happens to begin with a number ("2013. The trust …") is not taken for a new
 * recommendation: plain numbers have to go up in small steps.
 */
import { cleanLine, cleanText, type ImportRow, MOST_ROWS, type ParsedRows, UnreadableImport } from './rows.ts'

const WORD =
  '(?:recommendation|rec|statement|action|conclusion|finding|paragraph|para|point)s?\\.?\\s+(?:no\\.?\\s*)?'
const NUMBER = '(?:[A-Za-z]{1,3}[ -]?)?\\d{1,4}(?:\\.\\d{1,3}){0,3}[a-z]?'

/** "Recommendation 12: …", also with the text on the next line. */
const NAMED = new RegExp(`^${WORD}(${NUMBER})\\s*(?:[.):\\u2013\\u2014-]+\\s*|\\s+|$)(.*)$`, 'i')
/** "37. …", "(37) …", "2.14 – …" */
const PLAIN = /^[[(]?(\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?)(?:[.)\]:]+|\s*[\u2013\u2014-]|\t)\s+(.*)$/i
/** "F37 …", "F37: …" */
const CODED = /^([A-Z]{1,3}\d{1,4}(?:\.\d{1,3})?[a-z]?)(?:[.):]+\s*|\s*[\u2013\u2014-]\s+|\s+)(.+)$/
const BULLET = /^[\u2022\u25cf\u25aa\u25e6\u2023\u00b7*\u2013\u2014-]\s+(.*)$/
const CHAPTER = /^(?:chapter|part|section|theme)\s+[\dIVX]+\b.{0,160}$/i

const LARGEST_STEP = 20

interface Draft {
  number?: string
  ref?: string
  chapter?: string
  lines: string[]
}

export function parsePastedText(pasted: string): ParsedRows {
  const lines = cleanText(pasted)
    .split('\n')
    .map((it) => it.trim())
  const numbered = byNumber(lines)
  const drafts =
    numbered.length > 0 ? numbered : lines.filter(isBullet).length > 1 ? byBullet(lines) : byParagraph(lines)
  const rows = drafts.map(rowOf).filter((it) => it.text)
  if (rows.length === 0) throw new UnreadableImport('There is no text to import.')
  if (rows.length > MOST_ROWS) throw new UnreadableImport('At most 10,000 rows at once.')
  return { rows: rows.map((cells, at) => ({ row: at + 1, cells })), rejected: [] }
}

const isBullet = (line: string) => BULLET.test(line)

function byNumber(lines: readonly string[]): Draft[] {
  const drafts: Draft[] = []
  let last: number | null = null
  let chapter: string | undefined
  for (const line of lines) {
    if (CHAPTER.test(line) && !NAMED.test(line)) {
      chapter = cleanLine(line)
      continue
    }
    const named = NAMED.exec(line) ?? (goesUp(line, last) ? PLAIN.exec(line) : null)
    const coded = named ? null : CODED.exec(line)
    const [, label = '', rest = ''] = named ?? coded ?? []
    if (label === '') {
      drafts.at(-1)?.lines.push(line)
      continue
    }
    const isRef = /^[A-Za-z]/.test(label)
    if (!coded) last = Number.parseInt(label.replace(/^\D+/, ''), 10)
    drafts.push({
      [isRef ? 'ref' : 'number']: label.replace(/^([A-Za-z]+)[ -]/, '$1'),
      ...(chapter && { chapter }),
      lines: [rest],
    })
  }
  return drafts
}

function goesUp(line: string, last: number | null): boolean {
  const number = Number.parseInt(PLAIN.exec(line)?.[1] ?? '', 10)
  if (Number.isNaN(number)) return false
  // A list may begin anywhere, but hardly with a year.
  return last === null ? number < 1900 : number >= last && number - last <= LARGEST_STEP
}

function byBullet(lines: readonly string[]): Draft[] {
  const drafts: Draft[] = []
  for (const line of lines) {
    const rest = BULLET.exec(line)?.[1]
    if (rest !== undefined) drafts.push({ lines: [rest] })
    else drafts.at(-1)?.lines.push(line)
  }
  return drafts
}

/** Paragraphs apart by empty lines; a text without any is one statement a line. */
function byParagraph(lines: readonly string[]): Draft[] {
  if (!lines.includes('')) return lines.map((line) => ({ lines: [line] }))
  const drafts: Draft[] = [{ lines: [] }]
  for (const line of lines) {
    if (line === '') drafts.push({ lines: [] })
    else drafts.at(-1)?.lines.push(line)
  }
  return drafts
}

/** Wrapped lines become one; an empty line between them stays a break. */
function rowOf({ lines, ...labels }: Draft): ImportRow {
  const paragraphs = lines.join('\n').split(/\n{2,}/)
  return { ...labels, text: paragraphs.map(cleanLine).filter(Boolean).join('\n') }
}
