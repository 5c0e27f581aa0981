/**
 * Lines of a text that was written in Markdown, as many pages and assistants give it: its headings as
 * headings, its words without the signs around them, its tables as tables.
 */
import type { SheetText } from './csv.ts'
import type { ReportLine } from './report.ts'

/** A heading, or words in bold: signs that ordinary reports have not. */
const IS_MARKDOWN = /^#{1,6} \S|\*\*[^\s*][^*\n]*\*\*/m
const HEADING = /^(#{1,6}) +(.+?)(?: +#+)?$/
const RULE = /^(?:[-*_] ?){3,}$/

export const isMarkdown = (text: string): boolean => IS_MARKDOWN.test(text)

export function markdownLines(text: string): ReportLine[] {
  return text.split('\n').map((it): ReportLine => {
    const line = it.trim().replace(/^(?:> ?)+/, '')
    if (RULE.test(line)) return { text: '' }
    const [, signs, words] = HEADING.exec(line) ?? []
    return signs && words ? { text: plain(words), heading: signs.length } : { text: plain(line) }
  })
}

const BETWEEN = /^\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$/

/** A text that is a table and nothing beside it: a heading, a line of dashes, rows. */
export function markdownTable(text: string): SheetText | null {
  if (!text.trimStart().startsWith('|')) return null
  const rows = text
    .split(/\r\n?|\n/)
    .map((it) => it.trim())
    .filter(Boolean)
  const [heading, between, ...lines] = rows
  if (!heading || !between || !BETWEEN.test(between) || !rows.every((it) => it.startsWith('|'))) return null
  // The line of dashes is row 2 to whoever looks at the text.
  return { heading: cellsOf(heading), lines: lines.map(cellsOf), isPlain: true, headingRow: 2 }
}

const cellsOf = (row: string): string[] =>
  row
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((it) => plain(it.replace(/<br *\/?>/gi, '\n')))

/** Where a sign is kept that a backslash says is none, out of reach of the rest: characters nobody writes. */
const APART = 0xe000

/** A star between spaces, or one that nothing closes, is a star. */
const plain = (line: string): string =>
  line
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, (_, sign: string) =>
      String.fromCharCode(APART + sign.charCodeAt(0)),
    )
    .replace(/(?<![\p{L}\p{N}*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/\*\*([^\s*](?:[^*]*[^\s*])?)\*\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}])(__?)([^\s_](?:[^_]*[^\s_])?)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\[([^\][]+)\]\([^()\s]*\)/g, '$1')
    .replace(/[\ue000-\ue07f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - APART))
    .trim()
