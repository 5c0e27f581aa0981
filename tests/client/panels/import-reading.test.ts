import { describe, expect, it } from 'vitest'
import { withColumn } from '../../../client/panels/import/import-preview.tsx'
import { type Asked, type Preview, previewOf } from '../../../client/panels/import/reading.ts'
import { sendRows } from '../../../client/panels/import/send-rows.ts'
import type { ImportMode, StatementRow } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { putStatement, setBoardFact } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { mergeRows } from '../../../shared/imports/merge.ts'
import { parseRowList } from '../../../shared/imports/rows.ts'
import { boardWith } from '../../support/boards.ts'
import { generatedCsv } from '../../support/generated-report.ts'

const emptyBoard = () => boardWith(0)

function preview(source: Asked['source'], options: Partial<Asked> = {}, doc = emptyBoard()): Preview {
  const board = openReads(doc).snapshot()
  const answer = previewOf({
    source,
    as: null,
    sheet: null,
    columns: null,
    byChapter: false,
    candidates: null,
    publication: { title: '', code: '' },
    mode: 'append',
    board,
    ...options,
  })
  if ('unreadable' in answer) throw new Error(answer.unreadable)
  return answer.preview
}

/** What the server does with rows: the same merge, written to the board. */
const serverOf =
  (doc: ReturnType<typeof boardWith>) => async (rows: readonly StatementRow[], mode: ImportMode) => {
    const merge = mergeRows(parseRowList(rows), openReads(doc).snapshot(), mode)
    for (const { key, value } of merge.facts) setBoardFact(doc, key, value)
    for (const { id, statement } of [...merge.added, ...merge.updated]) putStatement(doc, id, statement)
    return {
      added: merge.added.length,
      updated: merge.updated.length,
      unchanged: merge.unchanged,
      rejected: merge.rejected,
    }
  }

describe('what is pasted or dropped', () => {
  it('is a table where it is cells or names a column of statements, and else the text of a report', () => {
    expect(preview('number\tstatement\n1\tOne.\n2\tTwo.').as).toBe('table')
    expect(preview('number,text\n1,One.').as).toBe('table')
    expect(preview('who,what,when\nA,B,C\nD,E,F').as).toBe('table')
    expect(preview('sep=;\nA;Text\n1;One.').as).toBe('table')
    expect(preview('One, two.\nThree, four, five.\nSix.').as).toBe('text')
    expect(preview('1. Every ward, and each team, should listen.\n2. Nobody should wait.').as).toBe('text')
    expect(preview('Every ward should listen, always.\n\nNobody should wait.').rows).toHaveLength(2)
  })

  it('is a table where it is one in Markdown, its cells without the signs around their words', () => {
    const pasted = [
      '| No. | Recommendation | Government response |',
      '|:---|---|:-:|',
      '| 1 | **Be open** to \\| with patients.<br>Always. | Accepted |',
      '| 2 | Be kind. | |',
    ].join('\n')
    const { as, rows } = preview(pasted)

    expect(as).toBe('table')
    expect(rows.map(({ row, cells }) => [row, cells.number, cells.text, cells.officialStatus])).toEqual([
      [3, '1', 'Be open to | with patients.\nAlways.', 'Accepted'],
      [4, '2', 'Be kind.', ''],
    ])
    expect(preview('| No | Text |\n| 1 | One. |').as).toBe('text')
  })

  it('[in-1] of a table whose numbers begin again each has its chapter in front, at one press', async () => {
    const doc = emptyBoard()
    const csv =
      'No,Recommendation,Chapter\n1,Be open.,Openness\n2,Be kind.,\n1,Be on time.,Care\n 2 ,Be gentle.,\n3,Be gone.,'
    const asItIs = preview(csv)
    expect([asItIs.beginsAgain, asItIs.counts.rejected]).toEqual([true, 2])

    const { rows, counts, beginsAgain } = preview(csv, { byChapter: true })
    expect([beginsAgain, counts.new, counts.rejected]).toEqual([true, 5, 0])
    expect(rows.map((it) => it.cells.number)).toEqual(['1.1', '1.2', '2.1', '2.2', '2.3'])
    expect(rows.map((it) => it.cells.chapter)).toEqual(['Openness', 'Openness', 'Care', 'Care', 'Care'])

    await sendRows(rows, 'append', serverOf(doc), () => {})
    const corrected = preview(csv.replace('on time', 'early'), { byChapter: true, mode: 'update' }, doc)
    expect(corrected.counts).toEqual({ new: 0, updated: 1, known: 4, rejected: 0 })
    expect(preview('No,Recommendation,Chapter\n1,One.,A\n2,Two.,B').beginsAgain).toBe(false)
  })

  it('[in-1] of a corrected source everything that would be rewritten is listed with what it says now', () => {
    const doc = boardWith(3)
    putStatement(doc, 'F2a', { source: 'F', number: '2a', text: 'Statement', partOf: 'F2' })
    const csv = 'source,number,text,page\nF,1,Statement 1.,\nF,2,Statement two.,9\nF,3,Statement 3.,'
    const { rows, counts } = preview(csv, { mode: 'update' }, doc)
    expect(counts).toEqual({ new: 0, updated: 1, known: 2, rejected: 0 })
    expect(rows.map((it) => it.changes)).toEqual([
      [],
      [
        { what: 'Statement was', was: 'Statement 2.' },
        { what: 'Page was', was: '' },
        { what: 'Its parts keep the words they have:', was: 'F2a' },
      ],
      [],
    ])
    expect(preview(csv, { mode: 'append' }, doc).rows.flatMap((it) => it.changes)).toEqual([])
  })

  it('asks which column holds the statements rather than guess wrong', () => {
    const table = preview('A\tB\n1\tEvery ward should listen.')
    expect(table).toMatchObject({ as: 'table', rows: [], columns: {} })

    const mapped = preview('A\tB\n1\tEvery ward should listen.', { columns: { number: 0, text: 1 } })
    expect(mapped.rows).toMatchObject([{ row: 2, fate: 'new', ref: 'S1' }])
  })

  it('takes a column for one field only', () => {
    expect(withColumn({ text: 1, title: 2 }, 'number', '2')).toEqual({ text: 1, number: 2 })
    expect(withColumn({ text: 1, title: 2 }, 'title', '')).toEqual({ text: 1 })
  })

  it('[in-2] lists rows that cannot be taken by the number a spreadsheet shows beside them', () => {
    const { rows, counts } = preview('source,number,text\nK,1,One.\n\nK,2,\nK,1,One again.')

    expect(counts).toEqual({ new: 1, updated: 0, known: 0, rejected: 2 })
    expect(rows.filter((it) => it.reason)).toMatchObject([
      { row: 4, reason: 'the text is missing' },
      { row: 5, reason: 'the same publication and number as row 2' },
    ])
  })

  it('[in-1] keeps rows of the same words apart, by where each is from', () => {
    const doc = boardWith(2)
    const csv = 'source,number,text\nF,1,Statement 1.\nK,1,Statement 1.\nF,2,Statement 1.'

    expect(
      preview(csv, { mode: 'update' }, doc).rows.map((it) => [it.fate, it.ref, it.cells.number]),
    ).toEqual([
      ['known', 'F1', '1'],
      ['new', 'K1', '1'],
      ['updated', 'F2', '2'],
    ])
  })

  it('[in-1] knows what is on the board already, and what would be rewritten', () => {
    const doc = boardWith(2)
    const csv = 'source,number,text\nF,1,Statement 1.\nF,2,Corrected.\nF,3,Third.'

    expect(preview(csv, {}, doc).rows.map((it) => it.fate)).toEqual(['known', 'known', 'new'])
    expect(preview(csv, { mode: 'update' }, doc).rows.map((it) => it.fate)).toEqual([
      'known',
      'updated',
      'new',
    ])
  })

  it('[in-4] points at rows that look as if they held something about a patient', () => {
    const { rows } = preview('number,text\n1,A patient was moved.\n2,"Mr A, 943 476 5919, was moved."')

    expect(rows.map((it) => it.patient)).toEqual([null, 'an NHS number'])
  })
})

