/**
 * Brings a change of a text to where the text has gone meanwhile, or says that it cannot.
 *
 * Words are never dropped or doubled: the change is one stretch replaced, and it is moved along with what
 * others did before and after it. Where others rewrote that very stretch the answer is null, and a person
 * decides with both in front of them.
 */
import { textChange } from '../../shared/doc/edits.ts'

interface Hunk {
  at: number
  remove: number
  insert: string
}

/** `from` → `to` is mine; the answer is `now` with my change made in it, or null where the two collide. */
export function mergeText(from: string, to: string, now: string): string | null {
  if (now === from || now === to) return to
  const mine = textChange(from, to)
  const end = mine.at + mine.remove
  let start = mine.at
  let finish = end
  for (const theirs of hunksBetween(from, now)) {
    const shift = theirs.insert.length - theirs.remove
    const theirEnd = theirs.at + theirs.remove
    if (theirs.at === mine.at && theirs.remove === mine.remove && theirs.insert === mine.insert) return now
    if (theirEnd <= mine.at) {
      start += shift
      finish += shift
    } else if (theirs.at < end) {
      // Two people deleting words that overlap agree about what both deleted.
      if (mine.insert !== '' || theirs.insert !== '') return null
      start -= Math.max(0, mine.at - theirs.at)
      finish -= Math.min(end, theirEnd) - theirs.at
    } else break
  }
  return now.slice(0, start) + mine.insert + now.slice(finish)
}

/**
 * Whether words of mine are in the text although nobody can say that they arrived: on a rebuilt board ids
 * tell nothing. They are where it has them more often than when I wrote. Null where so few characters may
 * be the same by chance.
 */
export function isAlreadyThere(from: string, to: string, now: string): boolean | null {
  const { at, remove, insert } = textChange(from, to)
  const mine = insert.trim()
  if (mine === '') return false
  // Somebody may have written on where my words ended, before the space after them.
  if (occurrences(now, mine) > occurrences(from, mine)) return mine.length < 4 ? null : true
  let [words, start] = [insert, at]
  for (;;) {
    if (occurrences(now, words) > occurrences(from, words)) return mine.length < 4 ? null : true
    // "<a>" before "<b>" is also "a><" after "<": the same insertion one character further left.
    const left = from[start - 1]
    if (remove > 0 || left === undefined || left !== words.at(-1)) return false
    words = left + words.slice(0, -1)
    start -= 1
  }
}

const occurrences = (text: string, words: string) => text.split(words).length - 1

/** Whether a change of a text begins where another has just been made, so that both are one stretch. */
export function goesOn(was: { from: unknown; to: unknown }, is: { from: unknown; to: unknown }): boolean {
  if (was.to !== is.from) return false
  const before = textChange(String(was.from), String(was.to))
  const next = textChange(String(is.from), String(is.to))
  return next.at + next.remove >= before.at && next.at <= before.at + before.insert.length
}

/** What turned one text into another, stretch by stretch in the order of the first, by words. */
export function hunksBetween(from: string, to: string): Hunk[] {
  if (from === to) return []
  const whole = textChange(from, to)
  const a = wordsOf(from.slice(whole.at, whole.at + whole.remove))
  const b = wordsOf(whole.insert)
  // Beyond this the table of common words is not worth its memory: one stretch replaced.
  if (a.length === 0 || b.length === 0 || a.length * b.length > 4_000_000) return [whole]

  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  for (let x = a.length - 1; x >= 0; x -= 1) {
    for (let y = b.length - 1; y >= 0; y -= 1) {
      common[x * width + y] =
        a[x] === b[y]
          ? (common[(x + 1) * width + y + 1] ?? 0) + 1
          : Math.max(common[(x + 1) * width + y] ?? 0, common[x * width + y + 1] ?? 0)
    }
  }
  const hunks: Hunk[] = []
  let open: Hunk | null = null
  let at = whole.at
  let x = 0
  let y = 0
  while (x < a.length || y < b.length) {
    const [mine, theirs] = [a[x], b[y]]
    if (mine !== undefined && mine === theirs) {
      open = null
      at += mine.length
      x += 1
      y += 1
      continue
    }
    if (!open) {
      open = { at, remove: 0, insert: '' }
      hunks.push(open)
    }
    const skip: boolean =
      theirs === undefined || (common[(x + 1) * width + y] ?? 0) >= (common[x * width + y + 1] ?? 0)
    if (mine !== undefined && skip) {
      open.remove += mine.length
      at += mine.length
      x += 1
    } else if (theirs !== undefined) {
      open.insert += theirs
      y += 1
    }
  }
  return settled(from, hunks)
}

/**
 * Rewritten words with only spaces between them are one rewriting, and a pure insertion or deletion stands
 * as far to the right as it could: "One[. Two]." and "One.[ Two.]" are the same change.
 */
function settled(from: string, hunks: readonly Hunk[]): Hunk[] {
  const joined: Hunk[] = []
  for (const hunk of hunks) {
    const last = joined.at(-1)
    const between = last && from.slice(last.at + last.remove, hunk.at)
    if (last && between !== undefined && last.remove > 0 && hunk.remove > 0 && between.trim() === '') {
      last.remove = hunk.at + hunk.remove - last.at
      last.insert += between + hunk.insert
    } else joined.push({ ...hunk })
  }
  joined.forEach((hunk, index) => {
    const stop = joined[index + 1]?.at ?? from.length
    if (hunk.remove === 0) {
      while (hunk.at < stop && from[hunk.at] === hunk.insert[0]) {
        hunk.insert = hunk.insert.slice(1) + hunk.insert[0]
        hunk.at += 1
      }
    } else if (hunk.insert === '') {
      while (hunk.at + hunk.remove < stop && from[hunk.at] === from[hunk.at + hunk.remove]) hunk.at += 1
    }
  })
  return joined
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []
