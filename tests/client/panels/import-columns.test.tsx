import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { ImportPreview } from '../../../client/panels/import/import-preview.tsx'
import type { Preview } from '../../../client/panels/import/reading.ts'
import type { ColumnMap } from '../../../shared/imports/csv.ts'

afterEach(cleanup)

const PREVIEW: Preview = {
  as: 'table',
  sheets: [],
  sheet: 0,
  isEither: false,
  note: null,
  heading: ['Nr', 'What they ask'],
  sample: ['1', 'Every ward should listen.'],
  columns: {},
  rows: [],
  counts: { new: 0, updated: 0, known: 0, rejected: 0 },
}

it('columns chosen one after the other are all kept, though what they make of the rows is still to come', () => {
  function Choosing() {
    const [columns, setColumns] = useState<ColumnMap | null>(null)
    const nothing = () => undefined
    return (
      <ImportPreview
        preview={PREVIEW}
        name={null}
        as="table"
        mode="append"
        still={false}
        onMode={nothing}
        onAs={nothing}
        onSheet={nothing}
        chosenColumns={columns}
        onColumns={setColumns}
      />
    )
  }
  render(<Choosing />)
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText<HTMLSelectElement>(label), { target: { value } })

  choose('Statement', '1')
  choose('Number', '0')

  expect(screen.getByLabelText<HTMLSelectElement>('Statement').value).toBe('1')
  expect(screen.getByLabelText<HTMLSelectElement>('Number').value).toBe('0')
})
