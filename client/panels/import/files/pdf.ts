/**
 * A PDF as the lines of a report: what stands on its pages, without what is repeated on each of them.
 *
 * A PDF knows places and sizes of letters, not paragraphs or headings: these are told by the gaps between lines
 * and by letters larger than most.
 */
import { getDocumentProxy } from 'unpdf'
import type { ReportLine } from '../../../../shared/imports/report.ts'
import { UnreadableImport } from '../../../../shared/imports/rows.ts'
import type { OpenedFile, Progress } from './opened.ts'

const MOST_PAGES = 2_000

/** A line as it is drawn; lengths in points, from the bottom left of the page. */
interface DrawnLine {
  text: string
  y: number
  size: number
}

interface Page {
  label: string
  height: number
  lines: DrawnLine[]
}

interface TextItem {
  str: string
  transform: number[]
  width: number
  height: number
  hasEOL: boolean
}

export async function openPdf(bytes: Uint8Array, progress: Progress): Promise<OpenedFile> {
  const document = await documentOf(bytes)
  if (document.numPages > MOST_PAGES) throw new UnreadableImport('The PDF has more than 2,000 pages.')
  const labels = await document.getPageLabels().catch(() => null)
  const pages: Page[] = []
  const empty: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const [, bottom = 0, , top = 0] = page.view
    const label = labels?.[number - 1]?.trim() || String(number)
    const lines = linesOf(items as unknown as TextItem[])
    if (lines.length === 0) empty.push(label)
    pages.push({ label: label.slice(0, 20), height: top - bottom, lines })
    page.cleanup()
    progress(number, document.numPages)
  }
  await document.destroy()
  if (empty.length === pages.length) {
    throw new UnreadableImport(
      'The pages of this PDF are pictures without text. Run text recognition (OCR) over it first.',
    )
  }
  const note =
    empty.length > 0 ? `${empty.length === 1 ? 'Page' : 'Pages'} ${some(empty)} held no text.` : undefined
  return { sheets: [], report: reportOf(pages), ...(note && { note }) }
}

async function documentOf(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, {
      isEvalSupported: false,
      disableFontFace: true,
      verbosity: 0,
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new UnreadableImport('The PDF is locked with a password. Save a copy without one.')
    }
    throw new UnreadableImport('The file is damaged: it could not be read as a PDF.')
  }
}

const NAMED = 12
const some = (labels: readonly string[]) =>
  `${labels.slice(0, NAMED).join(', ')}${labels.length > NAMED ? ` and ${labels.length - NAMED} more` : ''}`

/** Letters side by side become a line; a gap wider than a thin space parts words. */
function linesOf(items: readonly TextItem[]): DrawnLine[] {
  const lines: DrawnLine[] = []
  let line: (DrawnLine & { end: number }) | null = null
  const done = () => {
    if (line?.text.trim()) lines.push({ text: line.text.trim(), y: line.y, size: line.size })
    line = null
  }
  for (const { str, transform, width, height, hasEOL } of items) {
    const [, , skew = 0, scale = 0, x = 0, y = 0] = transform
    const size = height || Math.hypot(skew, scale)
    if (line && Math.abs(line.y - y) > Math.max(line.size, size) * 0.6) done()
    if (str.trim() === '' && !line) {
      if (hasEOL) done()
      continue
    }
    if (!line) line = { text: str, y, size, end: x + width }
    else {
      const gap = x - line.end
      const needsSpace = gap > size * 0.15 && !/\s$/.test(line.text) && !/^\s/.test(str)
      // A wide gap parts a number from its words as a tab does.
      line.text += (needsSpace ? (gap > size * 1.2 ? '\t' : ' ') : '') + str
      if (str.trim()) line.size = Math.max(line.size, size)
      line.end = x + width
    }
    if (hasEOL) done()
  }
  done()
  return lines
}

const EDGE = 0.1
const LONGEST_HEADING = 160
const BIGGER = 1.12

