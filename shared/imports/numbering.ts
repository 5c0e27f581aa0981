/**
 * Numbers for statements of a publication that numbers none: chapter, and place in it.
 */
import type { ImportMode } from '../api.ts'
import { identity, type KnownStatements } from './known-statements.ts'
import type { Titles } from './known-titles.ts'

export interface Unnumbered {
  source: string
  words: { chapter?: string; text?: string }
}

/**
 * Numbers for rows without one: chapter and place in it. A row whose text the source already has is that
 * statement; when updating, a row whose place is held by a text the file no longer has rewrites it.
 */
export function* numbersFor<D extends Unnumbered>(
  drafts: readonly D[],
  statements: KnownStatements,
  chapters: Titles,
  mode: ImportMode,
): Generator<{ draft: D; number: string }> {
  const places = new Map<string, number>()
  const placed = drafts.map((draft) => {
    const chapter = chapters.numberOf(draft.words.chapter)
    const list = identity(draft.source, chapter)
    const place = (places.get(list) ?? 0) + 1
    places.set(list, place)
    const known = statements
      .numbersOfText(draft.source, draft.words.text ?? '')
      .find((number) => !statements.isClaimed(draft.source, number))
    return { draft, chapter, place, known }
  })
  for (const { draft, known } of placed) if (known !== undefined) yield { draft, number: known }
  for (const { draft, chapter, place, known } of placed) {
    if (known !== undefined) continue
    const numberAt = (at: number) => (chapter ? `${chapter}.${at}` : String(at))
    const isFree = (number: string) =>
      !statements.isClaimed(draft.source, number) &&
      (mode === 'update' || statements.find(draft.source, number) === null)
    let at = place
    while (!isFree(numberAt(at))) at += 1
    yield { draft, number: numberAt(at) }
  }
}
