/**
 * The rows of a column that are drawn, and what is told of them to who cannot see how many there are.
 */
import { useLayoutEffect } from 'react'
import type { BoardColumnId } from '../../../shared/columns.ts'
import { useChanging } from '../../ui/changing.ts'
import { SLOT_KEY } from './column-rows.ts'
import { keyOfRow, LONG } from './lane.ts'
import { listElement } from './motion.ts'
import type { Part } from './spread.ts'
import { useTable } from './table.tsx'
import { useWhole } from './whole-columns.ts'

/**
 * @param keys of all rows, from top to bottom: the same list until one comes, goes or moves
 * @param pinned keys of rows that are drawn wherever they stand
 */
export function useLane(id: BoardColumnId, keys: readonly string[], pinned: readonly (string | null)[]) {
  const { lanes, kept, menu } = useTable()
  const lane = lanes[id]
  const isLong = keys.length > LONG
  const inFocus = useChanging(kept, (it) => (isLong ? it : null))
  const withMenu = useChanging(menu, (it) => (isLong && it ? it.statement : null))
  const isWhole = useWhole()
  useChanging(lane.turn)
  const parts = isWhole
    ? null
    : lane.parts(
        keys,
        [...pinned, inFocus, withMenu].filter((it) => it !== null),
      )
  useLayoutEffect(() => {
    lane.drawn(keys, parts)
    tellPlaces(listElement(id), keys, parts)
  })
  return { attach: lane.attach, parts }
}

/** Where some rows are left out, each one says which of how many it is. */
function tellPlaces(list: HTMLElement | null, keys: readonly string[], parts: readonly Part[] | null): void {
  if (!list || (!parts && !list.querySelector(':scope > [aria-setsize]'))) return
  const slot = parts ? keys.indexOf(SLOT_KEY) : -1
  const count = String(keys.length - (slot < 0 ? 0 : 1))
  const places = new Map<string | undefined, string>()
  for (const part of parts ?? []) {
    if (part.kind === 'row' && part.at !== slot)
      places.set(keys[part.at], String(part.at + (slot >= 0 && part.at > slot ? 0 : 1)))
  }
  for (const row of list.children) {
    const place = places.get(keyOfRow(row as HTMLElement))
    tell(row, 'aria-posinset', place)
    tell(row, 'aria-setsize', place && count)
  }
}

function tell(row: Element, name: string, value: string | undefined): void {
  if (value === undefined) row.removeAttribute(name)
  else if (row.getAttribute(name) !== value) row.setAttribute(name, value)
}
