/**
 * A document as plain data: headings, words, tables. Written as a Word file, as a page of HTML, and shown on
 * the screen, each by its own writer.
 */
import type { Picture } from '../picture/shapes.ts'

/** Words in a table; `bold` stands before the text, on a line of its own. */
export type DocumentCell = string | { bold: string; text: string }

export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'words'; text: string; look?: 'plain' | 'missing' | 'quiet' }
  | { kind: 'list'; items: readonly string[]; isNumbered?: boolean }
  | {
      kind: 'table'
      /** What it shows, for those who are read it. */
      caption: string
      head: readonly string[]
      /** Shares of the width. */
      widths: readonly number[]
      rows: readonly (readonly DocumentCell[])[]
      /** The first cell of a row names it. */
      isNamed?: boolean
    }
  | { kind: 'picture'; picture: Picture }

export interface OfficeDocument {
  title: string
  /** Above the title. */
  over: string
  subject: string
  /** At the foot of every page, before its number. */
  foot: string
  at: number
  isLandscape?: boolean
  blocks: readonly Block[]
}
