/**
 * Where a statement may be parted: at the ends of its sentences and clauses, or between any two words.
 *
 * Pieces together are the text, each with the space behind it; a part begins at the letter a piece begins at.
 */
export type Fineness = 'clauses' | 'words'

export interface Piece {
  /** Where it begins in the text. */
  at: number
  text: string
}

/** Behind a full stop, a semicolon, a colon, or before a line or the mark of a list item. */
const CLAUSE = /(?<=[.!?;:]["”’)\]]?)\s+|\n+|\s+(?=(?:\([a-z]{1,4}\)|\(\d{1,2}\)|[•▪–])\s)/g
const WORD = /\s+/g

export function piecesOf(text: string, fineness: Fineness): Piece[] {
  const starts = [0]
  for (const gap of text.matchAll(fineness === 'words' ? WORD : CLAUSE)) {
    const at = gap.index + gap[0].length
    if (gap.index > 0 && at < text.length) starts.push(at)
  }
  return starts.map((at, index) => ({ at, text: text.slice(at, starts[index + 1]) }))
}

/** The text parted before each of these letters. */
export function partedAt(text: string, cuts: ReadonlySet<number>): Piece[] {
  const starts = [0, ...Array.from(cuts).sort((a, b) => a - b)]
  return starts.map((at, index) => ({ at, text: text.slice(at, starts[index + 1]) }))
}
