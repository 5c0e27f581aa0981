/**
 * Files packed into one: their names in order and at one fixed time, so the same files give the same bytes.
 */
import { strToU8, type Zippable, zipSync } from 'fflate'

/** As a zip has it, in nobody's time zone: the first day it can name. */
const THE_FIRST_DAY = new Date(1980, 0, 1)

export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, first?: string): Uint8Array {
  const names = Object.keys(files).sort((a, b) => (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1))
  const entries: Zippable = {}
  for (const name of names) {
    const content = files[name] as string | Uint8Array
    entries[name] = typeof content === 'string' ? strToU8(content) : content
  }
  return zipSync(entries, { level: 6, mtime: THE_FIRST_DAY })
}
