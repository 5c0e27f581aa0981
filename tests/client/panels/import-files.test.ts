import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { openFile } from '../../../client/panels/import/files/open-file.ts'
import type { OpenedFile } from '../../../client/panels/import/files/opened.ts'
import { splitReport } from '../../../shared/imports/report.ts'
import { UnreadableImport } from '../../../shared/imports/rows.ts'
import {
  excelFile,
  type PdfLine,
  paragraphXml,
  pdfFile,
  tableXml,
  wordFile,
  zipOf,
} from '../../support/made-files.ts'

const silent = () => undefined

async function opened(bytes: Uint8Array): Promise<OpenedFile> {
  const file = await openFile(bytes, silent)
  if (typeof file === 'string') throw new Error('only text')
  return file
}

const candidates = async (bytes: Uint8Array) => {
  const { report } = await opened(bytes)
  return splitReport({ lines: report ?? [], isWhole: true }).rows.map((it) => it.cells)
}

const refused = (bytes: Uint8Array) =>
  openFile(bytes, silent).then(
    () => 'taken',
    (error) => (error instanceof UnreadableImport ? error.message : String(error)),
  )

describe('a Word file', () => {
  it('has the numbers that Word writes by itself, its chapters and its pages', async () => {
    const file = wordFile(
      [
        { text: 'Listening to people', style: 'Ours' },
        { text: 'What we heard, over many pages.' },
        { text: 'Every ward should be open about mistakes.', level: 0 },
        { text: 'the patient is told within a day;', level: 1 },
        { text: 'the family is told as well.', level: 1 },
        { text: 'This paragraph belongs to no recommendation.' },
        { text: 'Leaders', style: 'Heading1', pageBreak: true },
        { text: 'Boards should visit wards.', level: 0 },
      ]
        .map(paragraphXml)
        .join(''),
      [
        { format: 'decimal', label: 'Recommendation %1' },
        { format: 'lowerLetter', label: '(%2)' },
      ],
    )

    expect(await candidates(file)).toEqual([
      {
        number: '1',
        chapter: 'Listening to people',
        page: '1',
        text: 'Every ward should be open about mistakes.\n(a) the patient is told within a day;\n(b) the family is told as well.',
      },
      { number: '2', chapter: 'Leaders', page: '2', text: 'Boards should visit wards.' },
    ])
  })

  it('counts a page break that was put in and laid out once, and leaves out contents and what was deleted', async () => {
    const file = wordFile(
      [
        { text: 'Leaders\t7', style: 'TOC1' },
        { text: '1. Boards should visit wards.' },
        {
          xml: '<w:r><w:br w:type="page"/></w:r><w:r><w:lastRenderedPageBreak/><w:t>2. Wards should </w:t></w:r><w:del><w:r><w:t>not </w:t></w:r></w:del><w:r><w:t>be heard.</w:t></w:r>',
        },
      ]
        .map(paragraphXml)
        .join(''),
    )

    expect(await candidates(file)).toEqual([
      { number: '1', page: '1', text: 'Boards should visit wards.' },
      { number: '2', page: '2', text: 'Wards should be heard.' },
    ])
  })

  it('offers a table that names statements, and no other', async () => {
    const file = wordFile(
      tableXml([['Date', 'Place']]) +
        tableXml([
          ['Date', 'Place'],
          ['1 May', 'Hall'],
        ]) +
        tableXml([
          ['No', 'Recommendation'],
          ['7', 'Be open.'],
        ]),
    )

    const { sheets } = await opened(file)
    expect(sheets).toMatchObject([
      { table: { heading: ['No', 'Recommendation'], lines: [['7', 'Be open.']] } },
    ])
  })
})

describe('an Excel file', () => {
  it('is read from the heading that names statements, rows counted as Excel shows them', async () => {
    const { sheets } = await opened(
      excelFile({
        Cover: [['Our register']],
        Register: [['Hard Truths'], [], ['No', 'Recommendation'], [1.5, '=1+1 is two.'], [], [2, 'Be open.']],
      }),
    )

    expect(sheets.map((it) => it.name)).toEqual(['Cover', 'Register'])
    expect(sheets[1]?.table).toEqual({
      headingRow: 3,
      heading: ['No', 'Recommendation'],
      lines: [
        ['1.5', '=1+1 is two.'],
        ['', ''],
        ['2', 'Be open.'],
      ],
    })
  })
})

