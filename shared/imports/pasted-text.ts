/**
 * Text that somebody copied out of a report: every line of it counts.
 */
import { splitReport } from './report.ts'
import { cleanText, type ParsedRows } from './rows.ts'

export function parsePastedText(pasted: string): ParsedRows {
  const lines = cleanText(pasted)
    .split('\n')
    .map((it) => ({ text: it.trim() }))
  return splitReport({ lines, isWhole: false })
}
