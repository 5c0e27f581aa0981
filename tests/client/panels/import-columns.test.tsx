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
  beginsAgain: false,
  rows: [],
  counts: { new: 0, updated: 0, known: 0, rejected: 0 },
}

function Choosing({ preview }: { preview: Preview }) {
  const [columns, setColumns] = useState<ColumnMap | null>(null)
  const [byChapter, setByChapter] = useState(false)
  const nothing = () => undefined
  return (
    <ImportPreview
      preview={preview}
      name={null}
      as="table"
      mode="append"
      still={false}
      onMode={nothing}
      onAs={nothing}
      onSheet={nothing}
      chosenColumns={columns}
      onColumns={setColumns}
      byChapter={byChapter}
      onByChapter={setByChapter}
    />
  )
}

it('columns chosen one after the other are all kept, though what they make of the rows is still to come', () => {
  render(<Choosing preview={PREVIEW} />)
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText<HTMLSelectElement>(label), { target: { value } })

  choose('Statement', '1')
  choose('Number', '0')

  expect(screen.getByLabelText<HTMLSelectElement>('Statement').value).toBe('1')
  expect(screen.getByLabelText<HTMLSelectElement>('Number').value).toBe('0')
})

it('numbers that begin again are set right and back by one button, which keeps the focus', () => {
  render(<Choosing preview={{ ...PREVIEW, columns: { text: 1 }, beginsAgain: true }} />)
  const button = screen.getByRole('button', { name: /^Number them with their chapter/ })
  button.focus()

  fireEvent.click(button)
  expect(screen.getByRole('status').textContent).toMatch(/^Numbered with their chapters/)
  expect(document.activeElement?.textContent).toBe('Leave them as they are')

  fireEvent.click(button)
  expect(screen.getByRole('status').textContent).toMatch(/^The numbers begin again/)
})
