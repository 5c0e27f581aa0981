/**
 * Which heading meant what, remembered on this device: the same spreadsheet is mapped once.
 */
import type { ColumnMap } from '../../../shared/imports/csv.ts'
import { ROW_FIELDS, type RowField } from '../../../shared/imports/rows.ts'
import { localStorageIfAny } from '../../session/my-boards.ts'

const KEY = 'due-regard/columns'
const MOST = 20

type Kept = { heading: readonly string[]; columns: ColumnMap }[]

const sameHeading = (a: readonly string[], b: readonly string[]) => a.join('\t') === b.join('\t')

export function rememberedColumns(heading: readonly string[]): ColumnMap | null {
  return read().find((it) => sameHeading(it.heading, heading))?.columns ?? null
}

export function rememberColumns(heading: readonly string[], columns: ColumnMap): void {
  const rest = read().filter((it) => !sameHeading(it.heading, heading))
  try {
    localStorageIfAny()?.setItem(KEY, JSON.stringify([{ heading, columns }, ...rest].slice(0, MOST)))
  } catch {
    // Full or forbidden: guessed again next time.
  }
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorageIfAny()?.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    return []
  }
}

function isKept(it: unknown): it is Kept[number] {
  const { heading, columns } = (it ?? {}) as Partial<Kept[number]>
  return (
    Array.isArray(heading) &&
    typeof columns === 'object' &&
    columns !== null &&
    Object.entries(columns).every(
      ([field, at]) => ROW_FIELDS.includes(field as RowField) && Number.isInteger(at) && at < heading.length,
    )
  )
}
