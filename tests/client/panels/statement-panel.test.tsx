import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { StatementPanel } from '../../../client/panels/statement-panel.tsx'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { ToastRegion } from '../../../client/ui/toasts.tsx'
import type { ColumnId } from '../../../shared/columns.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import {
  addComment,
  createPlanItem,
  linkAction,
  moveStatement,
  putStatement,
  setResponse,
} from '../../../shared/doc/edits.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { boardWith } from '../../support/boards.ts'
import { type LocalOptions, localSession } from '../../support/local-session.ts'

afterEach(cleanup)

const move = (doc: Y.Doc, column: ColumnId) =>
  moveStatement(doc, 'F1', { column, above: null, below: null }, 'world')

function open(options: LocalOptions & { set?: (doc: Y.Doc) => void } = {}) {
  const doc = boardWith(5)
  putStatement(doc, 'F1', {
    source: 'F',
    number: '1',
    text: 'People are told the truth.',
    title: 'Candour',
    page: '42',
    official: { status: 'Accepted', text: 'A duty will be placed on providers.' },
  })
  options.set?.(doc)
  const ben: PersonCard = { id: 'ben', name: 'Ben Kaur', role: 'participant' }
  const { session, world } = localSession({ doc, people: [ben], ...options })
  const onClose = vi.fn()
  const view = render(
    <SessionProvider session={session}>
      <StatementPanel id="F1" onClose={onClose} onOpen={() => {}} />
      <ToastRegion />
    </SessionProvider>,
  )
  const show = (id: string) =>
    view.rerender(
      <SessionProvider session={session}>
        <StatementPanel id={id} onClose={onClose} onOpen={() => {}} />
      </SessionProvider>,
    )
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
  return { session, world, onClose, view, show, press, board: () => session.snapshot.get() }
}

