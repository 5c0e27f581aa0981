/**
 * One drag from taking a card to letting it go: what is in the hand, where it would land, what others see.
 */
import type { KeyboardCoordinateGetter } from '@dnd-kit/core'
import type { SyntheticEvent } from 'react'
import { BOARD_COLUMN_IDS, type BoardColumnId, type ColumnId } from '../../../shared/columns.ts'
import { announce } from '../../ui/announcer.tsx'
import { goToCard } from './card-keys.ts'
import { chosenOn, isOneOfMany } from './choosing.ts'
import { cardElement, listElement, tabElement } from './motion.ts'
import { whyNot } from './moves.ts'
import { indexFor, type Landing, type Step, slotAt, slotOf, stepped } from './spot-for.ts'
import type { Table } from './table.tsx'

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'top',
  End: 'bottom',
}

/** Takes hold of the card under an event, if that is the start of a drag. */
export type Grip = (event: SyntheticEvent, listener: 'onMouseDown' | 'onTouchStart' | 'onKeyDown') => void

interface Point {
  x: number
  y: number
}

export function openDrag(table: Table) {
  const { session, hand, moves, motion } = table
  let aimed: string | null = null
  let grabbed: { pointer: Point; card: DOMRect } | null = null
  let pointer: Point = { x: 0, y: 0 }

  const follow = (event: Event) => {
    pointer = pointOf(event) ?? pointer
    if (hand.get()?.by === 'pointer') track()
  }
  const listen = (on: boolean) => {
    const change = on ? window.addEventListener : window.removeEventListener
    for (const type of ['mousemove', 'touchmove', 'mouseup', 'touchend'])
      change(type, follow, { capture: true, passive: true } as AddEventListenerOptions)
  }

  /** The card as it hangs under the pointer. */
  const carriedRect = (): DOMRect | null =>
    grabbed &&
    new DOMRect(
      grabbed.card.left + pointer.x - grabbed.pointer.x,
      grabbed.card.top + pointer.y - grabbed.pointer.y,
      grabbed.card.width,
      grabbed.card.height,
    )

  const landingOf = (statement: string): Landing | null => {
    const column = columnAt(pointer)
    const rect = carriedRect()
    if (!column || !rect) return null
    const list = listElement(column)
    const others = table.peers(column, statement).filter((id) => id !== statement)
    if (!list) return { column, slot: others.length }
    const y = rect.top + rect.height / 2 - list.getBoundingClientRect().top
    const middleOf = (at: number) => table.lanes[column].middleOf(others[at] ?? '')
    return { column, slot: slotAt(others.length, middleOf, y) }
  }

  const land = (landing: Landing | null) => {
    const now = hand.get()
    if (!now || (now.landing?.column === landing?.column && now.landing?.slot === landing?.slot)) return
    const columns = [now.landing?.column, landing?.column].filter((it) => it !== undefined)
    motion.before([], columns, { steady: false })
    hand.set({ ...now, landing })
  }

  const tell = () => {
    const now = hand.get()
    const board = document.getElementById('board')?.getBoundingClientRect()
    if (!now || !board) return
    const at = now.by === 'pointer' ? pointer : middleOfSlot()
    const { statement, landing } = now
    session.hold({
      statement,
      over: landing?.column ?? null,
      slot: landing && indexFor(session.snapshot.get(), statement, landing, table.isPeer(statement)),
      x: clamp((at.x - board.left) / board.width),
      y: clamp((at.y - board.top) / board.height),
    })
  }

  const track = () => {
    const now = hand.get()
    if (now?.by !== 'pointer') return
    land(landingOf(now.statement))
    tell()
  }

  const letGo = () => {
    listen(false)
    hand.set(null)
    grabbed = null
  }

  const titleOf = (column: ColumnId) => session.snapshot.get().facts.columns[column].title
  const refOf = (id: string) => session.snapshot.get().statements.get(id)?.ref ?? id
  const placeIn = (statement: string, { column, slot }: Landing) => {
    const others = table.peers(column, statement).filter((id) => id !== statement).length
    const heading = table.groups.get()?.of(statement)
    return `${titleOf(column)}, ${heading ? `${heading}, ` : ''}place ${slot + 1} of ${others + 1}`
  }

  return {
    /** Points the hand at a card; false where it cannot be taken. */
    aim(card: HTMLElement, event: Event): boolean {
      const id = card.dataset.card
      if (!id || hand.get()) return false
      if (!(event instanceof KeyboardEvent)) {
        // A press may only be a click, so nothing is said here: the card and the notices above say why.
        if (table.holders.of.get(id) || whyNot(session, id)) return false
        pointer = pointOf(event) ?? pointer
        grabbed = { pointer, card: card.getBoundingClientRect() }
      } else if (!moves.mayTake(id)) return false
      aimed = id
      return true
    },

    start({ activatorEvent }: { activatorEvent: Event }) {
      if (!aimed) return
      const statement = aimed
      const by = activatorEvent instanceof KeyboardEvent ? 'keys' : 'pointer'
      const board = session.snapshot.get()
      const column = board.placements.get(statement)?.column ?? 'unsorted'
      const landing = { column, slot: slotOf(board, statement, table.isPeer(statement)) }
      hand.set({ statement, by, landing })
      if (by === 'pointer') listen(true)
      tell()
      announce(
        `Picked up ${isOneOfMany(table, statement) ? `${table.selection.ids.get().size} statements with ` : ''}${refOf(statement)} in ${placeIn(statement, landing)}. Arrow keys choose a place, Space puts it there, Escape puts it back.`,
      )
    },

    track,

    /** Keys step from slot to slot; there is no pointer whose coordinates could be moved. */
    stepByKey: ((event) => {
      const now = hand.get()
      const step = STEPS[event.code]
      if (now?.by !== 'keys' || !step) return undefined
      event.preventDefault()
      const from = now.landing ?? { column: 'unsorted' as const, slot: 0 }
      const next = stepped(session.snapshot.get(), now.statement, from, step, table.isPeer(now.statement))
      land(next)
      requestAnimationFrame(() => {
        const slot = document.getElementById('slot') ?? cardElement(now.statement)
        slot?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        tell()
      })
      announce(next === from ? `No further. ${placeIn(now.statement, next)}` : placeIn(now.statement, next))
      return undefined
    }) satisfies KeyboardCoordinateGetter,

    end() {
      const now = hand.get()
      if (!now) return
      const landing = now.by === 'pointer' ? landingOf(now.statement) : now.landing
      const rect = now.by === 'pointer' ? carriedRect() : null
      if (rect) motion.from(now.statement, rect)
      letGo()
      // Who holds it too is not asked any more: both let go, and the board has it where the later one did.
      if (landing && isOneOfMany(table, now.statement)) {
        const { stayed } = table.bulk.dropAll(chosenOn(table), now.statement, landing)
        table.selection.keep((id) => stayed.has(id))
      } else if (landing) moves.drop(now.statement, landing)
      else announce(`${refOf(now.statement)} stays where it was.`)
      session.hold(null)
      if (now.by === 'keys') requestAnimationFrame(() => goToCard(table, now.statement))
    },

    cancel() {
      const now = hand.get()
      if (!now) return
      letGo()
      session.hold(null)
      announce(`${refOf(now.statement)} stays where it was.`)
    },
  }
}

