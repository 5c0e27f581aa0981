/**
 * How the mapping is looked at: what is shown, in which order, under which headings. It stands in the address,
 * so that a view can be passed on and gone back to.
 */
import { COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import { type Filters, filtersIn, writeFilters } from '../board/filters.ts'
import { columnNamed, MAPPING, SHOWN_FIRST } from './columns.ts'

export const GROUPS = ['category', 'theme', 'chapter', 'source', 'stream', 'lead'] as const
export type Group = (typeof GROUPS)[number]

export interface MappingState {
  query: string
  /** Categories shown; all where empty. */
  categories: readonly ColumnId[]
  filters: Filters
  sort: { by: string; down: boolean } | null
  group: Group | null
  /** Ids of columns, in the order of the mapping. */
  columns: readonly string[]
}

export function stateIn(search: string): MappingState {
  const params = new URLSearchParams(search)
  const sort = params.get('sort')
  const by = sort?.replace(/^-/, '') ?? ''
  const chosen = params.get('cols')?.split('.') ?? SHOWN_FIRST
  return {
    query: params.get('q') ?? '',
    categories: COLUMN_IDS.filter((it) => params.getAll('in').includes(it)),
    filters: filtersIn(search),
    sort: sort && columnNamed(by) ? { by, down: sort.startsWith('-') } : null,
    group: GROUPS.find((it) => it === params.get('group')) ?? null,
    columns: MAPPING.map((it) => it.id).filter((it) => it === 'ref' || chosen.includes(it)),
  }
}

/** The address with another view; what is no part of a view stays. */
export function withState(search: string, state: MappingState): string {
  const params = new URLSearchParams(search)
  const put = (name: string, value: string) => (value ? params.set(name, value) : params.delete(name))
  put('q', state.query)
  params.delete('in')
  for (const it of state.categories) params.append('in', it)
  writeFilters(params, state.filters)
  put('sort', state.sort ? `${state.sort.down ? '-' : ''}${state.sort.by}` : '')
  put('group', state.group ?? '')
  const columns = state.columns.join('.')
  put('cols', columns === SHOWN_FIRST.join('.') ? '' : columns)
  return params.toString()
}