describe('the statement panel', () => {
  it('shows the words as published, locked, with what the official response says', () => {
    open()

    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Statement F1')
    expect(screen.getByText('Word for word, as published')).toBeTruthy()
    expect(screen.getByText('The report, page 42')).toBeTruthy()
    expect(screen.getByText('Accepted')).toBeTruthy()
  })

  it('takes focus in and gives it back to the card it was opened from', () => {
    const card = document.body.appendChild(document.createElement('button'))
    card.focus()
    const { view } = open()
    expect(document.activeElement?.textContent).toBe('Statement F1')

    view.unmount()

    expect(document.activeElement).toBe(card)
    card.remove()
  })

  it('closes at Escape from anywhere inside, and moves by 1 2 3 0 where nobody types', () => {
    const { onClose, board } = open()
    fireEvent.keyDown(screen.getByRole('heading', { level: 2 }), { key: '2' })
    expect(board().placements.get('F1')?.column).toBe('due-regard')

    fireEvent.keyDown(screen.getByLabelText('Your comment'), { key: '1' })
    expect(board().placements.get('F1')?.column).toBe('due-regard')
    fireEvent.keyDown(screen.getByLabelText('Your comment'), { key: 'Escape' })
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('asks for a reason before it sets aside, and does both at once', () => {
    const { press, board, world } = open()
    press(/Set aside/)
    fireEvent.click(screen.getByRole('button', { name: 'Set aside' }))
    expect(screen.getByText('Give a reason: the paper lists it.')).toBeTruthy()

    fireEvent.change(screen.getByLabelText(/Why is it not a key statement/), {
      target: { value: 'A definition' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Set aside' }))

    expect(board().placements.get('F1')?.column).toBe('set-aside')
    expect(board().responses.get('F1')?.setAsideReason).toBe('A definition')
    expect(world.edits).toEqual(['Move F1 to Set aside'])
  })

  it('makes an action in a line and asks next for what it lacks', () => {
    const { board } = open({ set: (doc) => move(doc, 'new-action') })
    expect(screen.getByText('Needs an action')).toBeTruthy()

    const finder = screen.getByRole('combobox', { name: 'Action' })
    fireEvent.change(finder, { target: { value: 'Train candour leads' } })
    fireEvent.keyDown(finder, { key: 'Enter' })

    const [id = ''] = board().responses.get('F1')?.actions ?? []
    expect(board().plan.action.get(id)?.fields.title).toBe('Train candour leads')
    expect(screen.getAllByText('Needs a work stream, a lead and a date')).toHaveLength(2)
    expect(screen.getByLabelText('or to be named by')).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Work stream' }))
  })

  it('[words-1] keeps the part a person types in open when somebody else moves the statement', () => {
    const { world, board } = open({
      set: (doc) => {
        createPlanItem(doc, 'stream', 's1', { title: 'Patient safety' })
        setResponse(doc, 'F1', 'stream', 's1')
        move(doc, 'due-regard')
      },
    })
    const evidence = screen.getByLabelText('Evidence so far') as HTMLTextAreaElement
    evidence.focus()
    fireEvent.change(evidence, { target: { value: 'Reviews began in May' } })

    act(() => world.change((doc) => move(doc, 'watching-brief')))

    expect(document.activeElement).toBe(evidence)
    expect(evidence.value).toBe('Reviews began in May')
    expect(screen.getByText(/was moved to/).textContent).toContain('Watching brief')

    act(() => screen.getByLabelText('Your comment').focus())
    expect(screen.queryByLabelText('Evidence so far')).toBeNull()
    expect(board().responses.get('F1')?.evidence).toBe('Reviews began in May')
  })

  it('[words-1] keeps an action open that somebody else unlinks while a person is in it', () => {
    const { world } = open({
      set: (doc) => {
        createPlanItem(doc, 'action', 'a1', { title: 'Train candour leads' })
        linkAction(doc, 'F1', 'a1', true)
        move(doc, 'new-action')
      },
    })
    const lead = screen.getByLabelText('Lead')
    lead.focus()

    act(() => world.change((doc) => linkAction(doc, 'F1', 'a1', false)))

    expect(document.activeElement).toBe(lead)
    expect(screen.getByText(/Somebody has unlinked this action/)).toBeTruthy()
  })

  it('[words-2] keeps the words when the board stops taking them', () => {
    const { world } = open({
      role: 'participant',
      set: (doc) => {
        createPlanItem(doc, 'action', 'a1', { title: 'Train candour leads' })
        linkAction(doc, 'F1', 'a1', true)
        move(doc, 'new-action')
      },
    })
    const lead = screen.getByLabelText('Lead') as HTMLInputElement
    lead.focus()
    fireEvent.change(lead, { target: { value: 'Deputy Chief Nurse' } })

    act(() => world.phase('review'))
    act(() => lead.blur())

    expect(lead.value).toBe('Deputy Chief Nurse')
    expect(lead.readOnly).toBe(true)
    expect(screen.getByText(/Not saved. This cannot be changed at this stage/)).toBeTruthy()
  })

  it('keeps a comment that is not sent yet while another statement is looked at', () => {
    const { show } = open()
    fireEvent.change(screen.getByLabelText('Your comment'), { target: { value: 'Ten days is' } })

    show('F2')
    expect((screen.getByLabelText('Your comment') as HTMLTextAreaElement).value).toBe('')
    show('F1')

    expect((screen.getByLabelText('Your comment') as HTMLTextAreaElement).value).toBe('Ten days is')
    fireEvent.change(screen.getByLabelText('Your comment'), { target: { value: '' } })
  })

  it('[in-4] says so while somebody types what looks like something about a patient', () => {
    open()
    const comment = screen.getByLabelText('Your comment')
    fireEvent.change(comment, { target: { value: 'Mrs A, 943 476 5919, waited.' } })
    expect(screen.getByText(/an NHS number in it/)).toBeTruthy()

    fireEvent.change(comment, { target: { value: '' } })
    expect(screen.queryByText(/an NHS number in it/)).toBeNull()
  })

  it('[write-4] adds, answers and takes back comments, and offers to take back only one’s own', () => {
    const { press, board } = open({
      set: (doc) => addComment(doc, 'ben', 'c1', { on: 'F1', text: 'Ten days is too long.', at: 1 }),
    })
    expect(screen.getByText('Ben Kaur')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull()

    press('Reply')
    fireEvent.change(screen.getByLabelText('Your reply'), { target: { value: 'Agreed.' } })
    fireEvent.keyDown(screen.getByLabelText('Your reply'), { key: 'Enter', ctrlKey: true })
    expect(board().comments.get('F1')).toMatchObject([
      { by: 'ben', text: 'Ten days is too long.' },
      { by: 'me', text: 'Agreed.', replyTo: 'c1' },
    ])

    press('Remove')
    expect(board().comments.get('F1')).toHaveLength(1)
    press('Put it back')
    expect(board().comments.get('F1')).toHaveLength(2)
  })

  it('says who may move it when the person may not', () => {
    const { world, board } = open({ role: 'participant' })
    act(() => world.change((doc) => rootsOf(doc).live.set('lock', true)))

    expect(screen.getByText('The facilitator has locked the board for now.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'New action' }))
    expect(board().placements.get('F1')?.column).toBe('unsorted')
  })

  it('shows no comments to those who may not read them, not even that there are none', () => {
    open({ role: 'observer' })

    expect(screen.queryByText('Comments')).toBeNull()
    expect(screen.queryByRole('button', { name: /History/ })).toBeNull()
    expect(screen.getByText('You are looking on: this link does not move statements.')).toBeTruthy()
  })

  it('puts the statement on the projector and takes it off again, for facilitators only', () => {
    const { press, board } = open()
    press(/Show on the projector/)
    expect(board().facilitation.focus).toBe('F1')
    press(/On the projector/)
    expect(board().facilitation.focus).toBeNull()

    cleanup()
    open({ role: 'participant' })
    expect(screen.queryByRole('button', { name: /projector/ })).toBeNull()
  })

  it('merges what two people write in why', () => {
    const { world } = open()
    const why = screen.getByRole('textbox', { name: 'Why' }) as HTMLTextAreaElement
    fireEvent.change(why, { target: { value: 'We meet families.' } })

    act(() => world.change((doc) => whyText(doc, 'F1').insert(0, 'Today: ')))
    fireEvent.change(why, { target: { value: `${why.value} Sometimes.` } })

    expect(whyText(world.doc, 'F1').toString()).toBe('Today: We meet families. Sometimes.')
  })

  it('says so when the statement is taken off the board, and keeps it readable', () => {
    const { world } = open()

    act(() => world.change((doc) => rootsOf(doc).statements.delete('F1')))

    expect(screen.getByText('F1 is no longer on this board.')).toBeTruthy()
    expect(within(screen.getByRole('figure')).getByText('People are told the truth.')).toBeTruthy()
  })
})
