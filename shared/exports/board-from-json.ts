/**
 * A document out of a `board.json`, so that whatever a board can be written as, a sealed version can too.
 */
import * as Y from 'yjs'
import { isMapRoot, MAP_ROOTS, paperText, rootsOf, whyText } from '../doc/board-doc.ts'
import { valueProblem } from '../doc/values.ts'
import { Problem } from '../problem.ts'
import { BOARD_JSON } from './json.ts'

export interface BoardFile {
  doc: Y.Doc
  /** The time of the last record that is in it, milliseconds since 1970. */
  at: number
}

/** Throws `Problem('value_invalid')` for what is no such file; a value no board can hold is left out. */
export function boardFromJson(text: string): BoardFile {
  const file = parsed(text)
  if (file.format !== BOARD_JSON.format || file.version !== BOARD_JSON.version) {
    throw new Problem('value_invalid', `not a ${BOARD_JSON.format} file of version ${BOARD_JSON.version}`)
  }
  const doc = new Y.Doc()
  const roots = rootsOf(doc)
  doc.transact(() => {
    for (const root of MAP_ROOTS) {
      if (!isMapRoot(root)) continue
      for (const [key, value] of Object.entries(partOf(file, root))) {
        if (valueProblem(root, key, value) === null) roots[root].set(key, value)
      }
    }
    for (const [key, words] of Object.entries(partOf(file, 'why'))) whyText(doc, key).insert(0, String(words))
    for (const [key, words] of Object.entries(partOf(file, 'paper'))) {
      paperText(doc, key).insert(0, String(words))
    }
  })
  return { doc, at: Date.parse(String(file.at)) || 0 }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new Problem('value_invalid', 'not a JSON file')
}

const partOf = (file: Record<string, unknown>, root: string): object => {
  const part = file[root]
  return typeof part === 'object' && part !== null ? part : {}
}
