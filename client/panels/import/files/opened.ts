/**
 * What a file turned out to hold, whatever its format.
 */
import type { SheetText } from '../../../../shared/imports/csv.ts'
import type { ReportLine } from '../../../../shared/imports/report.ts'

export interface OpenedFile {
  /** Tables with anything in them, by the name they have in the file. */
  sheets: readonly { name: string; table: SheetText }[]
  /** The words in the order they are read; null where the file is no text. */
  report: readonly ReportLine[] | null
  /** What a person should know of how it was read. */
  note?: string
}

export type Progress = (done: number, of: number) => void
