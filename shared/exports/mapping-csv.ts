/**
 * The mapping as a spreadsheet opens it: RFC 4180 with a byte order mark, formulas made harmless, days as
 * 2027-04-01. Importing it into its own board changes nothing.
 */

import type { ExportSource } from './contract.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv-cell.ts'
import { MAPPING_COLUMNS, mappingRows } from './mapping-row.ts'

export const writeMappingCsv = (source: ExportSource): string =>
  BYTE_ORDER_MARK +
  csvLine(MAPPING_COLUMNS.map((it) => it.header)) +
  mappingRows(source).map(csvLine).join('')
