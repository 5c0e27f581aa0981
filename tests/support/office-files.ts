/** Workbooks and documents read back by hand: unpacked, their parts parsed strictly as XML. */
import { strFromU8, unzipSync } from 'fflate'
import { JSDOM } from 'jsdom'

const { DOMParser } = new JSDOM('').window

/** Throws where it is no well-formed XML. */
export function xmlOf(text: string): Document {
  const parsed = new DOMParser().parseFromString(text, 'application/xml')
  const error = parsed.getElementsByTagName('parsererror')[0]
  if (error) throw new Error(error.textContent ?? 'not well-formed')
  return parsed
}

/** Every part by its name; those of XML have been parsed. */
export function partsOf(bytes: string | Uint8Array): Map<string, Document | Uint8Array> {
  if (typeof bytes === 'string') throw new Error('not a zip')
  return new Map(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [
      name,
      /\.(xml|rels)$/.test(name) ? xmlOf(strFromU8(content)) : content,
    ]),
  )
}

export const partOf = (bytes: string | Uint8Array, name: string): Document => {
  const part = partsOf(bytes).get(name)
  if (!part || part instanceof Uint8Array) throw new Error(`no part ${name}`)
  return part
}

/** The cells of a sheet row by row: texts as they are, numbers as numbers, nothing as null. */
export function sheetOf(bytes: string | Uint8Array, name: string): (string | number | null)[][] {
  const sheets = [...partOf(bytes, 'xl/workbook.xml').getElementsByTagName('sheet')]
  const at = sheets.findIndex((it) => it.getAttribute('name') === name)
  if (at < 0) throw new Error(`no sheet ${name}`)
  const sheet = partOf(bytes, `xl/worksheets/sheet${at + 1}.xml`)
  return [...sheet.getElementsByTagName('row')].map((row) =>
    [...row.getElementsByTagName('c')].map((cell) => {
      if (cell.getElementsByTagName('f').length > 0) throw new Error(`${cell.getAttribute('r')} is a formula`)
      const text = cell.getElementsByTagName('t')[0]?.textContent
      if (text !== undefined && text !== null) return spelledOut(text)
      const value = cell.getElementsByTagName('v')[0]?.textContent
      return value ? Number(value) : null
    }),
  )
}

const spelledOut = (text: string): string =>
  text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
