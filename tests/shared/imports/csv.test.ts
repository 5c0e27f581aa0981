import { describe, expect, it } from 'vitest'
import { guessColumns, parseCsv, readSheet, textOf } from '../../../shared/imports/csv.ts'
import { UnreadableImport } from '../../../shared/imports/rows.ts'

const cellsOf = (text: string) => parseCsv(text).rows.map((it) => it.cells)

describe('a spreadsheet', () => {
  it('keeps dashes and quotation marks of Windows, and reads two bytes a letter without a mark', () => {
    const windows = Uint8Array.from([0x96, 0x20, 0x93, 0x61, 0x92, 0x94, 0x80, 0xe9])
    expect(textOf(windows)).toBe('– “a’”€é')
    const wide = (littleEndian: boolean) => {
      const text = 'No\tText\r\n1\tBe open – always.'
      const view = new DataView(new ArrayBuffer(text.length * 2))
      for (let at = 0; at < text.length; at += 1) {
        view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
      }
      return new Uint8Array(view.buffer)
    }
    for (const bytes of [wide(true), wide(false)]) {
      expect(parseCsv(textOf(bytes)).rows).toEqual([
        { row: 2, cells: { number: '1', text: 'Be open – always.' } },
      ])
    }
  })

  it('has its separator told in a line before the heading, as Excel takes it', () => {
    const { rows } = parseCsv('sep=;\r\nNo;Recommendation\r\n1;Be open, and kind.')
    expect(rows).toEqual([{ row: 3, cells: { number: '1', text: 'Be open, and kind.' } }])
  })

  it('is read by the headings the design names', () => {
    const text =
      'source,number,text,title,chapter,page,theme,addressedTo,officialStatus,officialText\r\n' +
      'F,37,Be open.,Openness,Culture,12,Candour,All trusts,Accepted,We agree.\r\n'

    expect(cellsOf(text)).toEqual([
      {
        source: 'F',
        number: '37',
        text: 'Be open.',
        title: 'Openness',
        chapter: 'Culture',
        page: '12',
        theme: 'Candour',
        addressedTo: 'All trusts',
        officialStatus: 'Accepted',
        officialText: 'We agree.',
      },
    ])
  })

  it('is read by the headings people write', () => {
    const { heading } = readSheet('Rec. No.;Recommendation;Report;For;Government response\n1;a;b;c;d\n')

    expect(guessColumns(heading)).toEqual({
      number: 0,
      text: 1,
      source: 2,
      addressedTo: 3,
      officialStatus: 4,
    })
  })

  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('may be separated by %s', (_, sign) => {
    const text = [`number${sign}text`, `1${sign}"Be open, kind; and\tclear."`, `2${sign}Be on time.`].join(
      '\n',
    )

    expect(cellsOf(text)).toEqual([
      { number: '1', text: 'Be open, kind; and\tclear.' },
      { number: '2', text: 'Be on time.' },
    ])
  })

  it('[in-2] keeps line breaks within a cell, and numbers rows as a spreadsheet does: the heading and empty lines count', () => {
    const parsed = parseCsv('number,text\n1,"First\nsecond"\n\n,,\n3,Third\n')

    expect(parsed.rows.map((it) => [it.row, it.cells.text])).toEqual([
      [2, 'First\nsecond'],
      [5, 'Third'],
    ])
  })

  it('[in-2] keeps every row where its lines end in more than one way', () => {
    expect(cellsOf('number,text\r\n1,One.\n2,Two.\r3,"Three\r\nlines."\n')).toEqual([
      { number: '1', text: 'One.' },
      { number: '2', text: 'Two.' },
      { number: '3', text: 'Three\r\nlines.' },
    ])
  })

  it('[in-2][out-2] leaves line ends within a cell as they are, however lines end, and takes a stray quotation mark for one', () => {
    const { lines } = readSheet('ref,text\r\n1,"a\rb\r\nc ""d"", e"\n2,5" pipe\r3,"f"\r\n')

    expect(lines.slice(0, 3)).toEqual([
      ['1', 'a\rb\r\nc "d", e'],
      ['2', '5" pipe'],
      ['3', 'f'],
    ])
  })

  it('is read in UTF-8 with or without a mark, in UTF-16, and as Windows wrote it', () => {
    const text = 'text\nNaïve café'
    const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from(text, (it) => [it.charCodeAt(0), 0]).flat()])
    const windows = Uint8Array.from(text, (it) => it.charCodeAt(0))

    for (const bytes of [
      new TextEncoder().encode(text),
      new TextEncoder().encode(`\ufeff${text}`),
      utf16,
      windows,
    ]) {
      expect(cellsOf(textOf(bytes))).toEqual([{ text: 'Naïve café' }])
    }
  })

  it('[G1] has the guard of an export taken off, and no other apostrophe', () => {
    expect(cellsOf(`text\n'=1+1\n"'  =1+1"\n''=1\n'tis\n`)).toEqual([
      { text: '=1+1' },
      { text: '  =1+1' },
      { text: "'=1" },
      { text: "'tis" },
    ])
  })

  it.each([
    ['', 'The file is empty.'],
    ['number,page\n1,2\n', 'No column is headed'],
    ['text\n"never closed\n', 'A quotation mark is not closed'],
    [`text\n${'x\n'.repeat(10_001)}`, 'At most 10,000 rows'],
  ])('that cannot be read says why: %j', (text, why) => {
    expect(() => parseCsv(text)).toThrow(UnreadableImport)
    expect(() => parseCsv(text)).toThrow(why)
  })
})