describe('a PDF', () => {
  const page = (number: number, lines: readonly PdfLine[]): PdfLine[] => [
    { text: 'The Inquiry | Volume 1', y: 800, size: 9 },
    ...lines,
    { text: String(number), y: 30, size: 9, x: 290 },
  ]
  const pages = [
    page(1, [
      { text: 'Listening', y: 740, size: 20 },
      { text: 'Introduction to what follows, in two lines of the same', y: 700 },
      { text: 'paragraph.', y: 686 },
      { text: 'Recommendation 1', y: 650 },
      { text: 'Every ward should be open about mis-', y: 630 },
      { text: 'takes, and patient-', y: 616 },
      { text: 'centred in', y: 602 },
    ]),
    page(2, [
      { text: 'all it does.', y: 740 },
      { text: 'Something else is told here.', y: 700 },
      { text: 'Recommendation 2', y: 660 },
      { text: 'Boards should visit wards.', y: 640 },
    ]),
    page(3, [{ text: 'The end.', y: 740 }]),
  ]

  it('has recommendations over two pages, without what stands on every page', async () => {
    expect(await candidates(pdfFile(pages))).toEqual([
      {
        number: '1',
        chapter: 'Listening',
        page: '1',
        text: 'Every ward should be open about mis-takes, and patient-centred in all it does.',
      },
      { number: '2', chapter: 'Listening', page: '2', text: 'Boards should visit wards.' },
    ])
  })

  it('keeps a recommendation that begins a page, though its like begins others, and no page number', async () => {
    const tops = [1, 5, 9, 14].map((number, at) => [
      { text: `Recommendation ${number}`, y: 800 },
      { text: `Boards should do thing ${'abcd'[at]}.`, y: 780 },
      { text: `The Inquiry, page ${at + 7} of 40`, y: 30 },
    ])
    expect((await candidates(pdfFile(tops))).map((it) => [it.number, it.text])).toEqual([
      ['1', 'Boards should do thing a.'],
      ['5', 'Boards should do thing b.'],
      ['9', 'Boards should do thing c.'],
      ['14', 'Boards should do thing d.'],
    ])
  })

  it('tells how far it is, and which pages are pictures', async () => {
    const told: number[] = []
    const file = await openFile(pdfFile([...pages, []]), (done) => told.push(done))

    expect(told).toEqual([1, 2, 3, 4])
    expect(file).toMatchObject({ note: 'Page 4 held no text.' })
  })

  it('of pictures alone is refused with what to do', async () => {
    expect(await refused(pdfFile([[], []]))).toMatch(/pictures without text.*OCR/)
  })
})

describe('a JSON file', () => {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

  it('[in-1] is the statements of a board’s own archive, or a list of rows', async () => {
    const statement = {
      source: 'F',
      number: '37',
      text: 'Be open.',
      official: { status: 'Accepted', text: 'Yes.' },
    }
    const table = {
      heading: ['source', 'number', 'text', 'officialStatus', 'officialText'],
      lines: [['F', '37', 'Be open.', 'Accepted', 'Yes.']],
      isPlain: true,
    }
    expect((await opened(json({ format: 'x', statements: { F37: statement } }))).sheets[0]?.table).toEqual(
      table,
    )
    expect((await opened(json([{ number: 37, text: 'Be open.' }, 7]))).sheets[0]?.table).toEqual({
      heading: ['number', 'text'],
      lines: [['37', 'Be open.']],
      isPlain: true,
    })
  })

  it('without statements, or broken off, gets a sentence; square brackets make no JSON', async () => {
    expect(await refused(json({ a: 1 }))).toMatch(/no list of statements/)
    expect(await refused(new TextEncoder().encode('[{"text": "Be'))).toMatch(/broken off/)
    expect(await openFile(new TextEncoder().encode('[1] Be open.\n[2] Be kind.'), silent)).toMatch(/^\[1\]/)
  })
})

describe('[in-2] a file that cannot be read gets a sentence', () => {
  it.each([
    ['empty', new Uint8Array(), /is empty/],
    ['locked, or of before 2007', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /password.*2007/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3]), /no file of text/],
    ['a broken archive', new TextEncoder().encode('PK\u0003\u0004 and no more'), /damaged/],
    ['another archive', zipOf({ 'a.txt': 'a' }), /neither a Word nor an Excel/],
    ['OpenDocument', zipOf({ 'content.xml': '<a/>' }), /OpenDocument/],
    ['Word broken off inside', zipOf({ 'word/document.xml': '<w:document><w:p' }), /damaged|no text/],
    ['an empty Word file', wordFile(''), /no text/],
    ['Excel without a sheet', zipOf({ 'xl/workbook.xml': '<workbook/>' }), /damaged|empty/],
    ['Excel with nothing in it', excelFile({ A: [[]] }), /empty/],
    ['a broken PDF', new TextEncoder().encode('%PDF-1.7 and no more'), /damaged/],
  ])('%s', async (_, bytes, words) => {
    expect(await refused(bytes)).toMatch(words)
  })

  it('that would unpack to more than a page can hold', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(162 * 1024 * 1024) }, { level: 1 })
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await refused(bomb)).toMatch(/more than this page can hold/)
  })
})
