import { describe, expect, it } from 'vitest'
import { columnNamed, lineOf, MAPPING } from '../../../client/views/mapping/columns.ts'
import { type Row, rowsOf } from '../../../client/views/mapping/rows.ts'
import { cellFor, seenIn, topsOf } from '../../../client/views/mapping/sheet-geometry.ts'
import { stateIn, withState } from '../../../client/views/mapping/view-state.ts'
import { createPlanItem, linkAction, putStatement, setPlanField } from '../../../shared/doc/edits.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

const shown = (rows: readonly Row[]) =>
  rows.map((it) => (it.is === 'line' ? it.id : `${it.title} ${it.count}`))
const rowsFor = (search: string, doc = plannedBoard()) => shown(rowsOf(boardNow(doc), stateIn(search)))

describe('the view of the mapping in the address', () => {
  it('[find-2] is what was set, and nothing where all is as it is at first', () => {
    const first = stateIn('as=link1')
    expect(withState('as=link1', first)).toBe('as=link1')

    const set = {
      ...first,
      query: 'ward',
      categories: ['due-regard'] as const,
      filters: { ...first.filters, theme: ['Culture', ''], only: ['not-ready'] as const },
      sort: { by: 'due', down: true },
      group: 'lead' as const,
      columns: ['ref', 'title', 'why'],
    }
    expect(stateIn(withState('as=link1', set))).toEqual(set)
    expect(withState('as=link1', set)).toContain('as=link1')
  })

  it('takes nothing from an address that names no such thing', () => {
    const state = stateIn('sort=-nothing&group=shoe&in=nowhere&cols=text.nothing.ref')
    expect(state).toMatchObject({ sort: null, group: null, categories: [], columns: ['ref', 'text'] })
  })
})

describe('the rows of the mapping', () => {
  it('are every statement as published, or those that are let through', () => {
    expect(rowsFor('')).toEqual(['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7'])
    expect(rowsFor('in=due-regard&in=unsorted')).toEqual(['F3', 'F4', 'F7'])
    expect(rowsFor('q=statement 4')).toEqual(['F4'])
    expect(rowsFor('only=not-ready&in=new-action')).toEqual(['F2'])
  })

  it('are sorted by days and by how people count, what has none last whichever way', () => {
    const doc = plannedBoard()
    setPlanField(doc, 'action', 'a2', 'due', '2027-02-01')
    setPlanField(doc, 'watch', 'standards', 'nextReview', '2027-03-01')
    expect(rowsFor('sort=due', doc).slice(0, 3)).toEqual(['F2', 'F5', 'F1'])
    expect(rowsFor('sort=-due', doc).slice(0, 3)).toEqual(['F1', 'F5', 'F2'])
    expect(rowsFor('sort=-ref', doc)[0]).toBe('F7')
    expect(rowsFor('sort=-category', doc).slice(0, 2)).toEqual(['F5', 'F6'])
  })

  it('stand under headings in the order of the board, those without one last', () => {
    expect(rowsFor('group=lead')).toEqual([
      'Deputy Chief Nurse 1',
      'F1',
      'Deputy Chief Nurse; to be named by 1 March 2027 1',
      'F2',
      'Head of Complaints 1',
      'F3',
      'Nobody named 4',
      'F4',
      'F5',
      'F6',
      'F7',
    ])
    expect(rowsFor('group=category&q=statement').filter((it) => it.includes(' '))).toEqual([
      'To sort 1',
      'New action 2',
      'Due regard 2',
      'Watching brief 2',
    ])
  })
})

describe('a cell of the mapping', () => {
  const cell = (id: string, column: string, doc = plannedBoard()) => {
    const line = lineOf(boardNow(doc), id)
    const found = columnNamed(column)
    if (!line || !found) throw new Error('no such cell')
    return { text: found.text(line), target: found.target?.(line) }
  }

  it('holds what answers the statement in its category, and says who is to be named', () => {
    expect(cell('F1', 'does').text).toBe('Publish a promise')
    expect(cell('F3', 'does').text).toBe('Complaints')
    expect(cell('F1', 'executive').text).toBe('Chief Nurse')
    expect(cell('F2', 'lead').text).toBe('Deputy Chief Nurse; to be named by 1 March 2027')
    expect(cell('F7', 'does')).toEqual({ text: '', target: null })
  })

  it('is edited where one part is meant, and not where several are', () => {
    expect(cell('F1', 'lead').target).toMatchObject({ is: 'plan', field: 'lead', item: { id: 'a1' } })
    expect(cell('F3', 'lead').target).toMatchObject({ is: 'plan', field: 'projectLead' })
    expect(cell('F5', 'due').target).toMatchObject({ is: 'plan', field: 'nextReview' })
    expect(cell('F2', 'lead').target).toBeNull()
    expect(cell('F5', 'cost').target).toBeNull()
    expect(cell('F1', 'text').target).toBeUndefined()
  })

  it('[value-3] breaks on nothing a board may hold', () => {
    const doc = plannedBoard()
    linkAction(doc, 'F1', 'ghost', true)
    createPlanItem(doc, 'action', 'a9', { stream: 'nowhere' })
    linkAction(doc, 'F1', 'a9', true)
    putStatement(doc, 'F1', { source: 'gone', number: '1', text: 'Said.', theme: 'none such' })
    const line = lineOf(boardNow(doc), 'F1')
    for (const column of MAPPING) expect(typeof (line && column.text(line))).toBe('string')
    expect(lineOf(boardNow(doc), 'nowhere')).toBeNull()
  })
})

describe('the sheet', () => {
  const rows: Row[] = [
    { is: 'group', title: 'A', count: 2 },
    { is: 'line', id: 'F1' },
    { is: 'line', id: 'F2' },
    { is: 'group', title: 'B', count: 1 },
    { is: 'line', id: 'F3' },
  ]
  const from = { id: 'F2', column: 'b' }
  const press = (key: string, ctrl = false) => cellFor({ key, ctrl }, from, rows, ['a', 'b', 'c'], 10)

  it('draws what is seen and a little around it, of however many rows', () => {
    const many = Array.from({ length: 2_000 }, (_, at): Row => ({ is: 'line', id: `F${at}` }))
    const tops = topsOf(many)
    const [start, end] = seenIn(tops, 78 * 1_000, 780)
    expect([start, end]).toEqual([994, 1_015])
    expect(seenIn(tops, 0, 780)[0]).toBe(0)
    expect(seenIn(tops, tops.at(-1) ?? 0, 780)[1]).toBe(2_000)
  })

  it('leads from cell to cell as keys say, passing over headings, never beyond the edges', () => {
    expect(press('ArrowDown')).toEqual({ id: 'F3', column: 'b' })
    expect(press('ArrowUp')).toEqual({ id: 'F1', column: 'b' })
    expect(press('ArrowRight')).toEqual({ id: 'F2', column: 'c' })
    expect(press('Home')).toEqual({ id: 'F2', column: 'a' })
    expect(press('End', true)).toEqual({ id: 'F3', column: 'c' })
    expect(press('PageDown')).toEqual({ id: 'F3', column: 'b' })
    expect(press('PageUp')).toEqual({ id: 'F1', column: 'b' })
    expect(press('a')).toBeNull()
    expect(cellFor({ key: 'ArrowLeft', ctrl: false }, { id: 'F1', column: 'a' }, rows, ['a'], 1)).toEqual({
      id: 'F1',
      column: 'a',
    })
    expect(cellFor({ key: 'ArrowDown', ctrl: false }, from, [], ['a'], 1)).toBeNull()
  })
})
