/**
 * Lines of a text that was written in Markdown, as many pages and assistants give it: its headings as
 * headings, and its words without the signs around them.
 */
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
