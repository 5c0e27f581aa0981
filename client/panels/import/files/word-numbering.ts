/**
 * Numbers that Word writes before paragraphs by itself: they are in no text, and in a report they are the
 * recommendations' own.
 */
import { walkXml } from './xml.ts'

interface Level {
  start: number
  format: string
  /** With `%1` for the number of the first level, as the file has it. */
  label: string
}

export interface Numbering {
  /** The label of the next paragraph of a list at a level (0 is the outermost); empty where it has none. */
  next(list: string, level: number): string
}

/** Of the bytes of `word/numbering.xml`, which is absent where a document numbers nothing. */
export function readNumbering(bytes: Uint8Array | undefined): Numbering {
  const definitions = new Map<string, Map<number, Level>>()
  const lists = new Map<string, string>()
  let definition: Map<number, Level> | null = null
  let level: Level | null = null
  let list = ''
  walkXml(bytes, {
    open(name, attribute) {
      const value = attribute('w:val') ?? ''
      if (name === 'w:abstractNum') {
        definition = new Map()
        definitions.set(attribute('w:abstractNumId') ?? '', definition)
      } else if (name === 'w:lvl' && definition) {
        level = { start: 1, format: 'decimal', label: '' }
        definition.set(Number(attribute('w:ilvl')), level)
      } else if (name === 'w:start' && level) level.start = Number(value) || 0
      else if (name === 'w:numFmt' && level) level.format = value
      else if (name === 'w:lvlText' && level) level.label = value
      else if (name === 'w:num') list = attribute('w:numId') ?? ''
      else if (name === 'w:abstractNumId' && list) lists.set(list, value)
    },
    close(name) {
      if (name === 'w:abstractNum') definition = null
      else if (name === 'w:lvl') level = null
      else if (name === 'w:num') list = ''
    },
  })

  const counted = new Map<string, number[]>()
  return {
    next(listId, at) {
      const id = lists.get(listId)
      const levels = id === undefined ? undefined : definitions.get(id)
      const here = levels?.get(at)
      if (id === undefined || !levels || !here) return ''
      // Lists of one definition count on together, as they do on Word's pages.
      const counts = counted.get(id) ?? []
      counts.length = Math.min(counts.length, at + 1)
      for (let above = 0; above < at; above += 1) counts[above] ??= levels.get(above)?.start ?? 1
      counts[at] = counts[at] === undefined ? here.start : counts[at] + 1
      counted.set(id, counts)
      if (here.format === 'none') return ''
      if (here.format === 'bullet') return '\u2022'
      return here.label.replace(/%(\d)/g, (_, digit: string) => {
        const which = Number(digit) - 1
        return written(counts[which] ?? 1, levels.get(which)?.format ?? 'decimal')
      })
    },
  }
}

function written(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(count)
    case 'upperLetter':
      return letters(count).toUpperCase()
    case 'lowerRoman':
      return roman(count)
    case 'upperRoman':
      return roman(count).toUpperCase()
    case 'decimalZero':
      return String(count).padStart(2, '0')
    default:
      return String(count)
  }
}

/** a to z, then aa to zz, as Word counts. */
const letters = (count: number) =>
  String.fromCharCode(97 + ((count - 1) % 26)).repeat(1 + Math.floor((count - 1) / 26))

const ROMAN: readonly [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function roman(count: number): string {
  let rest = count
  let said = ''
  for (const [value, sign] of ROMAN) {
    while (rest >= value) {
      said += sign
      rest -= value
    }
  }
  return said
}
