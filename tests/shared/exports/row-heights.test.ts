import { expect, it } from 'vitest'
import { writeWorkbook } from '../../../shared/exports/office/xlsx.ts'
import { partOf } from '../../support/office-files.ts'

/** Heights of the rows of a sheet with one column, the heading left out. */
function heightsOf(width: number, cells: readonly string[]): number[] {
  const sheet = { name: 'One', columns: [{ header: 'A', width }], rows: cells.map((it) => [it]) }
  const file = writeWorkbook({ title: '', subject: '', foot: '', at: 0, sheets: [sheet] })
  const rows = [...partOf(file, 'xl/worksheets/sheet1.xml').getElementsByTagName('row')]
  return rows.slice(1).map((it) => Number(it.getAttribute('ht')))
}

it('a row is as high as its words are when whole words go to the next line', () => {
  const [one = 0, two, three, long, lines] = heightsOf(28, [
    'Patient safety programme',
    'Complaints improvement programme',
    `${'m'.repeat(20)} ${'m'.repeat(20)} ${'m'.repeat(20)}`,
    'm'.repeat(70),
    'a\nb\nc',
  ])
  const line = (two ?? 0) - one
  expect(line).toBeGreaterThan(0)
  expect([three, long, lines]).toEqual([one + 2 * line, one + 2 * line, one + 2 * line])
})
