/**
 * The icon of a column: never without its word beside it.
 */
import { Archive, Binoculars, CirclePlus, Inbox, type LucideIcon, Merge } from 'lucide-react'
import type { ColumnId } from '../../shared/columns.ts'

const ICONS: Record<ColumnId, LucideIcon> = {
  unsorted: Inbox,
  'new-action': CirclePlus,
  'due-regard': Merge,
  'watching-brief': Binoculars,
  'set-aside': Archive,
}

export function ColumnIcon({ id, size = 20 }: { id: ColumnId; size?: number }) {
  const Icon = ICONS[id]
  return <Icon size={size} aria-hidden style={{ flex: 'none' }} />
}

/** The colour of a column as a CSS value. */
export const columnColour = (id: ColumnId) => `var(--${id})`