function reportOf(pages: readonly Page[]): ReportLine[] {
  const body = commonSize(pages)
  const isRunning = runningLines(pages, body)
  const levels = headingSizes(pages, body)
  const lines: ReportLine[] = []
  const usual = usualGap(pages)
  for (const page of pages) {
    const shown = page.lines.filter((it) => !isRunning(page, it))
    let before: DrawnLine | null = null
    for (const line of shown) {
      const heading = headingOf(line, levels)
      const gap = before ? before.y - line.y : 0
      const isFirst = before === null
      const isApart = isFirst
        ? /[.:;!?]$/.test(lines.at(-1)?.text ?? '.')
        : gap > usual * 1.4 || gap < 0 || heading !== lines.at(-1)?.heading
      if (isApart && lines.length > 0 && lines.at(-1)?.text !== '') {
        lines.push({ text: '', page: page.label })
      }
      const last = lines.at(-1)
      if (heading && last?.heading === heading && last.page === page.label && !isApart) {
        last.text = `${last.text} ${line.text}`
      } else {
        lines.push({ text: line.text, page: page.label, ...(heading && { heading }) })
      }
      before = line
    }
  }
  return lines
}

/**
 * Headers, footers and page numbers: at the edge, and the same on many pages but for a number that counts them.
 * "Recommendation 12" at the head of one page and "Recommendation 25" at that of the next are none.
 */
function runningLines(pages: readonly Page[], body: number): (page: Page, line: DrawnLine) => boolean {
  const isAtEdge = ({ height }: Page, { y }: DrawnLine) => y < height * EDGE || y > height * (1 - EDGE)
  const shapeOf = (text: string) => text.replace(/\d+/g, '#').replace(/\s+/g, ' ').trim()
  const places = new Map(pages.map((page, at) => [page, at]))
  const marksOf = (page: Page, { text }: DrawnLine) => {
    const shape = shapeOf(text)
    const numbers = Array.from(text.matchAll(/\d+/g), ([digits]) => Number(digits))
    return [text, ...numbers.map((it, at) => `${shape}\n${at}\n${it - (places.get(page) ?? 0)}`)]
  }
  const counts = new Map<string, number>()
  for (const page of pages) {
    const here = new Set(page.lines.filter((it) => isAtEdge(page, it)).flatMap((it) => marksOf(page, it)))
    for (const mark of here) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  const often = Math.max(3, pages.length * 0.2)
  return (page, line) => {
    if (!isAtEdge(page, line)) return false
    const shape = shapeOf(line.text)
    if (/^(?:page )?#(?: of #)?$|^[ivxlc]+$/i.test(shape)) return true
    // Chapters that begin a page each are much the same too ("Chapter #"), but in larger letters.
    const most = Math.max(...marksOf(page, line).map((it) => counts.get(it) ?? 0))
    return most >= (line.size >= body * BIGGER ? pages.length / 2 : often)
  }
}

/** The size most letters have, in points. */
function commonSize(pages: readonly Page[]): number {
  const letters = new Map<number, number>()
  for (const { lines } of pages) {
    for (const { size, text } of lines) {
      const rounded = Math.round(size * 2) / 2
      letters.set(rounded, (letters.get(rounded) ?? 0) + text.length)
    }
  }
  return Array.from(letters).sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** Sizes of headings, the largest first. */
function headingSizes(pages: readonly Page[], body: number): number[] {
  const sizes = new Set<number>()
  for (const { lines } of pages) {
    for (const { size, text } of lines) {
      if (size >= body * BIGGER && text.length <= LONGEST_HEADING) sizes.add(Math.round(size * 2) / 2)
    }
  }
  return Array.from(sizes).sort((a, b) => b - a)
}

function headingOf({ size, text }: DrawnLine, levels: readonly number[]): number | undefined {
  if (text.length > LONGEST_HEADING || !/\p{L}/u.test(text)) return undefined
  const at = levels.indexOf(Math.round(size * 2) / 2)
  return at < 0 ? undefined : Math.min(6, at + 1)
}

/** The gap between lines of one paragraph: the one there is most of in the whole report. */
function usualGap(pages: readonly Page[]): number {
  const gaps = new Map<number, number>()
  for (const { lines } of pages) {
    lines.forEach((line, at) => {
      const gap = Math.round(((lines[at - 1]?.y ?? line.y) - line.y) * 2) / 2
      if (gap > 0) gaps.set(gap, (gaps.get(gap) ?? 0) + 1)
    })
  }
  const [most] = Array.from(gaps).sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return most?.[0] ?? Number.POSITIVE_INFINITY
}
