/**
 * A Word file as the lines of a report and the tables in it.
 *
 * Read from its XML rather than turned into HTML: the numbers Word writes by itself and the pages it last laid
 * out are what a report's recommendations are found and cited by, and HTML has neither.
 * Format: ECMA-376 part 1, WordprocessingML.
 */
import { guessColumns } from '../../../../shared/imports/csv.ts'
import type { ReportLine } from '../../../../shared/imports/report.ts'
import { UnreadableImport } from '../../../../shared/imports/rows.ts'
import type { OpenedFile } from './opened.ts'
import { tableOf } from './spreadsheet.ts'
import { readNumbering } from './word-numbering.ts'
import { walkXml } from './xml.ts'
import { unzipped } from './zip.ts'

const PARTS = ['word/document.xml', 'word/styles.xml', 'word/numbering.xml']

interface Style {
  name: string
  basedOn: string | null
  /** 0 is the outermost, as Word counts. */
  outline: number | null
  list: string | null
  level: number | null
}

interface Paragraph {
  style: string
  outline: number | null
  list: string | null
  level: number | null
  text: string
  page: number
}

export function openWord(bytes: Uint8Array): OpenedFile {
  const files = unzipped(bytes, (path) => PARTS.includes(path))
  const body = files['word/document.xml']
  if (!body) throw new UnreadableImport('The file is no Word document.')
  const styles = readStyles(files['word/styles.xml'])
  const numbering = readNumbering(files['word/numbering.xml'])
  const { lines, tables, isPaged } = readBody(body, styles, numbering.next)
  const sheets = tables.flatMap((rows, at) => {
    const table = tableOf(rows)
    const isOfStatements = table && guessColumns(table.heading).text !== undefined
    return isOfStatements ? [{ name: `Table ${at + 1}`, table }] : []
  })
  if (!lines.some(({ text }) => text !== '')) {
    throw new UnreadableImport(
      'The document has no text in it. Where its pages are pictures, text recognition (OCR) has to come first.',
    )
  }
  return {
    sheets,
    report: isPaged ? lines : lines.map(({ page: _, ...rest }) => rest),
    ...(isPaged
      ? { note: 'Pages are as Word last laid them out; they may differ from the printed ones.' }
      : {}),
  }
}

