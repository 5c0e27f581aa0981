/**
 * What people see of each other before anything is saved: who is here, what they hold, where they look.
 *
 * One small state per connection. The server stamps `who`, so nobody speaks for somebody else.
 */
import { idShape } from '../board.ts'
import { COLUMN_IDS } from '../columns.ts'
import { number, oneOf, optional, orNull, strictObject, text, truth, type ValueOf, whole } from '../shape.ts'

export const holdShape = strictObject({
  statement: idShape,
  /** The column under the pointer, or null between columns. */
  over: orNull(oneOf(COLUMN_IDS)),
  /** The slot a drop would take, counted without the held card; null where there is none. */
  slot: orNull(whole(0, 2_000)),
  /** Pointer across and down the board's visible part, 0 to 1. */
  x: number(-1, 2),
  y: number(-1, 2),
})
export type Hold = ValueOf<typeof holdShape>

/** What a client says of itself. */
export const presenceShape = strictObject({
  hold: optional(orNull(holdShape)),
  looking: optional(orNull(idShape)),
  away: optional(truth),
  /** Stamped by the server over whatever came. */
  who: optional(idShape),
  role: optional(text({ most: 16 })),
})
export type PresenceState = ValueOf<typeof presenceShape>

/** What a client hears of another connection. */
export interface Presence extends PresenceState {
  connection: number
  who: string
}

/** A colour a person keeps on avatar, held card and pointer, all with 4.5:1 against white. */
export const PERSON_COLOURS = [
  '#0b7285',
  '#9c36b5',
  '#c2410c',
  '#247a36',
  '#5f3dc4',
  '#b0175b',
  '#1864ab',
  '#7a5200',
  '#a61e4d',
  '#087f5b',
  '#6741d9',
  '#36607f',
] as const

export function colourOf(participant: string): string {
  let hash = 0
  for (const char of participant) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0
  return PERSON_COLOURS[hash % PERSON_COLOURS.length] ?? PERSON_COLOURS[0]
}

/** Two letters for an avatar: first letters of the first and last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = Array.from(words[0] ?? '?')[0] ?? '?'
  const last =
    words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : (Array.from(words[0] ?? '')[1] ?? '')
  return (first + last).toLocaleUpperCase('en-GB')
}
