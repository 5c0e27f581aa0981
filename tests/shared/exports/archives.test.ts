import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import type { FullRecord } from '../../../shared/exports/contract.ts'
import { historySheet } from '../../../shared/exports/record-sheets.ts'
import { exporterFor } from '../../../shared/exports/registry.ts'
import { sourceOf, writtenOf } from '../../support/example-files.ts'
import { sheetOf } from '../../support/office-files.ts'
import { plannedBoard } from '../../support/planned-boards.ts'

const filesOf = (archive: string, doc: ReturnType<typeof plannedBoard>) =>
  Object.keys(unzipSync(writtenOf(archive, doc, { set: 'full' }) as Uint8Array))

it('[value-4] a release leaves out what there is in the full set alone; the record has it once there are words', () => {
  const doc = plannedBoard()
  expect(filesOf('record.zip', doc)).not.toContain('feedback.docx')
  expect(filesOf('record.zip', doc)).not.toContain('changes.docx')
  rootsOf(doc).comments.set('ama/c1', { on: 'action/a1', text: 'Too late for the winter.', at: 1 })

  expect(filesOf('release.zip', doc)).not.toContain('feedback.docx')
  expect(filesOf('release.zip', doc)).toContain('withheld.txt')
  expect(filesOf('record.zip', doc)).toContain('feedback.docx')
  expect(filesOf('record.zip', doc)).not.toContain('withheld.txt')
})

const result = {
  counts: { 'new-action': 5, 'due-regard': 0, 'watching-brief': 0, 'more-information': 0, 'not-my-area': 0 },
  hands: null,
  agreement: 'agreed',
  groups: [],
  answered: 5,
} as const

const recordOf = (more: Partial<FullRecord>): FullRecord => ({
  history: [],
  isCut: false,
  rounds: [],
  ...more,
})

it('[out-1][seal-2] a sealed version has the rounds that were shown by then, and none of later', () => {
  const doc = plannedBoard()
  const rounds = [1, 2, 3].map((round) => ({ statement: 'F1', vote: 1, round, result }))
  const roundsIn = (mark: object | null) => {
    if (mark) rootsOf(doc).live.set('vote/F1', { vote: 1, answered: 0, expected: 5, deadline: null, ...mark })
    const source = { ...sourceOf(doc, { set: 'full' }), record: recordOf({ rounds }) }
    const book = exporterFor('mapping.xlsx')?.write(source) as Uint8Array
    return sheetOf(book, 'Choices')
      .slice(1)
      .map((it) => it[2])
  }

  expect(roundsIn(null)).toEqual([])
  expect(roundsIn({ round: 1, open: false, result, shownAt: 1 })).toEqual([1])
  expect(roundsIn({ round: 2, open: true })).toEqual([1])
  expect(roundsIn({ round: 2, open: false, result, shownAt: 2 })).toEqual([1, 2])
})

it('[out-1] a history that is cut says so beneath its last line, and a whole one does not', () => {
  const source = sourceOf(plannedBoard(), { set: 'full' })
  const rowsOf = (isCut: boolean) => historySheet({ ...source, record: recordOf({ isCut }) }).rows

  expect(rowsOf(true)).toEqual([[expect.stringMatching(/^Older lines are on the page History/)]])
  expect(rowsOf(false)).toEqual([])
})
