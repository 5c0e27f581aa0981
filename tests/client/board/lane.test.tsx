import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keyOfRow, LONG, openLane } from '../../../client/views/board/lane.ts'
import type { Part } from '../../../client/views/board/spread.ts'

const SIGHT_PX = 600
const CARD_PX = 100
const cards = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `s${from + at}`)

/** A column as a browser would lay it out: rows of 100 px, gaps as high as they say, sizes told when asked for. */
function openColumn(cardHeight: (key: string) => number = () => CARD_PX) {
  const lane = openLane()
  const box = document.createElement('div')
  const list = box.appendChild(document.createElement('ol'))
  document.body.append(box)
  let scrolled = 0
  box.getBoundingClientRect = () => new DOMRect(0, 0, 300, SIGHT_PX)
  list.getBoundingClientRect = () => new DOMRect(0, -scrolled, 300, 0)
  Object.defineProperty(list, 'clientWidth', { value: 300 })
  Object.defineProperties(box, {
    scrollHeight: { get: () => Number.POSITIVE_INFINITY },
    scrollTop: {
      get: () => scrolled,
      set: (top: number) => {
        scrolled = top
      },
    },
  })

  const heightOf = (row: HTMLElement) =>
    row.dataset.gap === undefined ? cardHeight(row.dataset.card ?? '') : Number.parseFloat(row.style.height)
  const rowFor = (keys: readonly string[], part: Part) => {
    const key = part.kind === 'row' ? keys[part.at] : undefined
    const row = (key !== undefined && document.getElementById(`card-${key}`)) || document.createElement('li')
    if (part.kind === 'row') {
      row.id = `card-${key}`
      row.dataset.card = key
    } else {
      row.dataset.gap = String(part.from)
      row.style.height = `${part.height}px`
    }
    Object.defineProperty(row, 'offsetHeight', { configurable: true, get: () => heightOf(row) })
    Object.defineProperty(row, 'offsetTop', {
      configurable: true,
      get: () => {
        const above = Array.from(list.children).slice(0, Array.from(list.children).indexOf(row))
        return above.reduce((sum, it) => sum + heightOf(it as HTMLElement), 0)
      },
    })
    return row
  }

  let now = { keys: [] as readonly string[], pinned: [] as readonly string[] }
  const draw = () => {
    const parts = lane.parts(now.keys, now.pinned)
    list.replaceChildren(
      ...(parts ?? now.keys.map((_, at): Part => ({ kind: 'row', at }))).map((it) => rowFor(now.keys, it)),
    )
    lane.drawn(now.keys, parts)
  }
  /** Draws until the column is content with what is drawn. */
  const settle = () => {
    for (let turn = -1, times = 0; turn !== lane.turn.get(); times += 1) {
      expect(times).toBeLessThan(6)
      turn = lane.turn.get()
      draw()
      page.tellSizes()
    }
  }
  const rows = () => Array.from(list.children) as HTMLElement[]
  lane.attach(list)
  return {
    lane,
    show(keys: readonly string[], pinned: readonly string[] = []) {
      now = { keys, pinned }
      settle()
    },
    scrollTo(top: number) {
      scrolled = top
      box.dispatchEvent(new Event('scroll'))
      settle()
    },
    drawn: () =>
      Array.from(list.children, (it) => keyOfRow(it as HTMLElement)).filter((it) => it !== undefined),
    scrollBy(px: number) {
      this.scrollTo(scrolled + px)
    },
    /** How far below the top of what is in sight a row stands. */
    standsAt: (key: string) => {
      const row = rows().find((it) => it.dataset.card === key)
      return row ? row.offsetTop - scrolled : null
    },
    /** What stands within the column's sight, top to bottom. */
    inSight: () =>
      rows()
        .filter((it) => it.offsetTop + it.offsetHeight > scrolled && it.offsetTop < scrolled + SIGHT_PX)
        .map((it) => keyOfRow(it) ?? 'gap'),
    total: () => rows().reduce((sum, it) => sum + heightOf(it), 0),
  }
}

/** Sizes and frames of the page, told when a test says so. */
const page = { tellSizes: () => {}, watched: new Set<Element>() }

