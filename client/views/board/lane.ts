/**
 * One column as it scrolls: what of it is in sight, how high its rows are, and which of them are drawn.
 *
 * A short column is drawn whole. A long one is drawn around what is in sight; the rows are ordinary blocks of
 * the page and what is left out is one empty block, so everything else may measure and scroll as if all were
 * there. Scroll positions are left to the browser, which keeps what is looked at where it is.
 */
import { changing } from '../../ui/changing.ts'
import { type Part, partsOf, rowAt, type Spread, spreadOf, topAt } from './spread.ts'

/** Columns of so many rows are drawn whole. Four of a hundred cost a hand more than four of five hundred that are not. */
export const LONG = 40
/** Drawn at least so far beyond what is in sight, and so far when more has to be drawn. */
const NEAR_PX = 400
const FAR_PX = 1_000
/** How high rows are taken to be until some have been measured, and how many tell. */
const GUESS_PX = 158
const ENOUGH = 3
/** Most browsers keep what is in sight where it is when something above it turns out higher; some do not. */
const keepsPlace = () => typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto')
/** How much of a column is taken to be in sight before it is on the screen. */
const UNSEEN_PX = 900

export interface Lane {
  /** The list on the screen; null when it goes. */
  attach(list: HTMLElement | null): void
  /** Changes when other rows have to be drawn. */
  readonly turn: { get(): number; subscribe(changed: () => void): () => void }
  /** What to draw of these rows, or null for all of them. */
  parts(keys: readonly string[], pinned: readonly string[]): readonly Part[] | null
  /** To be told when they have been drawn. */
  drawn(keys: readonly string[], parts: readonly Part[] | null): void
  /** Looks where the column has been scrolled to. */
  look(): void
  /** Where a row stands below the top of the list, also if it is not drawn. */
  placeOf(key: string): Place | null
  /** How far below the top of the list the middle of a row is; 0 where there is no such row. */
  middleOf(key: string): number
}

export interface Place {
  top: number
  height: number
}

/** The key of a row that is drawn. */
export const keyOfRow = ({ dataset }: HTMLElement) => dataset.row ?? dataset.card

