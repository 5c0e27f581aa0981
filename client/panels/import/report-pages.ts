/**
 * A report page by page, to be read beside what was found in it.
 */
import type { OpenedFile } from './files/opened.ts'

export interface ReportPage {
  label: string
  lines: readonly string[]
}

/** Empty where a text has no pages. */
export function pagesOf(source: string | OpenedFile): ReportPage[] {
  if (typeof source === 'string' || !source.report) return []
  const pages: { label: string; lines: string[] }[] = []
  for (const { text, page } of source.report) {
    if (page === undefined) continue
    if (pages.at(-1)?.label !== page) pages.push({ label: page, lines: [] })
    pages.at(-1)?.lines.push(text)
  }
  return pages
}

export const pageOf = (pages: readonly ReportPage[], label: string | undefined): ReportPage | undefined =>
  pages.find((it) => it.label === label)