beforeEach(() => {
  const observers = new Set<() => void>()
  let frames: FrameRequestCallback[] = []
  page.watched = new Set()
  page.tellSizes = () => {
    for (const tell of observers) tell()
    const due = frames
    frames = []
    for (const frame of due) frame(0)
  }
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
  vi.stubGlobal(
    'ResizeObserver',
    class {
      own = new Set<Element>()
      tell: () => void
      constructor(tell: () => void) {
        this.tell = tell
        observers.add(tell)
      }
      observe(element: Element) {
        this.own.add(element)
        page.watched.add(element)
      }
      unobserve(element: Element) {
        page.watched.delete(element)
      }
      disconnect() {
        observers.delete(this.tell)
        for (const element of this.own) page.watched.delete(element)
      }
    },
  )
})
afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('[long-1] a long column as it scrolls', () => {
  it('is drawn whole up to a hundred rows, and around what is in sight from there on', () => {
    const { lane, show, drawn } = openColumn()

    expect(lane.parts(cards(LONG), [])).toBeNull()
    show(cards(2_000))

    expect(drawn().slice(0, 6)).toEqual(cards(6))
    expect(drawn().length).toBeLessThan(40)
  })

  it('never leaves a gap in sight, wherever it is scrolled to', () => {
    const { show, scrollTo, inSight } = openColumn()
    show(cards(2_000))
    for (const top of [450, 20_000, 199_400, 60_050, 0]) {
      scrollTo(top)
      expect(inSight()).not.toContain('gap')
      expect(inSight().length).toBeGreaterThanOrEqual(6)
    }
  })

  it('learns how high rows are: what is left out is as high as they would be', () => {
    const { show, scrollTo, total, inSight } = openColumn()
    show(cards(2_000))
    expect(total()).toBe(2_000 * CARD_PX)

    scrollTo(100_000)
    expect(inSight()[0]).toBe('s1000')
  })

  it('draws a row that is pinned, and knows where one stands that is not drawn', () => {
    const { lane, show, drawn } = openColumn()
    show(cards(2_000), ['s1500'])

    expect(drawn()).toContain('s1500')
    expect(drawn()).not.toContain('s1499')
    expect(lane.middleOf('s1500')).toBe(1_500 * CARD_PX + CARD_PX / 2)
    expect(lane.placeOf('s1200')).toEqual({ top: 1_200 * CARD_PX, height: CARD_PX })
    expect(lane.placeOf('elsewhere')).toBeNull()
    expect(lane.middleOf('elsewhere')).toBe(0)
  })

  it('goes on drawing what is looked at when others put statements above it', () => {
    const { show, scrollTo, inSight } = openColumn()
    show(cards(2_000))
    scrollTo(100_000)
    const before = inSight()

    show([...cards(300, 5_000), ...cards(2_000)])

    expect(inSight()).toEqual(before)
  })

  it('goes on drawing what is looked at when others take statements away above it', () => {
    const { show, scrollTo, inSight } = openColumn()
    show(cards(2_000))
    scrollTo(100_000)
    const before = inSight()

    show(cards(2_000).slice(300))

    expect(inSight()).toEqual(before)
  })

  it('scrolls up evenly where rows turn out higher than was reckoned, also in a browser that does nothing for it', () => {
    const column = openColumn((key) => (Number(key.slice(1)) < 60 ? CARD_PX : CARD_PX + 37))
    column.show(cards(2_000))
    column.scrollTo(150_000)
    for (let up = 0; up < 12; up += 1) {
      const [, second = ''] = column.inSight()
      const before = column.standsAt(second) ?? 0

      column.scrollBy(-300)

      expect(column.standsAt(second)).toBeCloseTo(before + 300, 0)
      expect(column.inSight()).not.toContain('gap')
    }
  })

  it('stays where it is when it has grown too long to be drawn whole', () => {
    const { show, scrollTo, inSight, drawn } = openColumn()
    show(cards(LONG))
    scrollTo(1_550)
    const before = inSight()

    show(cards(300))

    expect(inSight()).toEqual(before)
    expect(drawn().length).toBeLessThan(40)
  })

  it('watches nothing any more once it has gone, or has become short', () => {
    const { lane, show } = openColumn()
    show(cards(2_000))
    expect(page.watched.size).toBeGreaterThan(6)
    show(cards(20))
    expect(page.watched.size).toBe(0)

    show(cards(2_000))
    lane.attach(null)
    expect(page.watched.size).toBe(0)
  })

  it('asks for nothing while nothing changes', () => {
    const { lane, show } = openColumn()
    show(cards(2_000))
    const turn = lane.turn.get()
    for (let times = 0; times < 5; times += 1) {
      lane.look()
      page.tellSizes()
    }
    expect(lane.turn.get()).toBe(turn)
  })
})