const clamp = (part: number) => Math.min(2, Math.max(0, part))

function pointOf(event: Event): Point | null {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY }
  const touch =
    typeof TouchEvent !== 'undefined' && event instanceof TouchEvent
      ? (event.touches[0] ?? event.changedTouches[0])
      : undefined
  return touch ? { x: touch.clientX, y: touch.clientY } : null
}

function middleOfSlot(): Point {
  const rect = document.getElementById('slot')?.getBoundingClientRect()
  return rect ? { x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 } : { x: 0, y: 0 }
}

/** How far beside a column a card may be let go and still land. */
const REACH = 120

/** The column under a point: a tab where there are tabs, else the one whose width the point is in. */
function columnAt({ x, y }: Point): BoardColumnId | null {
  for (const id of BOARD_COLUMN_IDS) {
    const tab = tabElement(id)?.getBoundingClientRect()
    if (tab && x >= tab.left && x < tab.right && y >= tab.top && y < tab.bottom) return id
  }
  const board = document.getElementById('board')?.getBoundingClientRect()
  if (!board || y < board.top || y > board.bottom + REACH) return null
  let nearest: { id: BoardColumnId; by: number } | null = null
  for (const id of BOARD_COLUMN_IDS) {
    const rect = listElement(id)?.getBoundingClientRect()
    if (!rect) continue
    const by = Math.max(rect.left - x, x - rect.right, 0)
    if (by <= REACH && (!nearest || by < nearest.by)) nearest = { id, by }
  }
  return nearest?.id ?? null
}
export type Drag = ReturnType<typeof openDrag>
