/**
 * The part of the address that says what of the board is shown, as people change it.
 */
import type { ColumnId } from '../../../shared/columns.ts'
import { type Filters, NO_FILTERS, writeFilters } from './filters.ts'
import { foldName, type Grouping } from './groups.ts'

/** Changes it in place, or as a step the browser can go back from. */
function write(change: (params: URLSearchParams) => void, how: 'replace' | 'step'): void {
  const params = new URLSearchParams(location.search)
  change(params)
  const text = params.toString()
  const to = location.pathname + (text && `?${text}`)
  if (to === location.pathname + location.search) return
  if (how === 'step') history.pushState(null, '', to)
  else history.replaceState(history.state, '', to)
}

export const lookFor = (query: string): void =>
  write((params) => {
    if (query) params.set('q', query)
    else params.delete('q')
  }, 'replace')

export const filterBy = (filters: Filters): void => write((params) => writeFilters(params, filters), 'step')
export const clearFilters = (): void => filterBy(NO_FILTERS)

/** Folds a heading, or opens it again; the browser's history has no step of it. */
export function fold(column: ColumnId, title: string): void {
  const name = foldName(column, title)
  write((params) => {
    const folded = params.getAll('folded')
    params.delete('folded')
    const next = folded.includes(name) ? folded.filter((it) => it !== name) : [...folded, name]
    for (const it of next) params.append('folded', it)
  }, 'replace')
}

/** Other headings are folded by other names: with the grouping what was folded is forgotten. */
export function groupBy(by: Grouping | null): void {
  write((params) => {
    params.delete('folded')
    if (by) params.set('group', by)
    else params.delete('group')
  }, 'step')
}
