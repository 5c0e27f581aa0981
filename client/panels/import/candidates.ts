/**
 * Candidates for key statements, as a person sets right what a report was split into.
 *
 * Each edit gives a new list and leaves the old one as it was. It names a candidate by its id: others change
 * the list too, and a place in it is soon another's. One that is set aside has its reason in
 * `setAside`; the others are key statements.
 */
import { nanoid } from 'nanoid'
import type { Candidate, Candidates } from '../../../shared/imports/candidates.ts'
import { cleanText, type ImportRow } from '../../../shared/imports/rows.ts'

/** As they were found: the same report read again gives the same ids. */
export const foundIn = (rows: readonly ImportRow[]): Candidates =>
  rows.map((it, at) => ({ ...it, id: String(at + 1) }))

const changed = (list: Candidates, id: string, ...by: Candidate[]): Candidates =>
  list.flatMap((it) => (it.id === id ? by : [it]))

export function written(list: Candidates, id: string, words: Partial<ImportRow>): Candidates {
  const was = list.find((it) => it.id === id)
  if (!was) return list
  const next = Object.entries({ ...was, ...words }).filter(([, value]) => value)
  return changed(list, id, { ...Object.fromEntries(next), id })
}

export function removed(list: Candidates, id: string): Candidates {
  return list.filter((it) => it.id !== id)
}

/** One that others took out while somebody was writing in it, in about the place it had. */
export function broughtBack(list: Candidates, candidate: Candidate, at: number): Candidates {
  return list.some((it) => it.id === candidate.id)
    ? list
    : [...list.slice(0, at), candidate, ...list.slice(at)]
}

/** One of two, with the labels of the first; where either is a key statement both are. */
export function joined(list: Candidates, id: string): Candidates {
  const at = list.findIndex((it) => it.id === id)
  const above = list[at - 1]
  const below = list[at]
  if (!above || !below) return list
  const { setAside, ...rest } = above
  const isAside = setAside && below.setAside
  const text = [above.text, below.text].filter(Boolean).join('\n')
  return [...list.slice(0, at - 1), { ...rest, text, ...(isAside && { setAside }) }, ...list.slice(at + 1)]
}

/** Two of one, parted before the letter at `caret`; 37 becomes 37a and 37b. `second` is the second one's id. */
export function parted(list: Candidates, id: string, caret: number, second = nanoid(10)): Candidates {
  const was = list.find((it) => it.id === id)
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
  return changed(list, id, part(first, before), { ...part(free, after), id: second })
}

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz')

export const keyOnes = (list: Candidates): Candidates => list.filter((it) => !it.setAside)
