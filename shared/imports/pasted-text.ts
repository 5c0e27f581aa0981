/**
 * Text that somebody copied out of a report: every line of it counts.
 */
import { isMarkdown, markdownLines } from './markdown-lines.ts'
import { type ReportLine, splitReport } from './report.ts'
import { cleanText, type ParsedRows } from './rows.ts'

export function parsePastedText(pasted: string): ParsedRows {
  const text = cleanText(pasted)
  const lines = isMarkdown(text)
    ? markdownLines(text)
    : text.split('\n').map((it): ReportLine => ({ text: it.trim() }))
  return splitReport({ lines, isWhole: false })
}
