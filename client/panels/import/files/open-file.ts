/**
 * Opens a file by what is in it, whatever its name says.
 */
import { textOf } from '../../../../shared/imports/csv.ts'
import { UnreadableImport } from '../../../../shared/imports/rows.ts'
import type { OpenedFile, Progress } from './opened.ts'

/** Throws `UnreadableImport` with a sentence for a person. */
export async function openFile(bytes: Uint8Array, progress: Progress): Promise<OpenedFile | string> {
  if (bytes.length === 0) throw new UnreadableImport('The file is empty.')
  if (begins(bytes, '%PDF-')) return (await import('./pdf.ts')).openPdf(bytes, progress)
  if (begins(bytes, 'PK\u0003\u0004')) return openOffice(bytes)
  if (OLE.every((it, at) => bytes[at] === it)) {
    throw new UnreadableImport(
      'This file is locked with a password, or made by Word or Excel from before 2007. Save a copy without a password as .docx or .xlsx.',
    )
  }
  if (begins(bytes, '{\\rtf')) throw new UnreadableImport('This is an RTF file. Save it as .docx.')
  const text = textOf(bytes)
  if (isBinary(text)) {
    throw new UnreadableImport('This is no file of text, Word, Excel or PDF, or it is damaged.')
  }
  if (/^\s*[[{]\s*["{\]}]/.test(text)) return (await import('./json.ts')).openJson(text)
  return text
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0]

const begins = (bytes: Uint8Array, sign: string) =>
  Array.from(sign).every((letter, at) => bytes[at] === letter.charCodeAt(0))

async function openOffice(bytes: Uint8Array): Promise<OpenedFile> {
  const { unzipped } = await import('./zip.ts')
  const names: string[] = []
  unzipped(bytes, (path) => {
    names.push(path)
    return false
  })
  if (names.includes('word/document.xml')) return (await import('./word.ts')).openWord(bytes)
  if (names.includes('xl/workbook.xml')) return (await import('./spreadsheet.ts')).openSpreadsheet(bytes)
  if (names.includes('content.xml')) {
    throw new UnreadableImport('This is an OpenDocument file. Save it as .docx, .xlsx or CSV.')
  }
  throw new UnreadableImport('This archive is neither a Word nor an Excel file.')
}

const LOOKED_AT = 4_000

/** Text has next to no control characters. */
function isBinary(text: string): boolean {
  const head = text.slice(0, LOOKED_AT)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is counted
  const odd = head.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0
  return odd > head.length / 50
}
