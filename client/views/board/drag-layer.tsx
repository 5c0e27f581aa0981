/**
 * Dragging by mouse, touch and keys, laid over a board that knows nothing of it.
 *
 * There is one draggable, the hand: it is pointed at a card when that card is taken, so two thousand cards
 * cost a drag no more than two. Sensors, scrolling at the edges and the card under the pointer are dnd-kit's.
 * Where the card would land is reckoned in `drag.ts` from the pointer itself, because dnd-kit's rectangles
 * are one drawing behind and a quick hand lets go before they catch up.
 */
import {
  type CollisionDetection,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { type CSSProperties, type RefObject, useLayoutEffect, useMemo } from 'react'
import type { BoardColumnId } from '../../../shared/columns.ts'
import { colourOf } from '../../../shared/doc/presence.ts'
import { useChanging, useKeyed } from '../../ui/changing.ts'
import styles from './card.module.css'
import { isOneOfMany } from './choosing.ts'
import { type Drag, type Grip, openDrag } from './drag.ts'
import { holdKeys } from './held-keys.ts'
import { listElement } from './motion.ts'
import { CardFace } from './statement-card.tsx'
import { type Table, useTable } from './table.tsx'

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

export interface DragLayerProps {
  table: Table
  columns: readonly BoardColumnId[]
  /** Filled with what takes hold of a card; the board hands its events to it. */
  grip: RefObject<Grip | null>
}

export function DragLayer({ table, columns, grip }: DragLayerProps) {
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
      <Hand drag={drag} grip={grip} />
      {columns.map((id) => (
        <DropSpot key={id} id={id} />
      ))}
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

function Hand({ drag, grip }: { drag: Drag; grip: DragLayerProps['grip'] }) {
  const { listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: HAND })
  useLayoutEffect(() => {
    grip.current = (event, listener) => {
      const target = event.target as HTMLElement
      const card = target.closest<HTMLElement>('[data-card]')
      const face = card?.querySelector<HTMLElement>('[data-open]')
      if (!card || !face || target.closest('[data-menu], [data-send]')) return
      if (listener === 'onKeyDown' && target !== face) return
      if (!drag.aim(card, event.nativeEvent)) return
      // The hand points at this card, and the sensors decide whether this becomes a drag.
      setNodeRef(card)
      setActivatorNodeRef(face)
      const letKeysGo = listener === 'onKeyDown' ? holdKeys() : null
      listeners?.[listener]?.(event)
      // The sensor for keys begins to listen in a task of its own, which is queued before this one.
      if (letKeysGo) setTimeout(letKeysGo)
    }
    return () => {
      grip.current = null
    }
  }, [drag, grip, listeners, setNodeRef, setActivatorNodeRef])
  return null
}

/** Lets the drag scroll a column that a card is held over; where it lands is our own reckoning. */
function DropSpot({ id }: { id: BoardColumnId }) {
  const { setNodeRef } = useDroppable({ id })
  useLayoutEffect(() => {
    setNodeRef(listElement(id))
    return () => setNodeRef(null)
  }, [id, setNodeRef])
  return null
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
  const table = useTable()
  if (!card) return null
  const many = isOneOfMany(table, id) ? table.selection.ids.get().size : 0
  return (
    <div
      className={[styles.card, styles[card.column], styles.carried, many && styles.pile]
        .filter(Boolean)
        .join(' ')}
      style={{ '--person': colourOf(who) } as CSSProperties}
    >
      <CardFace card={card} carried>
        <b className={styles.ref}>{card.statement.ref}</b>
      </CardFace>
      {many > 0 && <span className={styles.many}>{many} statements</span>}
    </div>
  )
}