describe('sending', () => {
  it('[in-3] comes to what the preview showed, though it goes in parts', async () => {
    const doc = emptyBoard()
    const shown = preview(generatedCsv(400, 7), {}, doc)
    const heard: number[] = []

    const sent = await sendRows(shown.rows, 'append', serverOf(doc), (done) => heard.push(done))

    expect(sent.added).toBe(shown.counts.new)
    expect(sent.rejected.map((it) => it.row)).toEqual(
      shown.rows.filter((it) => it.fate === 'rejected').map((it) => it.row),
    )
    expect(heard.at(-1)).toBe(shown.counts.new)
    expect(heard.length).toBeGreaterThan(1)
    const board = openReads(doc).snapshot()
    const refs = shown.rows.filter((it) => it.fate === 'new').map((it) => it.ref)
    expect(new Set(Array.from(board.statements.values(), (it) => it.ref))).toEqual(new Set(refs))
  })

  it('[in-3] gives unnumbered rows the numbers the preview showed, whichever part they go in', async () => {
    const doc = emptyBoard()
    const lines = Array.from(
      { length: 320 },
      (_, at) => `Chapter ${(at % 3) + 1},Statement about thing ${at}.`,
    )
    const shown = preview(`chapter,text\n${lines.join('\n')}`, {}, doc)

    await sendRows(shown.rows, 'append', serverOf(doc), () => {})

    const byText = new Map(
      Array.from(openReads(doc).snapshot().statements.values(), (it) => [it.text, it.ref]),
    )
    for (const it of shown.rows) expect(byText.get(it.cells.text ?? '')).toBe(it.ref)
  })

  it('[in-1] sent again changes nothing, so a broken import is simply gone on with', async () => {
    const doc = emptyBoard()
    const shown = preview(generatedCsv(60), {}, doc)
    await sendRows(shown.rows, 'append', serverOf(doc), () => {})
    const before = rootsOf(doc).statements.toJSON()

    const again = await sendRows(shown.rows, 'append', serverOf(doc), () => {})

    expect(again).toMatchObject({ added: 0, updated: 0, unchanged: 60 })
    expect(rootsOf(doc).statements.toJSON()).toEqual(before)
  })
})