function readBody(
  bytes: Uint8Array,
  styles: ReadonlyMap<string, Style>,
  numberOf: (list: string, level: number) => string,
) {
  const lines: ReportLine[] = []
  const tables: string[][][] = []
  /** Tables may stand in tables; the words of an inner one belong to the cell it stands in. */
  const open: { rows: string[][]; isCell: boolean }[] = []
  const paragraphs: Paragraph[] = []
  let page = 1
  let isPaged = false
  /** A break that somebody put in is followed by a note of the same break as it was laid out. */
  let isTold = false
  let skipped = 0
  let isText = false

  const endParagraph = () => {
    const done = paragraphs.pop()
    if (!done) return
    const style = styles.get(done.style)
    if (/^(?:toc|table of)/i.test(style?.name ?? '')) return
    const list = done.list ?? inherited(styles, done.style, 'list')
    const level = done.level ?? inherited(styles, done.style, 'level') ?? 0
    const words = done.text.replace(/[^\S\n\t]+/g, ' ').trim()
    const label = list && list !== '0' && words ? numberOf(list, level) : ''
    const text = label ? `${label} ${words}` : words
    const table = open.at(-1)
    if (table) {
      const cells = table.rows.at(-1)
      if (cells && cells.length > 0 && text) {
        const at = cells.length - 1
        cells[at] = cells[at] ? `${cells[at]}\n${text}` : text
      }
      if (open.length > 1) return
    }
    const outline = done.outline ?? inherited(styles, done.style, 'outline')
    const heading = outline !== null && outline < 9 ? outline + 1 : undefined
    for (const part of text.split('\n')) {
      const line = part.trim()
      lines.push({ text: line, page: String(done.page), ...(heading && line ? { heading } : {}) })
    }
    lines.push({ text: '', page: String(done.page) })
  }

  walkXml(bytes, {
    open(name, attribute) {
      // Text boxes are written twice, for those who cannot draw the first; what was deleted is not said.
      if (
        skipped > 0 ||
        name === 'mc:Fallback' ||
        name === 'w:del' ||
        name === 'w:moveFrom' ||
        name === 'w:pPrChange'
      ) {
        skipped += 1
        return
      }
      const paragraph = paragraphs.at(-1)
      const value = attribute('w:val') ?? ''
      switch (name) {
        case 'w:p':
          paragraphs.push({ style: '', outline: null, list: null, level: null, text: '', page })
          break
        case 'w:pStyle':
          if (paragraph) paragraph.style = value
          break
        case 'w:outlineLvl':
          if (paragraph) paragraph.outline = Number(value)
          break
        case 'w:ilvl':
          if (paragraph) paragraph.level = Number(value)
          break
        case 'w:numId':
          if (paragraph) paragraph.list = value
          break
        case 'w:t':
          isText = true
          break
        case 'w:tab':
          // Also the name of a tab stop, which stands in the properties, before any text.
          if (paragraph?.text) paragraph.text += '\t'
          break
        case 'w:noBreakHyphen':
          if (paragraph) paragraph.text += '-'
          break
        case 'w:br':
        case 'w:cr':
          if (attribute('w:type') === 'page') turn(true)
          else if (paragraph) paragraph.text += '\n'
          break
        case 'w:lastRenderedPageBreak':
          turn(false)
          break
        case 'w:tbl':
          open.push({ rows: [], isCell: false })
          break
        case 'w:tr':
          open.at(-1)?.rows.push([])
          break
        case 'w:tc':
          open.at(-1)?.rows.at(-1)?.push('')
          break
      }
    },
    close(name) {
      if (skipped > 0) {
        skipped -= 1
        return
      }
      if (name === 'w:t') isText = false
      else if (name === 'w:p') endParagraph()
      else if (name === 'w:tbl') {
        const done = open.pop()
        if (done && open.length === 0 && done.rows.length > 1) tables.push(done.rows)
      }
    },
    text(words) {
      const paragraph = paragraphs.at(-1)
      if (!isText || skipped > 0 || !paragraph) return
      paragraph.text += words
      isTold = false
    },
  })
  return { lines, tables, isPaged }

  function turn(isAsked: boolean) {
    isPaged = true
    if (!isAsked && isTold) return
    isTold = isAsked
    page += 1
    const paragraph = paragraphs.at(-1)
    // A paragraph that begins with the break stands on the page after it.
    if (paragraph && paragraph.text === '') paragraph.page = page
  }
}

function readStyles(bytes: Uint8Array | undefined): Map<string, Style> {
  const styles = new Map<string, Style>()
  let style: Style | null = null
  walkXml(bytes, {
    open(name, attribute) {
      const value = attribute('w:val') ?? ''
      if (name === 'w:style') {
        style = { name: '', basedOn: null, outline: null, list: null, level: null }
        styles.set(attribute('w:styleId') ?? '', style)
      } else if (!style) return
      else if (name === 'w:name') style.name = value
      else if (name === 'w:basedOn') style.basedOn = value
      else if (name === 'w:outlineLvl') style.outline = Number(value)
      else if (name === 'w:numId') style.list = value
      else if (name === 'w:ilvl') style.level = Number(value)
    },
    close(name) {
      if (name === 'w:style') style = null
    },
  })
  return styles
}

const DEEPEST = 12

function inherited<Field extends 'outline' | 'list' | 'level'>(
  styles: ReadonlyMap<string, Style>,
  id: string,
  field: Field,
): Style[Field] | null {
  let style = styles.get(id)
  for (let depth = 0; style && depth < DEEPEST; depth += 1) {
    if (style[field] !== null) return style[field]
    style = style.basedOn === null ? undefined : styles.get(style.basedOn)
  }
  return null
}
