/**
 * What is looked for: in the field at once, on the board as soon as there is time, in the address a little later.
 */
import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useSearch } from 'wouter'
import type { BoardColumnId } from '../../../shared/columns.ts'
import { announce } from '../../ui/announcer.tsx'
import { useChanging } from '../../ui/changing.ts'
import { toast } from '../../ui/toasts.tsx'
import { clearFilters, lookFor } from './address.ts'
import { focusColumn, goToCard } from './card-keys.ts'
import { filterOf } from './filters.ts'
import { matching, referred } from './find.ts'
import { lookingIn } from './shown.ts'
import type { Table } from './table.tsx'

/** Typing is one step of the browser's history, not one a letter. */
const WRITE_MS = 250

export function useFind(table: Table, show: (column: BoardColumnId) => void) {
  const search = useSearch()
  const asked = useMemo(() => lookingIn(search), [search])
  const [query, onQuery] = useState(asked.query)
  const written = useRef(asked.query)
  useEffect(() => {
    // The browser's own buttons, or a link, brought another address.
    if (asked.query === written.current) return
    written.current = asked.query
    onQuery(asked.query)
  }, [asked.query])
  useEffect(() => {
    const timer = setTimeout(() => {
      if (query === written.current) return
      written.current = query
      lookFor(query)
    }, WRITE_MS)
    return () => clearTimeout(timer)
  }, [query])

  const deferred = useDeferredValue(query)
  useLayoutEffect(() => table.looking.set({ ...asked, query: deferred }), [table, asked, deferred])
  const wantsMine = asked.filters.only.includes('mine')
  useEffect(() => {
    if (wantsMine) table.touched.ask()
  }, [table, wantsMine])
  const found = useChanging(table.match, (it) => it?.size ?? null)

  const inputRef = useRef<HTMLInputElement>(null)
  const onGo = () => {
    const board = table.session.snapshot.get()
    const match = matching(board, query)
    const mine = { me: table.session.me.id, touched: table.touched.ids.get() }
    const passes = filterOf(board, asked.filters, mine) ?? (() => true)
    const id = referred(board, query) ?? (match && board.ids.find((it) => match.has(it) && passes(it)))
    if (!id) {
      if (query.trim()) announce(`Nothing matches ${query}.`)
      return
    }
    if (!passes(id)) {
      const words = `${board.statements.get(id)?.ref} is hidden by the filters.`
      toast(words, { label: 'Clear filters', run: clearFilters }, 'hidden')
      announce(words)
      return
    }
    const at = board.placements.get(id)?.column ?? 'unsorted'
    if (at === 'set-aside') {
      announce(`${board.statements.get(id)?.ref} is set aside.`)
      return
    }
    show(at)
    requestAnimationFrame(() => goToCard(table, id) || focusColumn(at))
  }
  return { query, onQuery, onGo, inputRef, found: query.trim() ? found : null }
}
