/**
 * The filters of the address, and the way to set them: each change is a step of the browser's history.
 */
import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { type Filters, filtersIn, NO_FILTERS, withFilters } from './filters.ts'

export function useFilters() {
  const search = useSearch()
  const [, navigate] = useLocation()
  const filters = useMemo(() => filtersIn(search), [search])
  const set = useCallback(
    (next: Filters) => {
      const text = withFilters(location.search, next)
      navigate(location.pathname + (text && `?${text}`))
    },
    [navigate],
  )
  const clear = useCallback(() => set(NO_FILTERS), [set])
  return { filters, set, clear }
}
