/**
 * Shows where cards went: a card that changes its place flies there, and its neighbours make room.
 *
 * `before` measures while the screen still shows the old board, `after` once React has drawn the new one.
 * Nothing waits for an animation: the board is already as it will be, and a copy of the card travels above
 * it. People who ask for less motion see none. What somebody is reading or stands on stays where it is.
 */
import type { StatementId } from '../../../shared/board.ts'
import { prefersStillness } from '../../ui/use-media.ts'
import styles from './card.module.css'
import type { Lane } from './lane.ts'

const FLIGHT_MS = 320
const DROP_MS = 150
const SLIDE_MS = 200
/** Cards that move each to a place of its own: more at once are not followed by anybody's eye. */
const MOST_FLIGHTS = 4
/** Cards that are moved together to one column stream across together. */
const MOST_IN_STREAM = 24

interface Flight {
  from: DOMRect
  copy: HTMLElement | null
  ms: number
}

export const cardElement = (id: StatementId) => document.getElementById(`card-${id}`)
export const faceElement = (id: StatementId) => document.getElementById(`face-${id}`)
export const listElement = (column: string) => document.getElementById(`list-${column}`)
/** What scrolls the list, and is as high as can be seen. */
const laneOf = (list: HTMLElement) => list.parentElement ?? list
/** Where a card that goes to a column with no list on this screen flies to: the column's tab. */
export const tabElement = (column: string) => document.getElementById(`tab-${column}`)

export function openMotion(lanes: Readonly<Record<string, Lane>>) {
  let flights = new Map<StatementId, Flight>()
  let neighbours = new Map<HTMLElement, number>()
  let anchors = new Map<HTMLElement, { card: HTMLElement; top: number }>()
  let inTheAir = 0

  return {
    /**
     * Called with the cards that are about to change place, and the columns that are about to change.
     * `steady` keeps what somebody reads or stands on where it is; under a drag the pointer is the measure.
     * `together` are cards that all go to one column.
     */
    before(
      moved: readonly StatementId[],
      columns: readonly string[],
      { steady = true, together = false }: { steady?: boolean; together?: boolean } = {},
    ) {
      if (document.hidden) return
      const still = prefersStillness()
      const most = together ? MOST_IN_STREAM : MOST_FLIGHTS
      for (const id of moved) {
        if (still || flights.has(id) || flights.size + inTheAir >= most) continue
        const card = cardElement(id)
        const from = card?.getBoundingClientRect() ?? standing(lanes, id)
        if (from) flights.set(id, { from, copy: card && copyOf(card), ms: FLIGHT_MS })
      }
      const movedCards = new Set(moved.map(cardElement))
      for (const column of columns) {
        const list = listElement(column)
        if (!list) continue
        const visible = visibleCards(list).filter((card) => !movedCards.has(card))
        const anchor = steady && !anchors.has(list) ? anchorOf(list, visible) : undefined
        if (anchor) anchors.set(list, { card: anchor, top: anchor.getBoundingClientRect().top })
        if (still) continue
        for (const card of visible) {
          if (!neighbours.has(card)) neighbours.set(card, topOf(card, list))
        }
      }
    },
    /** The card in my hand flies from where I let it go. */
    from(id: StatementId, rect: DOMRect) {
      if (!prefersStillness()) flights.set(id, { from: rect, copy: null, ms: DROP_MS })
    },
    after(destination: (id: StatementId) => string | undefined) {
      for (const [list, { card, top }] of anchors) {
        if (!card.isConnected) continue
        const shift = card.getBoundingClientRect().top - top
        if (Math.abs(shift) > 0.5) laneOf(list).scrollTop += shift
      }
      for (const [card, was] of neighbours) {
        const list = card.parentElement
        if (!card.isConnected || !list) continue
        const by = was - topOf(card, list)
        if (Math.abs(by) > 0.5 && Math.abs(by) < 900) {
          card.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], {
            duration: SLIDE_MS,
            easing: 'cubic-bezier(.2,.7,.3,1)',
          })
        }
      }
      for (const [id, flight] of flights) {
        inTheAir += 1
        const column = destination(id)
        const at = column && (cardElement(id)?.getBoundingClientRect() ?? standing(lanes, id))
        if (!column || !fly(id, column, at || null, flight, () => (inTheAir -= 1))) inTheAir -= 1
      }
      flights = new Map()
      neighbours = new Map()
      anchors = new Map()
    },
  }
}
export type Motion = ReturnType<typeof openMotion>

