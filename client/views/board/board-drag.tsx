/**
 * Dragging by mouse, touch and keys.
 *
 * There is one draggable, the hand: it is pointed at a card when that card is taken, so two thousand cards
 * cost a drag no more than two. Sensors, scrolling at the edges and the card under the pointer are dnd-kit's.
 * Where the card would land is reckoned here from the pointer itself, because dnd-kit's own rectangles are
 * one drawing behind and a quick hand lets go before they catch up.
 */
import {
  type CollisionDetection,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type TouchEvent,
  useMemo,
} from 'react'
import type { ColumnId } from '../../../shared/columns.ts'
import { colourOf } from '../../../shared/doc/presence.ts'
import { useChanging, useKeyed } from '../../ui/changing.ts'
import styles from './card.module.css'
import { openDrag } from './drag.ts'
import { CardFace } from './statement-card.tsx'
import { useTable } from './table.tsx'

const HAND = 'hand'
const KEYS = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] }
const SILENT = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
}
/** What happens is said in the board's words by the drag itself, and focus is the board's to keep. */
const ACCESSIBILITY = {
  announcements: SILENT,
  screenReaderInstructions: { draggable: '' },
  restoreFocus: false,
}
const SCROLL = { layoutShiftCompensation: false, threshold: { x: 0.12, y: 0.16 } }

interface Surface {
  className?: string
  /** The column whose tab shows this surface, where columns are tabs. */
  panelOf?: ColumnId
  children: ReactNode
}

/** The surface on which cards are dragged. */
export function BoardDrag({ children, ...surface }: Surface) {
  const table = useTable()
  const drag = useMemo(() => openDrag(table), [table])
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { keyboardCodes: KEYS, coordinateGetter: drag.stepByKey }),
  )
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={ACCESSIBILITY}
      autoScroll={SCROLL}
      onDragStart={drag.start}
      onDragMove={drag.track}
      onDragEnd={drag.end}
      onDragCancel={drag.cancel}
    >
      <Hand drag={drag} {...surface}>
        {children}
      </Hand>
      <DragOverlay dropAnimation={null} zIndex={50}>
        <Carried />
      </DragOverlay>
    </DndContext>
  )
}

/** Scrolling follows the column under the pointer. */
const underPointer: CollisionDetection = ({
  collisionRect,
  pointerCoordinates,
  droppableRects,
  droppableContainers,
}) => {
  const x = pointerCoordinates?.x ?? collisionRect.left + collisionRect.width / 2
  const found = droppableContainers.find(({ id }) => {
    const rect = droppableRects.get(id)
    return rect !== undefined && x >= rect.left && x <= rect.right
  })
  return found ? [{ id: found.id }] : []
}

function Hand({ drag, className, panelOf, children }: Surface & { drag: ReturnType<typeof openDrag> }) {
  const { listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: HAND })

  /** Points the hand at the card under the event, then lets the sensors decide whether this is a drag. */
  const take = (event: MouseEvent | TouchEvent | KeyboardEvent, listener: string) => {
    const target = event.target as HTMLElement
    const card = target.closest<HTMLElement>('[data-card]')
    const face = card?.querySelector<HTMLElement>('[data-open]')
    if (!card || !face || target.closest('[data-menu], [data-send]')) return
    if (event.type === 'keydown' && target !== face) return
    if (!drag.aim(card, event.nativeEvent)) return
    setNodeRef(card)
    setActivatorNodeRef(face)
    listeners?.[listener]?.(event)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are the controls; one ear hears for all
    <div
      id="board"
      className={className}
      {...(panelOf && { role: 'tabpanel', 'aria-labelledby': `tab-${panelOf}` })}
      tabIndex={-1}
      onMouseDown={(event) => take(event, 'onMouseDown')}
      onTouchStart={(event) => take(event, 'onTouchStart')}
      onKeyDown={(event) => {
        if (event.code === 'Space') take(event, 'onKeyDown')
      }}
    >
      {children}
    </div>
  )
}

/** The card under the pointer, a little askew, in the colour of whoever holds it. */
function Carried() {
  const { hand, session } = useTable()
  const held = useChanging(hand)
  if (held?.by !== 'pointer') return null
  return <CarriedCard id={held.statement} who={session.me.id} />
}

function CarriedCard({ id, who }: { id: string; who: string }) {
  const card = useKeyed(useTable().feed, id)
  if (!card) return null
  return (
    <div
      className={[styles.card, styles[card.column], styles.carried].join(' ')}
      style={{ '--person': colourOf(who) } as CSSProperties}
    >
      <CardFace card={card} carried>
        <b className={styles.ref}>{card.statement.ref}</b>
      </CardFace>
    </div>
  )
}
