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

/** Lines of a page by the paragraphs they are of. */
export function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]]
  for (const line of lines) {
    if (line === '') paragraphs.push([])
    else paragraphs.at(-1)?.push(line)
  }
  return paragraphs.filter((it) => it.length > 0)
}

/** "Recommendation no. 37:" stands before the words and is not of them. */
const LABEL_WORDS = 4

/** Whether a line as it is printed is part of the words found there; short ones say too little to tell. */
export function isPartOf(words: string, line: string): boolean {
  const printed = line.replace(/\s+/g, ' ').split(' ')
  for (let left = 0; left <= LABEL_WORDS; left += 1) {
    const rest = printed.slice(left).join(' ')
    if (rest.length < 4) return false
    if (words.includes(rest)) return true
  }
  return false
}
