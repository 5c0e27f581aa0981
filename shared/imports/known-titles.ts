/**
 * Chapters and themes of a board: those that it knows, and those that an import brings.
 */
import { LIMITS } from '../limits.ts'

/** An entry of the `board` root that an import adds. */
export interface NewFact {
  key: string
  value: { title: string; order?: number }
}

export interface Titles {
  meet(title: string): void
  use(title: string): void
  /** What a reader is shown for a title or an id. */
  titleOf(name: string): string
  /** The number a chapter begins with, else its place in the list; '' for none. */
  numberOf(title: string | undefined): string
  news(): NewFact[]
}

export function knownTitles(
  list: 'chapter' | 'theme',
  known: readonly { id: string; title: string }[],
): Titles {
  const order = known.map((it) => it.title.toLowerCase())
  const byId = new Map(known.map((it) => [it.id, it.title]))
  const used = new Map<string, string>()
  const ids = new Set(byId.keys())
  const meet = (title: string) => {
    const same = title.toLowerCase()
    if (!order.includes(same) && !byId.has(title)) order.push(same)
  }
  return {
    meet,
    use(title) {
      meet(title)
      const same = title.toLowerCase()
      if (!used.has(same)) used.set(same, title)
    },
    titleOf: (name) => byId.get(name) ?? name,
    numberOf(title) {
      if (title === undefined) return ''
      return ownNumberOf(title) ?? String(order.indexOf((byId.get(title) ?? title).toLowerCase()) + 1)
    },
    news: () =>
      Array.from(used.values())
        .filter(
          (title) => !byId.has(title) && !known.some((it) => it.title.toLowerCase() === title.toLowerCase()),
        )
        .slice(0, 200)
        .map((title) => ({
          key: `${list}/${newSlug(title, ids)}`,
          value: { title, order: order.indexOf(title.toLowerCase()) + 1 },
        })),
  }
}

/** The number that the title of a chapter begins with. */
export const ownNumberOf = (title: string): string | undefined =>
  /^(?:chapter|part|section)?\s*(\d{1,3})\b/i.exec(title)?.[1]

function newSlug(title: string, taken: Set<string>): string {
  const slug =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, LIMITS.id - 4) || 'x'
  for (let again = 1; ; again += 1) {
    const id = again === 1 ? slug : `${slug}-${again}`
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}
