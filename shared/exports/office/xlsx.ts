/**
 * A workbook as Office Open XML (ISO/IEC 29500): sheets of one heading row each, which stays in sight, is
 * repeated on every printed page and can be filtered by.
 *
 * Every cell that is not a number or a day is written as a text, so none is ever a formula.
 */
import { guarded } from '../csv-cell.ts'
import { coreProperties, relations } from './package.ts'
import { heightOf } from './row-height.ts'
import { XML_HEAD, xml } from './xml.ts'
import { zipOf } from './zip.ts'

/** A day is written 2027-04-01 and shown as people write it. */
export type SheetCell = string | number | undefined | { day: string }

export type Tone = 'plain' | 'slate' | 'blue' | 'plum' | 'ochre'

export interface SheetColumn {
  header: string
  /** In characters. */
  width: number
  tone?: Tone
}

export interface Sheet {
  name: string
  columns: readonly SheetColumn[]
  rows: readonly (readonly SheetCell[])[]
  /** Lines to read rather than to filter: no filter buttons, on upright pages. */
  isProse?: boolean
  /** More columns than a page takes: this many at the left stay in sight and are repeated on every page. */
  keep?: number
}

export interface Workbook {
  title: string
  subject: string
  /** At the foot of every printed page. */
  foot: string
  at: number
  sheets: readonly Sheet[]
}

const TONES: Readonly<Record<Tone, string>> = {
  plain: '4C6272',
  slate: '003087',
  blue: '005EB8',
  plum: '7C2855',
  ochre: 'A35A00',
}
const toneList = Object.keys(TONES) as Tone[]

/** Places in `cellXfs` below: text, guarded text, number, day, then two headings for each tone: over words, over numbers. */
const STYLE = { text: 1, guarded: 2, number: 3, day: 4, heading: 5 }

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export function writeWorkbook(book: Workbook): Uint8Array {
  const files: Record<string, string> = {
    '[Content_Types].xml': contentTypes(book),
    '_rels/.rels': relations([
      [`${RELATIONS}/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(book),
    'xl/workbook.xml': workbookXml(book),
    'xl/_rels/workbook.xml.rels': relations([
      ...book.sheets.map((_, at): [string, string] => [
        `${RELATIONS}/worksheet`,
        `worksheets/sheet${at + 1}.xml`,
      ]),
      [`${RELATIONS}/styles`, 'styles.xml'],
    ]),
    'xl/styles.xml': stylesXml(),
  }
  book.sheets.forEach((sheet, at) => {
    files[`xl/worksheets/sheet${at + 1}.xml`] = sheetXml(sheet, book.foot, at === 0)
  })
  // Readers that guess what a file is look at the first name.
  return zipOf(files, '[Content_Types].xml')
}

const contentTypes = ({ sheets }: Workbook): string =>
  `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${OFFICE_TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${OFFICE_TYPE}.styles+xml"/>` +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
  sheets
    .map(
      (_, at) =>
        `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${OFFICE_TYPE}.worksheet+xml"/>`,
    )
    .join('') +
  '</Types>'

function workbookXml({ sheets }: Workbook): string {
  const names = sheets.flatMap((sheet, at) => {
    const quoted = `'${sheet.name.replaceAll("'", "''")}'`
    const all = `${quoted}!$A$1:$${letters(sheet.columns.length - 1)}$${sheet.rows.length + 1}`
    return [
      ...(sheet.isProse
        ? []
        : [
            `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${xml(all)}</definedName>`,
          ]),
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${xml(
        sheet.keep ? `${quoted}!$A:$${letters(sheet.keep - 1)},${quoted}!$1:$1` : `${quoted}!$1:$1`,
      )}</definedName>`,
    ]
  })
  return (
    `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>` +
    sheets
      .map(({ name }, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join('') +
    `</sheets><definedNames>${names.join('')}</definedNames></workbook>`
  )
}

const AT_THE_RIGHT = 'horizontal="right" indent="1"'

function stylesXml(): string {
  const fill = (colour: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`
  const cell = (format: number, alignment: string, rest = '') =>
    `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"${rest}>` +
    `<alignment vertical="top" ${alignment}/></xf>`
  const wraps = 'wrapText="1"'
  return (
    `${XML_HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="d\\ mmm\\ yyyy"/></numFmts>` +
    '<fonts count="2"><font><sz val="10"/><color rgb="FF212B32"/><name val="Arial"/><family val="2"/></font>' +
    '<font><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Arial"/><family val="2"/></font></fonts>' +
    `<fills count="${2 + toneList.length}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
    `${toneList.map((it) => fill(TONES[it])).join('')}</fills>` +
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/>' +
    '<bottom style="thin"><color rgb="FFD8DDE0"/></bottom><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${STYLE.heading + 2 * toneList.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
    cell(49, wraps) +
    // Somebody who edits the cell keeps a text.
    cell(49, wraps, ' quotePrefix="1"') +
    // What stands at the right keeps away from the words of the next column.
    cell(0, AT_THE_RIGHT) +
    cell(164, 'horizontal="left"') +
    toneList
      .flatMap((_, at) =>
        ['', ` ${AT_THE_RIGHT}`].map(
          (side) =>
            `<xf numFmtId="49" fontId="1" fillId="${2 + at}" borderId="1" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">` +
            `<alignment vertical="center" wrapText="1"${side}/></xf>`,
        ),
      )
      .join('') +
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  )
}

/** What an upright page takes in letters of a size that can be read. */
const UPRIGHT = 120
const widthOf = (columns: readonly SheetColumn[]) => columns.reduce((sum, it) => sum + it.width, 0)

function sheetXml({ columns, rows, isProse, keep = 0 }: Sheet, foot: string, isFirst: boolean): string {
  const last = letters(columns.length - 1)
  const row = (number: number, cells: string[], height: number) =>
    `<row r="${number}" ht="${height}" customHeight="1">${cells.join('')}</row>`
  const heading = columns.map(({ header, tone = 'slate' }, at) =>
    textCell(
      `${letters(at)}1`,
      header,
      STYLE.heading + 2 * toneList.indexOf(tone) + (isOfNumbers(rows, at) ? 1 : 0),
    ),
  )
  const lines = rows.map((cells, at) =>
    row(
      at + 2,
      cells.map((cell, column) => cellXml(`${letters(column)}${at + 2}`, cell)),
      heightOf(cells, columns),
    ),
  )
  const corner = `${letters(keep)}2`
  const pane = keep > 0 ? 'bottomRight' : 'bottomLeft'
  return (
    `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="${keep > 0 ? 0 : 1}"/></sheetPr>` +
    `<dimension ref="A1:${last}${rows.length + 1}"/>` +
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">` +
    `<pane${keep > 0 ? ` xSplit="${keep}"` : ''} ySplit="1" topLeftCell="${corner}" activePane="${pane}" state="frozen"/>` +
    `<selection pane="${pane}" activeCell="${corner}" sqref="${corner}"/></sheetView></sheetViews>` +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    `<cols>${columns.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>` +
    `<sheetData>${row(
      1,
      heading,
      heightOf(
        columns.map((it) => it.header),
        columns,
      ) + 6,
    )}${lines.join('')}</sheetData>` +
    (isProse ? '' : `<autoFilter ref="A1:${last}${rows.length + 1}"/>`) +
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.7" header="0.3" footer="0.3"/>' +
    // A4 one page wide and as many high as it takes; what is wider goes on from page to page on A3.
    (keep > 0
      ? '<pageSetup paperSize="8" scale="70" orientation="landscape"/>'
      : `<pageSetup paperSize="9" orientation="${isProse && widthOf(columns) <= UPRIGHT ? 'portrait' : 'landscape'}" fitToWidth="1" fitToHeight="0"/>`) +
    `<headerFooter><oddFooter>${xml(`&L${foot.replaceAll('&', '&&')}&RPage &P of &N`)}</oddFooter></headerFooter>` +
    '</worksheet>'
  )
}

/** Whether a heading stands at the right, over what it heads. */
function isOfNumbers(rows: Sheet['rows'], column: number): boolean {
  const filled = rows.map((cells) => cells[column]).filter((it) => it !== undefined && it !== '')
  return filled.length > 0 && filled.every((it) => typeof it === 'number')
}

function cellXml(place: string, cell: SheetCell): string {
  if (cell === undefined || cell === '') return `<c r="${place}" s="${STYLE.text}"/>`
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? `<c r="${place}" s="${STYLE.number}"><v>${cell}</v></c>` : ''
  }
  if (typeof cell === 'object') return `<c r="${place}" s="${STYLE.day}"><v>${serialOf(cell.day)}</v></c>`
  return textCell(place, cell, guarded(cell) === cell ? STYLE.text : STYLE.guarded)
}

const textCell = (place: string, text: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(spelled(text))}</t></is></c>`

/** As much as a cell takes. */
const MOST_IN_CELL = 32_767

/** Characters that XML cannot hold are spelled `_x000B_`; what looks so already keeps its underscore. */
const spelled = (text: string): string =>
  text
    .slice(0, MOST_IN_CELL)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (it) => `_x${it.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )

/** Days since the end of 1899, as a spreadsheet counts them. */
const serialOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569

/** 0 → A, 26 → AA */
export function letters(index: number): string {
  const rest = Math.floor(index / 26) - 1
  return (rest >= 0 ? letters(rest) : '') + String.fromCharCode(65 + (index % 26))
}
