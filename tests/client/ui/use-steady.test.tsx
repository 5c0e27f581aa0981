import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { type Filter, useSteady } from '../../../client/ui/use-steady.ts'

afterEach(cleanup)

interface Row {
  id: string
  isOpen: boolean
}
const ALL: Filter<Row> = { name: 'all', fits: () => true }
const OPEN: Filter<Row> = { name: 'open', fits: (it) => it.isOpen }
const idOf = (it: Row) => it.id

function List({ rows, filter }: { rows: readonly Row[]; filter: Filter<Row> }) {
  const shown = useSteady(rows, idOf, filter)
  return <output>{shown.map((it) => `${it.id}${it.isOpen ? '' : ' answered'}`).join(', ')}</output>
}

it('a row that is answered stays where it stood until the filter is chosen again', () => {
  const [first, second] = [
    { id: 'A', isOpen: true },
    { id: 'B', isOpen: true },
  ]
  const { rerender } = render(<List rows={[first, second]} filter={OPEN} />)
  const shows = () => screen.getByRole('status').textContent
  expect(shows()).toBe('A, B')

  const answered = { ...first, isOpen: false }
  rerender(<List rows={[answered, second]} filter={OPEN} />)
  expect(shows()).toBe('A answered, B')
  rerender(<List rows={[{ id: 'C', isOpen: true }, answered, second]} filter={OPEN} />)
  expect(shows()).toBe('A answered, B, C')

  rerender(<List rows={[answered, second]} filter={ALL} />)
  rerender(<List rows={[answered, second]} filter={OPEN} />)
  expect(shows()).toBe('B')
})
