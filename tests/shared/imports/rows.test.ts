import { expect, it } from 'vitest'
import { readSheet } from '../../../shared/imports/csv.ts'
import { cleanText, MOST_ROWS, parseRowList, UnreadableImport } from '../../../shared/imports/rows.ts'
import { LIMITS } from '../../../shared/limits.ts'

it('[G2] more rows or letters than an import may have are refused before any is looked at', () => {
  const unread = new Array(MOST_ROWS + 1)
  expect(() => parseRowList(unread)).toThrow(UnreadableImport)
  expect(parseRowList(new Array(MOST_ROWS).fill({ text: 'x' })).rows).toHaveLength(MOST_ROWS)
  expect(() => readSheet('x'.repeat(LIMITS.importBytes + 1))).toThrow('larger than 8 MB')
})

it('[G3] a row says what stands in it, and nothing that every object has or was given elsewhere', () => {
  const given = Object.create({ text: 'of somebody else', sameAs: 'F2' })
  given.number = 7

  expect(parseRowList([given]).rows).toEqual([{ row: 1, cells: { number: '7' } }])
  expect(parseRowList([null, 'x', [1], { text: { is: 'no text' } }]).rejected.map((it) => it.row)).toEqual([
    1, 2, 3, 4,
  ])
})

it('[G3] a text keeps no control characters and no half of a letter', () => {
  expect(cleanText(' Be\u0000 open.\r\nBe\u0007 kind.\u2028So\ud83d. ')).toBe('Be open.\nBe kind.\nSo\ufffd.')
  expect(cleanText('\udc00 and \ud83d\ude00')).toBe('\ufffd and \ud83d\ude00')
})