/** Where a card stands on the screen, whatever animation it is in. */
const topOf = (card: HTMLElement, list: HTMLElement) => card.offsetTop + list.getBoundingClientRect().top

/** The card that must stay where it is: the one with focus, the one pointed at, else the first fully in sight. */
function anchorOf(list: HTMLElement, visible: readonly HTMLElement[]): HTMLElement | undefined {
  const focused = visible.find((card) => card.contains(document.activeElement))
  if (focused) return focused
  const lane = laneOf(list)
  if (lane.scrollHeight <= lane.clientHeight + 1) return undefined
  const pointed = visible.find((card) => card.matches(':hover'))
  if (pointed) return pointed
  return lane.scrollTop > 0 ? visible.find((card) => card.offsetTop >= lane.scrollTop) : undefined
}

/** The cards of a list that are in sight; found by halving, so that a long list costs no more than a short one. */
function visibleCards(list: HTMLElement): HTMLElement[] {
  const cards = list.children
  const start = list.getBoundingClientRect().top
  const box = laneOf(list).getBoundingClientRect()
  const top = Math.max(box.top, 0) - start
  const bottom = Math.min(box.bottom, window.innerHeight) - start
  let low = 0
  let high = cards.length
  while (low < high) {
    const middle = (low + high) >> 1
    const card = cards[middle] as HTMLElement
    if (card.offsetTop + card.offsetHeight < top) low = middle + 1
    else high = middle
  }
  const found: HTMLElement[] = []
  for (let at = low; at < cards.length; at += 1) {
    const card = cards[at] as HTMLElement
    if (card.offsetTop > bottom) break
    if (card.dataset.card) found.push(card)
  }
  return found
}

function copyOf(card: HTMLElement): HTMLElement {
  const copy = card.cloneNode(true) as HTMLElement
  // Only a picture: nothing may find the card twice.
  const names = ['id', 'data-card', 'data-open', 'data-menu', 'data-send', 'data-statement']
  for (const element of [copy, ...copy.querySelectorAll('*')])
    for (const name of names) element.removeAttribute(name)
  return copy
}

/** Where a card stands that is not drawn, because it is out of sight: just beyond the edge of its column. */
function standing(lanes: Readonly<Record<string, Lane>>, id: StatementId): DOMRect | null {
  for (const [column, lane] of Object.entries(lanes)) {
    const place = lane.placeOf(id)
    const list = place && listElement(column)
    if (!list) continue
    const box = laneOf(list).getBoundingClientRect()
    const { left, width, top } = list.getBoundingClientRect()
    const y = Math.min(Math.max(top + place.top, box.top - place.height), box.bottom)
    return new DOMRect(left, y, width, place.height)
  }
  return null
}

function fly(
  id: StatementId,
  column: string,
  at: DOMRect | null,
  { from, copy, ms }: Flight,
  landed: () => void,
): boolean {
  const card = cardElement(id)
  const list = listElement(column)
  const tab = tabElement(column)
  const box = (list ? laneOf(list) : tab)?.getBoundingClientRect()
  if (!box) return false
  const rect = at ?? box
  const inSight = card !== null && rect.bottom > box.top && rect.top < box.bottom
  const top = inSight ? rect.top : Math.min(Math.max(rect.top, box.top), box.bottom - 40)
  const flown = copy ?? (card ? copyOf(card) : null)
  if (!flown || (Math.abs(from.left - rect.left) < 2 && Math.abs(from.top - top) < 2)) return false

  flown.className = `${card?.className ?? flown.className} ${styles.flying}`
  flown.setAttribute('aria-hidden', 'true')
  flown.inert = true
  const width = list ? rect.width : from.width
  Object.assign(flown.style, { left: `${rect.left}px`, top: `${top}px`, width: `${width}px` })
  document.body.append(flown)
  card?.classList.add(styles.arriving ?? '')
  const shrink = list ? 1 : Math.min(1, box.width / from.width)
  const flight = flown.animate(
    [
      { transform: `translate(${from.left - rect.left}px, ${from.top - top}px)`, opacity: 1 },
      {
        transform: list ? 'none' : `translate(${(box.width - width) / 2}px, 0) scale(${shrink * 0.4})`,
        opacity: inSight ? 1 : 0,
      },
    ],
    { duration: ms, easing: 'cubic-bezier(.25,.8,.3,1)' },
  )
  const end = () => {
    flown.remove()
    cardElement(id)?.classList.remove(styles.arriving ?? '')
    landed()
  }
  flight.onfinish = end
  flight.oncancel = end
  return true
}
