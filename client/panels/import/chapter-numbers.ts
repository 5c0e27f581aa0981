/**
 * Numbers of a report or a table whose list begins again at 1 in a later chapter: with the chapter in front,
 * 2.1 for the first of the second.
 *
 * A chapter's number is the report's own and never the board's, so that a corrected report numbered likewise
 * names the same statements, whatever else the board has come to hold.
 */
import { ownNumberOf } from '../../../shared/imports/known-titles.ts'
import type { ImportRow } from '../../../shared/imports/rows.ts'

/** Where another chapter has a number again. */
export function beginsAgain(list: readonly ImportRow[]): boolean {
  const chapters = new Map<string, string>()
  return list.some(({ source = '', number, ref, chapter }) => {
    const label = (ref || number)?.trim()
    if (!label || !chapter) return false
    const key = `${source}\n${label}`
    const first = chapters.get(key)
    chapters.set(key, first ?? chapter)
    return first !== undefined && first !== chapter
  })
}

export function withChapters<Row extends ImportRow>(list: readonly Row[]): Row[] {
  const numbers = chapterNumbers(list)
  return list.map((it): Row => {
    const { ref, chapter = '' } = it
    const number = (it.number || ref?.replace(/^\D+/, ''))?.trim()
    const front = numbers.get(chapter)
    if (!number || front === undefined || number.startsWith(`${front}.`)) return it
    const next = `${front}.${number}`
    const letters = ref?.endsWith(number) ? ref.slice(0, -number.length) : null
    return { ...it, ...(it.number && { number: next }), ...(letters !== null && { ref: letters + next }) }
  })
}

/** In a table a chapter may stand in its first row alone: the rows below, down to the next, are of it. */
export function filledDown<Row extends ImportRow>(list: readonly Row[]): Row[] {
  let chapter = ''
  return list.map((it): Row => {
    chapter = it.chapter?.trim() || chapter
    return chapter && !it.chapter?.trim() ? { ...it, chapter } : it
  })
}

/** The numbers that the titles begin with where each has one of its own, else their places. */
function chapterNumbers(list: readonly ImportRow[]): Map<string, string> {
  const titles = Array.from(new Set(list.flatMap((it) => it.chapter || [])))
  const own = titles.map((it) => ownNumberOf(it))
  const isEach = own.every((it) => it !== undefined) && new Set(own).size === own.length
  return new Map(titles.map((title, at) => [title, (isEach && own[at]) || String(at + 1)]))
}
