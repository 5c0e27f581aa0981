/**
 * What the simulation calls things, and how it tells values apart.
 */
import type { Target } from '../../shared/policy.ts'

export type Root = Target['root']

export const BOARD = 'board1'
/** The world's time begins here. */
export const BIRTH = Date.UTC(2027, 0, 4, 9)

/** The same for equal values, whatever the order of their fields. */
export function valueKey(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value, sorted)
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Words that nobody else writes: in values, and as one character in texts. */
export const wordOf = (n: number) => `w${n}`
const FIRST_CHARACTER = 0x4e00
const CHARACTERS = 20_000
export const characterOf = (n: number) => String.fromCodePoint(FIRST_CHARACTER + (n % CHARACTERS))
export const isMark = (character: string) => {
  const code = character.codePointAt(0) ?? 0
  return code >= FIRST_CHARACTER && code < FIRST_CHARACTER + CHARACTERS
}

/** Puts it behind what a map has there. */
export function into<Key, It>(map: Map<Key, It[]>, key: Key, it: It): void {
  const list = map.get(key)
  if (list) list.push(it)
  else map.set(key, [it])
}
