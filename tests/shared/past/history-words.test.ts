import { describe, expect, it } from 'vitest'
import type { HistoryLine } from '../../../shared/api.ts'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { historyWords } from '../../../shared/past/history-words.ts'
import { boardWith } from '../../support/boards.ts'

const doc = boardWith(2)
createPlanItem(doc, 'action', 'a1', { title: 'Train candour leads' })
const board = openReads(doc).snapshot()

const said = (line: Partial<HistoryLine> & Pick<HistoryLine, 'root' | 'key'>) =>
  historyWords({ position: 1, at: 0, by: 'ama', name: 'Ama', ...line }, board, (at) =>
    new Date(at).toISOString(),
  )

describe('a line of history', () => {
  it('says from where to where a statement went, and nothing of a nudge within its column', () => {
    const place = (column: string) => ({ column, order: 'a0V' })

    expect(said({ root: 'placements', key: 'F1', to: place('due-regard') })).toBe(
      'moved it from To sort to Due regard',
    )
    expect(
      said({
        root: 'placements',
        key: 'F1',
        from: place('due-regard'),
        to: { column: 'due-regard', order: 'a1V' },
      }),
    ).toBeNull()
  })

  it('names what was linked, also when it is no longer there', () => {
    expect(said({ root: 'responses', key: 'F1/action/a1', to: true })).toBe(
      'linked the action “Train candour leads”',
    )
    expect(said({ root: 'responses', key: 'F1/action/gone', from: true })).toBe(
      'unlinked the action that is no longer there',
    )
  })

  it('tells a title from a correction of the published text', () => {
    const was = { source: 'F', number: '1', text: 'One.' }

    expect(said({ root: 'statements', key: 'F1', from: was, to: { ...was, title: 'Candour' } })).toBe(
      'titled it “Candour”',
    )
    expect(said({ root: 'statements', key: 'F1', from: was, to: { ...was, text: 'Two.' } })).toBe(
      'corrected the published text',
    )
  })

  it('says of shared text only that it was written in', () => {
    expect(said({ root: 'why', key: 'F1', inserted: 12, removed: 0 })).toBe('wrote in “why”')
    expect(said({ root: 'why', key: 'F1', inserted: 0, removed: 3 })).toBe('shortened “why”')
  })
})
