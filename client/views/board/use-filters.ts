/**
 * The filters of the address; `address.ts` sets them.
 */
import { useMemo } from 'react'
import { useSearch } from 'wouter'
import { type Filters, filtersIn } from './filters.ts'

export function useFilters(): Filters {
  const search = useSearch()
  return useMemo(() => filtersIn(search), [search])
}
