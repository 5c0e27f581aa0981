/**
 * Codes that people read from a wall or a slip of paper and type.
 *
 * No letter is taken for a digit or another letter, and there are no vowels: no code is a word.
 */
export const CODE_LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ'

/** Letters of the code on the wall. */
export const DOOR_CODE = 6
/** Letters of the code by which one person goes on elsewhere. */
export const PERSON_CODE = 8

/** As it was meant, or null where it cannot be a code: people type small letters, spaces and dashes. */
export function parseCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '')
  const fits = code.length === DOOR_CODE || code.length === PERSON_CODE
  return fits && [...code].every((it) => CODE_LETTERS.includes(it)) ? code : null
}

/** In two halves, to be read aloud. */
export const codeWords = (code: string): string =>
  `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`
