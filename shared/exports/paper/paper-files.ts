/** The board paper as files. */

import type { ExportSource } from '../contract.ts'
import { writeDocx } from '../office/docx.ts'
import { writeHtml } from '../office/html.ts'
import { isPaperKind, paperOfExport } from './paper.ts'
import { paperDocument } from './paper-document.ts'

const documentOf = (source: ExportSource) =>
  paperDocument(paperOfExport(source, isPaperKind(source.kind) ? source.kind : undefined), source.at)

export const writeBoardPaperDocx = (source: ExportSource): Uint8Array => writeDocx(documentOf(source))

export const writeBoardPaperHtml = (source: ExportSource): string => writeHtml(documentOf(source))
