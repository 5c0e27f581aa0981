import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// What the page fetches on demand is here already, however busy the machine.
import '../../../client/panels/link-many.tsx'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { ToastRegion } from '../../../client/ui/toasts.tsx'
import { MappingView } from '../../../client/views/mapping/mapping-view.tsx'
import { moveStatement, setPlanField, titleStatement } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { type LocalOptions, localSession } from '../../support/local-session.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

beforeEach(() => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
  history.replaceState(null, '', '/b/board1/mapping?as=link1')
})
afterEach(cleanup)

function open(options: LocalOptions = {}) {
  const { session, world } = localSession({ doc: plannedBoard(), ...options })
  render(
    <SessionProvider session={session}>
      <MappingView />
      <ToastRegion />
    </SessionProvider>,
  )
  const grid = screen.getByRole('grid', { name: 'Mapping' })
  grid.focus()
  const key = (name: string, more: object = {}) =>
    fireEvent.keyDown(document.activeElement ?? grid, { key: name, ...more })
  const at = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.id
  const press = (id: string) => fireEvent.click(document.getElementById(id) as HTMLElement)
  const rows = () =>
    within(grid)
      .getAllByRole('row')
      .flatMap((it) => /^cell-(\w+)-/.exec(it.firstElementChild?.id ?? '')?.[1] ?? [])
  return { session, world, grid, key, at, press, rows, board: () => session.snapshot.get() }
}

const field = () => document.activeElement as HTMLInputElement
const type = (words: string) => fireEvent.change(field(), { target: { value: words } })

describe('the mapping as a sheet', () => {
  it('goes by keys, edits at Enter, keeps at Enter and goes down', () => {
    const { key, at, board, grid } = open()
    expect(at()).toBe('cell-F1-ref')
    key('ArrowRight')
    expect(at()).toBe('cell-F1-title')
    key('Enter')
    expect(field().getAttribute('aria-label')).toBe('Our title of F1')
    type('Candour')
    key('Enter')

    expect(board().statements.get('F1')?.title).toBe('Candour')
    expect(document.activeElement).toBe(grid)
    expect(at()).toBe('cell-F2-title')
  })

  it('begins with what is typed, goes on at Tab, and gives up at Escape', () => {
    const { key, at, board, press } = open()
    press('cell-F1-lead')
    key('M')
    expect(field().value).toBe('M')
    type('Medical Director')
    key('Tab')
    expect(board().plan.action.get('a1')?.fields.lead).toBe('Medical Director')
    expect(at()).toBe('cell-F1-due')

    key('ArrowLeft')
    key('Enter')
    type('Somebody else')
    key('Escape')
    expect(board().plan.action.get('a1')?.fields.lead).toBe('Medical Director')
    expect(at()).toBe('cell-F1-lead')
  })

  it('empties a cell at Delete, but never the title of a part of the plan', () => {
    const { key, press, board } = open()
    press('cell-F1-due')
    key('Delete')
    expect(board().plan.action.get('a1')?.fields.due).toBeUndefined()
    expect(screen.getByText('Due or review of F1 emptied')).toBeTruthy()
  })

  it('[words-1] keeps the cell open and in its place whatever others do to its row', () => {
    history.replaceState(null, '', '/b/board1/mapping?as=link1&sort=category')
    const { key, press, world, rows } = open()
    press('cell-F1-title')
    key('Enter')
    type('Mine')
    const input = field()
    const before = rows()
    act(() =>
      world.change((doc) => {
        moveStatement(doc, 'F1', spotAt(boardNow(doc), 'unsorted', 0), 'world')
        setPlanField(doc, 'action', 'a1', 'title', 'Another name')
      }),
    )

    expect(document.activeElement).toBe(input)
    expect(input.value).toBe('Mine')
    expect(rows()).toEqual(before)
    key('Enter')
    expect(rows()).not.toEqual(before)
  })

  it('[words-1] where somebody wrote there meanwhile nothing is written over them unasked', () => {
    const { key, press, world, board } = open()
    press('cell-F1-title')
    key('Enter')
    type('Mine')
    act(() => world.change((doc) => titleStatement(doc, 'F1', 'Theirs')))
    key('Enter')

    expect(board().statements.get('F1')?.title).toBe('Theirs')
    expect(field().value).toBe('Mine')
    fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
    expect(board().statements.get('F1')?.title).toBe('Mine')
  })

  it('moves a statement where its category is chosen, as far as policy lets it', () => {
    const { key, press, board } = open()
    press('cell-F7-category')
    key('Enter')
    fireEvent.change(field(), { target: { value: 'due-regard' } })
    expect(board().placements.get('F7')?.column).toBe('due-regard')
    key('Escape')
  })

  it('makes and links an action in a line', () => {
    const { key, press, board } = open()
    press('cell-F2-does')
    key('Enter')
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'Audit it' } })
    key('Enter')

    const made = Array.from(board().plan.action.values()).find((it) => it.fields.title === 'Audit it')
    expect(made?.fields.ref).toBe('A3')
    expect(board().responses.get('F2')?.actions).toContain(made?.id)
  })

  it('sorts by its headings and says so, and has the view in the address', () => {
    const { rows } = open()
    fireEvent.click(screen.getByRole('button', { name: 'Ref' }))
    fireEvent.click(screen.getByRole('button', { name: /^Ref/ }))
    expect(location.search).toContain('sort=-ref')
    expect(screen.getByRole('columnheader', { name: /Ref/ }).getAttribute('aria-sort')).toBe('descending')
    expect(rows()[0]).toBe('F7')
  })

  it.each(['reviewer', 'observer'] as const)(
    '[write-8] is read by a %s and changed by none of their keys',
    (role) => {
      const { key, press, board, grid } = open({ role })
      press('cell-F1-lead')
      for (const name of ['X', 'Delete', 'F2']) key(name)
      expect(document.activeElement).toBe(grid)
      expect(board().plan.action.get('a1')?.fields.lead).toBe('Deputy Chief Nurse')
    },
  )
})

describe('statements chosen in the mapping', () => {
  it('[value-5] are linked together, each to what its category asks for, in one change each', async () => {
    const { key, press, board, world } = open()
    press('cell-F1-ref')
    key(' ')
    key('ArrowDown')
    key('ArrowDown')
    key('ArrowDown')
    key(' ', { shiftKey: true })
    expect(screen.getByText('4')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Link…' }))
    const action = within(await screen.findByRole('region', { name: 'New action' }))
    fireEvent.change(action.getByRole('combobox', { name: 'Action' }), { target: { value: 'Audit it' } })
    fireEvent.keyDown(action.getByRole('combobox'), { key: 'Enter' })
    const stream = within(screen.getByRole('region', { name: 'Due regard' }))
    fireEvent.change(stream.getByRole('combobox'), { target: { value: 'Ward standards' } })
    fireEvent.keyDown(stream.getByRole('combobox'), { key: 'Enter' })

    const made = Array.from(board().plan.action.values()).find((it) => it.fields.title === 'Audit it')
    for (const id of ['F1', 'F2']) expect(board().responses.get(id)?.actions).toContain(made?.id)
    for (const id of ['F3', 'F4']) expect(board().responses.get(id)?.stream).toBe('wards')
    expect(world.edits).toEqual(['Link 2 statements to “Audit it”', 'Link 2 statements to “Ward standards”'])
  })

  it('[find-3] are those that are shown alone', () => {
    const { key } = open()
    key('a', { ctrlKey: true })
    expect(screen.getByText('7')).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Find in the mapping'), { target: { value: 'statement 4' } })
    expect(screen.getByText('1', { selector: 'b' })).toBeTruthy()
  })
})