export function openLane(): Lane {
  const turn = changing(0)
  const heights = new Map<string, number>()
  let guess: number | null = null
  let width = 0
  let list: HTMLElement | null = null
  /** What is in sight, and the row at the top of it, which stays there when rows above it come and go. */
  let view = { top: 0, height: UNSEEN_PX }
  let first: { key: string; by: number } | null = null
  let onScreen: { keys: readonly string[]; parts: readonly Part[] | null } = { keys: [], parts: null }
  let reckoned: Reckoned | null = null
  let watched: Watched | null = null
  let isStale = false

  const again = () => turn.set(turn.get() + 1)

  const reckon = (keys: readonly string[]): Reckoned => {
    if (reckoned?.keys === keys) return reckoned
    const spread = spreadOf(keys, (key) => heights.get(key) ?? guess ?? GUESS_PX)
    reckoned = { keys, spread, at: new Map(keys.map((key, at) => [key, at])) }
    return reckoned
  }

  const rows = () => Array.from(list?.children ?? []) as HTMLElement[]

  /** Takes the heights of what is drawn: from where a row begins to where the next one does. */
  const measure = () => {
    if (!list) return
    const isWider = Math.abs(list.clientWidth - width) > 1
    if (isWider) {
      width = list.clientWidth
      heights.clear()
      guess = null
      reckoned = null
    }
    const drawn = rows()
    let sum = 0
    let cards = 0
    drawn.forEach((row, at) => {
      const key = keyOfRow(row)
      const next = drawn[at + 1]
      if (!key || !next) return
      const height = next.offsetTop - row.offsetTop
      if (row.dataset.card) {
        sum += height
        cards += 1
      }
      if (heights.get(key) === height) return
      heights.set(key, height)
      reckoned = null
    })
    // The guess stays once it is made: each other guess would move what is not drawn.
    if (guess !== null || cards < ENOUGH) return
    guess = sum / cards
    reckoned = null
    isStale = true
  }

  const sightOf = (element: HTMLElement) => {
    const start = element.getBoundingClientRect().top
    const box = (element.parentElement ?? element).getBoundingClientRect()
    return { top: Math.max(box.top, 0) - start, bottom: Math.min(box.bottom, window.innerHeight) - start }
  }

  /** Puts the row at the top of what is in sight back there, if nobody has scrolled since that was noted. */
  const keepPlace = () => {
    if (!list || !first || view.top < 1 || Math.abs(sightOf(list).top - view.top) >= 1) return
    const { key, by } = first
    const row = rows().find((it) => keyOfRow(it) === key)
    const shift = row ? row.offsetTop + by - view.top : 0
    if (Math.abs(shift) < 1) return
    const box = list.parentElement
    const scrolls = box && box.scrollHeight > box.clientHeight + 1 ? box : document.scrollingElement
    if (scrolls) scrolls.scrollTop += shift
    view = { ...view, top: view.top + shift }
  }

  /** Keeps note of what is in sight, and gives what is drawn; null where nothing of the column is in sight. */
  const note = () => {
    if (!list) return null
    const { top, bottom } = sightOf(list)
    if (bottom <= top) return null
    view = { top, height: bottom - top }
    const drawn = rows()
    first = firstIn(drawn, top)
    return { drawn, top, bottom }
  }

  const look = () => {
    const sight = onScreen.parts && note()
    if (!sight) return
    const { drawn, top, bottom } = sight
    const isShort = drawn.some(
      (row) =>
        row.dataset.gap !== undefined &&
        row.offsetTop < bottom + NEAR_PX &&
        row.offsetTop + row.offsetHeight > top - NEAR_PX,
    )
    if (!isShort && !isStale) return
    isStale = false
    again()
  }

  /** The row at a height, and how far above that height it begins. */
  const firstIn = (drawn: readonly HTMLElement[], top: number) => {
    const row = drawn.find((it) => it.offsetTop + it.offsetHeight > top)
    if (!row) return null
    const key = keyOfRow(row)
    if (key) return { key, by: top - row.offsetTop }
    const { spread } = reckon(onScreen.keys)
    const y = topAt(spread, Number(row.dataset.gap)) + Math.max(0, top - row.offsetTop)
    const at = rowAt(spread, y)
    return { key: spread.keys[at] ?? '', by: y - topAt(spread, at) }
  }

  const placeOf = (key: string): Place | null => {
    if (!list) return null
    const card = document.getElementById(`card-${key}`)
    if (card?.parentElement === list) return { top: card.offsetTop, height: card.offsetHeight }
    const { spread, at } = reckon(onScreen.keys)
    const index = at.get(key)
    if (index === undefined) return null
    const gap = rows().findLast(({ dataset }) => dataset.gap !== undefined && Number(dataset.gap) <= index)
    if (!gap) return null
    const top = gap.offsetTop + topAt(spread, index) - topAt(spread, Number(gap.dataset.gap))
    return { top, height: topAt(spread, index + 1) - topAt(spread, index) }
  }

  return {
    turn,

    attach(element) {
      watched?.end()
      watched = null
      list = element
      first = null
      view = { top: 0, height: UNSEEN_PX }
      onScreen = { keys: [], parts: null }
    },

    parts(keys, pinned) {
      if (keys.length <= LONG) return null
      if (!onScreen.parts && onScreen.keys.length > 0) {
        // It was drawn whole until now: what is left out stands for what was there, to the pixel.
        measure()
        note()
      }
      const { spread, at } = reckon(keys)
      const held = first && at.get(first.key)
      const top = first && held !== null && held !== undefined ? topAt(spread, held) + first.by : view.top
      const reach = { top: top - FAR_PX, bottom: top + view.height + FAR_PX }
      return partsOf(
        spread,
        reach,
        pinned.map((key) => at.get(key) ?? -1),
      )
    },

    drawn(keys, parts) {
      onScreen = { keys, parts }
      if (!list) return
      if (!keepsPlace()) keepPlace()
      if (!parts) {
        watched?.end()
        watched = null
        return
      }
      const isNew = watched === null
      watched ??= watch(list, look, measure)
      watched.rows(rows())
      if (isNew) look()
    },

    look,

    placeOf,

    middleOf(key) {
      const place = placeOf(key)
      return place ? place.top + place.height / 2 : 0
    },
  }
}

interface Reckoned {
  keys: readonly string[]
  spread: Spread
  at: ReadonlyMap<string, number>
}

interface Watched {
  /** Watches these rows, and no longer those that have gone. */
  rows(now: readonly HTMLElement[]): void
  end(): void
}

function watch(list: HTMLElement, look: () => void, measure: () => void): Watched {
  const seen = new Set<Element>()
  let frame = 0
  // Other rows are drawn a frame later: what is drawn while sizes are told would be told too late.
  const sizes = new ResizeObserver(() => {
    measure()
    frame ||= requestAnimationFrame(() => {
      frame = 0
      look()
    })
  })
  const scrolled = ({ target }: Event) => {
    if (target instanceof Node && target.contains(list)) look()
  }
  sizes.observe(list)
  if (list.parentElement) sizes.observe(list.parentElement)
  // Scrolling does not bubble, and on a narrow screen it is the page that scrolls.
  document.addEventListener('scroll', scrolled, { capture: true, passive: true })
  window.addEventListener('resize', look)
  return {
    rows(now) {
      const kept = new Set<Element>(now)
      for (const row of seen) {
        if (kept.has(row)) continue
        sizes.unobserve(row)
        seen.delete(row)
      }
      for (const row of now) {
        if (seen.has(row)) continue
        sizes.observe(row)
        seen.add(row)
      }
    },
    end() {
      cancelAnimationFrame(frame)
      sizes.disconnect()
      document.removeEventListener('scroll', scrolled, { capture: true })
      window.removeEventListener('resize', look)
    },
  }
}
