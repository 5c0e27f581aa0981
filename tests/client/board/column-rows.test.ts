import { describe, expect, it } from 'vitest'
import { changing } from '../../../client/ui/changing.ts'
import { type Row, rowsOf } from '../../../client/views/board/column-rows.ts'
import { foldedIn, foldName, groupingIn, groupsOf } from '../../../client/views/board/groups.ts'
import { lookingIn, openShown } from '../../../client/views/board/shown.ts'
import { layTable } from '../../../client/views/board/table.tsx'
import type { Statement } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement, putStatement, setBoardFact } from '../../../shared/doc/edits.ts'
import { localSession } from '../../support/local-session.ts'
import fc from '../../support/properties.ts'

const THEMES = ['Care', 'Openness', 'Care', undefined, 'Openness', 'Standards']

/** F1 to F6 with the themes above, all in the tray; the board lists Openness before Care. */
function themed(search = '?group=theme') {
  const { session, world } = localSession()
  world.change((doc) => {
    setBoardFact(doc, 'theme/open', { title: 'Openness', order: 1 })
    setBoardFact(doc, 'theme/care', { title: 'Care', order: 2 })
    for (let number = 7; number <= 12; number += 1) rootsOf(doc).statements.delete(`F${number}`)
    THEMES.forEach((theme, at) => {
      const statement = rootsOf(doc).statements.get(`F${at + 1}`) as Statement
      putStatement(doc, `F${at + 1}`, { ...statement, ...(theme && { theme }) }, 'world')
    })
  })
  const table = layTable(session, search)
  const board = () => session.snapshot.get()
  const tray = () => board().inColumn.unsorted
  const drawn = (column: ColumnId = 'unsorted') => table.rows(column).map(inWords)
  return { session, world, table, board, tray, drawn }
}

const inWords = (row: Row) =>
  row.kind === 'card' ? row.id : row.kind === 'slot' ? '…' : `${row.title || '–'} ${row.count}`
const open = () => false

describe('the rows of a column', () => {
  it('stand under their headings: in the board’s order, then as published, none last', () => {
    const { drawn, table } = themed()

    expect(drawn()).toEqual([
      'Openness 2',
      'F2',
      'F5',
      'Care 2',
      'F1',
      'F3',
      'Standards 1',
      'F6',
      '– 1',
      'F4',
    ])
    expect(table.shown('unsorted')).toEqual(['F2', 'F5', 'F1', 'F3', 'F6', 'F4'])
    expect(drawn('due-regard')).toEqual([])
  })

  it('are the cards alone where nothing is grouped', () => {
    expect(themed('').drawn()).toEqual(['F1', 'F2', 'F3', 'F4', 'F5', 'F6'])
  })

  it('fold away, are counted all the same, and count what filters let through', () => {
    const { drawn } = themed('?group=theme&folded=unsorted/Openness&theme=Openness&theme=Care&q=F1')
    expect(drawn()).toEqual(['Care 1', 'F1'])

    const folded = themed('?group=theme&folded=unsorted/Openness&folded=due-regard/Care')
    expect(folded.drawn().slice(0, 3)).toEqual(['Openness 2', 'Care 2', 'F1'])
    expect(folded.table.shown('unsorted')).not.toContain('F2')
  })

  it('show the slot among the cards of one heading, and none over the card’s own place', () => {
    const { tray, board } = themed()
    const groups = groupsOf(board(), 'theme')
    const over = (statement: string, slot: number) =>
      rowsOf(tray(), groups, open, { statement, slot }).map(inWords)

    expect(over('F1', 1).slice(3, 7)).toEqual(['Care 2', 'F1', 'F3', '…'])
    expect(over('F1', 0)).not.toContain('…')
    expect(over('F2', 1).slice(0, 4)).toEqual(['Openness 2', 'F2', 'F5', '…'])
  })

  it('show the heading of a card that comes to a column without it, and a slot under a folded one', () => {
    const { board, tray } = themed()
    const groups = groupsOf(board(), 'theme')

    expect(rowsOf([], groups, open, { statement: 'F6', slot: 0 }).map(inWords)).toEqual(['Standards 0', '…'])
    expect(rowsOf(['F3'], groups, open, { statement: 'F2', slot: 0 }).map(inWords)).toEqual([
      'Openness 0',
      '…',
      'Care 1',
      'F3',
    ])
    const shut = rowsOf(['F3'], groups, () => true, { statement: 'F1', slot: 1 })
    expect(shut.map(inWords)).toEqual(['Care 1', '…'])
    expect(rowsOf(tray(), groups, () => true, { statement: 'F1', slot: 1 }).map(inWords)).not.toContain('…')
  })
})

describe('a card moved while the board is grouped', () => {
  it('[find-1] lands right under the card of its heading that is above it, among its true neighbours', () => {
    const { table, tray } = themed()

    expect(table.moves.drop('F1', { column: 'unsorted', slot: 1 })).toBe(true)

    expect(tray()).toEqual(['F2', 'F3', 'F1', 'F4', 'F5', 'F6'])
    expect(table.shown('unsorted')).toEqual(['F2', 'F5', 'F3', 'F1', 'F6', 'F4'])
  })

  it('steps past its own kind alone, and says so where there is none', () => {
    const { table, tray } = themed()

    expect(table.moves.shift('F5', 'up')).toBe(true)
    expect(tray()).toEqual(['F1', 'F5', 'F2', 'F3', 'F4', 'F6'])
    expect(table.moves.shift('F6', 'up')).toBe(false)
  })

  it('[find-1] stands where the slot was shown, and nothing else changes its order', () => {
    const columns = ['unsorted', 'new-action', 'due-regard'] as const
    const step = fc.tuple(
      fc.constantFrom('F1', 'F2', 'F3', 'F4', 'F5', 'F6'),
      fc.constantFrom(...columns),
      fc.nat(6),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { table, board } = themed()
        for (const [id, column, at] of steps) {
          const others = table.peers(column, id).filter((it) => it !== id)
          const slot = Math.min(at, others.length)
          const before = board().inColumn
          table.moves.drop(id, { column, slot })

          expect(table.peers(column, id).indexOf(id)).toBe(slot)
          for (const name of columns)
            expect(board().inColumn[name].filter((it) => it !== id)).toEqual(
              before[name].filter((it) => it !== id),
            )
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('[find-2] the address says how a board is grouped and what is folded', () => {
  expect(groupingIn('?group=theme')).toBe('theme')
  expect(groupingIn('?group=colour')).toBeNull()
  const search = new URLSearchParams([['folded', foldName('due-regard', 'Standards, old & new/2')]])
  expect(foldedIn(`?${search}`)).toEqual(new Set(['due-regard/Standards, old & new/2']))
  expect(lookingIn('?group=chapter&q=falls')).toMatchObject({ group: 'chapter', query: 'falls' })
})

it('headings follow what facilitators make of the statements, and stay the same while cards move', () => {
  const { session, world } = themed()
  const shown = openShown(session.snapshot, 'me', changing(new Set<string>()), lookingIn('?group=theme'))
  shown.open()
  const before = shown.groups.get()
  world.change((doc) => moveStatement(doc, 'F1', { column: 'due-regard', above: null, below: null }))
  expect(shown.groups.get()).toBe(before)

  world.change((doc) => setBoardFact(doc, 'theme/open', { title: 'Openness', order: 3 }))

  const { rank } = shown.groups.get() ?? { rank: () => 0 }
  expect(['', 'Standards', 'Openness', 'Care'].sort((a, b) => rank(a) - rank(b))).toEqual([
    'Care',
    'Openness',
    'Standards',
    '',
  ])
})
