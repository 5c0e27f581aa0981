/**
 * Candidates for key statements, as a person sets right what a report was split into.
 *
 * Each edit gives a new list and leaves the old one as it was. One that is set aside has its reason in
 * `setAside`; the others are key statements.
 */
import { nanoid } from 'nanoid'
import type { Candidate, Candidates } from '../../../shared/imports/candidates.ts'
import { cleanText, type ImportRow } from '../../../shared/imports/rows.ts'

/** As they were found: the same report read again gives the same ids. */
export const foundIn = (rows: readonly ImportRow[]): Candidates =>
  rows.map((it, at) => ({ ...it, id: String(at + 1) }))

const changed = (list: Candidates, at: number, ...by: Candidate[]): Candidates => [
  ...list.slice(0, at),
  ...by,
  ...list.slice(at + 1),
]

export function written(list: Candidates, at: number, words: Partial<ImportRow>): Candidates {
  const was = list[at]
  if (!was) return list
  const next = Object.entries({ ...was, ...words }).filter(([, value]) => value)
  return changed(list, at, { ...Object.fromEntries(next), id: was.id })
}

export function removed(list: Candidates, at: number): Candidates {
  return list.filter((_, index) => index !== at)
}

/** One of two, with the labels of the first; where either is a key statement both are. */
export function joined(list: Candidates, at: number): Candidates {
  const above = list[at - 1]
  const below = list[at]
  if (!above || !below) return list
  const { setAside, ...rest } = above
  const isAside = setAside && below.setAside
  const text = [above.text, below.text].filter(Boolean).join('\n')
  return [...list.slice(0, at - 1), { ...rest, text, ...(isAside && { setAside }) }, ...list.slice(at + 1)]
}

/** Two of one, parted before the letter at `caret`; 37 becomes 37a and 37b. `id` is the second one's. */
export function parted(list: Candidates, at: number, caret: number, id = nanoid(10)): Candidates {
  const was = list[at]
  const text = was?.text ?? ''
  const [before, after] = [cleanText(text.slice(0, caret)), cleanText(text.slice(caret))]
  if (!was || !before || !after) return list
  const number = was.number ?? was.ref ?? ''
  const stem = number.replace(/(\d)[a-z]$/, '$1')
  const taken = new Set(list.map((it) => it.number ?? it.ref))
  const first = stem === number ? `${stem}a` : number
  const free = LETTERS.map((letter) => stem + letter).find((it) => it > first && !taken.has(it)) ?? ''
  const part = (name: string, words: string): Candidate => ({
    ...was,
    ...(number && was.number && { number: name }),
    ...(number && was.ref && { ref: was.ref.slice(0, -number.length) + name }),
    text: words,
  })
  return changed(list, at, part(first, before), { ...part(free, after), id })
}

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz')

export const keyOnes = (list: Candidates): Candidates => list.filter((it) => !it.setAside)
