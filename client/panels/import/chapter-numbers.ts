/**
 * Numbers of a report whose list begins again at 1 in a later chapter: with the chapter in front, 2.1 for the
 * first of the second.
 *
 * A chapter's number is the report's own and never the board's, so that a corrected report numbered likewise
 * names the same statements, whatever else the board has come to hold.
 */
import type { Candidate, Candidates } from '../../../shared/imports/candidates.ts'
import { ownNumberOf } from '../../../shared/imports/known-titles.ts'

/** Where another chapter has a number again. */
export function beginsAgain(list: Candidates): boolean {
  const chapters = new Map<string, string>()
  return list.some(({ source = '', number, ref, chapter }) => {
    const label = ref ?? number
    if (!label || !chapter) return false
    const key = `${source}\n${label}`
    const first = chapters.get(key)
    chapters.set(key, first ?? chapter)
    return first !== undefined && first !== chapter
  })
}

export function withChapters(list: Candidates): Candidates {
  const numbers = chapterNumbers(list)
  return list.map((it): Candidate => {
    const { ref, chapter = '' } = it
    const number = it.number ?? ref?.replace(/^\D+/, '')
    const front = numbers.get(chapter)
    if (!number || front === undefined || number.startsWith(`${front}.`)) return it
    const next = `${front}.${number}`
    const letters = ref?.endsWith(number) ? ref.slice(0, -number.length) : null
    return { ...it, ...(it.number && { number: next }), ...(letters !== null && { ref: letters + next }) }
  })
}

/** The numbers that the titles begin with where each has one of its own, else their places. */
function chapterNumbers(list: Candidates): Map<string, string> {
  const titles = Array.from(new Set(list.flatMap((it) => it.chapter ?? [])))
  const own = titles.map((it) => ownNumberOf(it))
  const isEach = own.every((it) => it !== undefined) && new Set(own).size === own.length
  return new Map(titles.map((title, at) => [title, (isEach && own[at]) || String(at + 1)]))
}
