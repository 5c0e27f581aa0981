/**
 * The address that brings a code with it, for a phone's camera.
 */
import { codeWords } from '../../shared/code.ts'

/** In the fragment: no server log sees it. */
export const codeUrl = (code: string, origin: string): string => `${origin}/join#${code}`

/** What is read from a wall and typed: where, and the code. */
export function typedOf(url: string): { where: string; code: string } {
  const { host, pathname, hash } = new URL(url)
  return { where: host + pathname, code: codeWords(hash.slice(1)) }
}
