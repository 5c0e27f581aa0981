import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { ToastRegion } from '../../../client/ui/toasts.tsx'
// What the page fetches on demand is here already, however busy the machine.
import '../../../client/views/plan/link-dialog.tsx'
import { PlanView } from '../../../client/views/plan/plan-view.tsx'
import { setPlanField } from '../../../shared/doc/edits.ts'
import { removePlanItem } from '../../../shared/doc/plan-edits.ts'
import { type LocalOptions, localSession } from '../../support/local-session.ts'
import { plannedBoard } from '../../support/planned-boards.ts'

beforeEach(() => {
  // jsdom has no modal dialogs, and nothing to scroll.
  Element.prototype.scrollIntoView = () => {}
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
})
afterEach(cleanup)

function open(options: LocalOptions = {}) {
  const { session, world } = localSession({ doc: plannedBoard(), ...options })
  render(
    <SessionProvider session={session}>
      <PlanView />
      <ToastRegion />
    </SessionProvider>,
  )
  const head = (name: RegExp) => screen.getByRole('button', { name, expanded: false })
  return { session, world, head, board: () => session.snapshot.get() }
}

const part = (key: string) => document.querySelector<HTMLElement>(`[data-part="${key}"]`) as HTMLElement

describe('the plan on its page', () => {
  it('says first what is missing, and goes there', async () => {
    open()
    const missing = screen.getByRole('region', { name: /Still missing/ })

    expect(within(missing).getByText('Needs a work stream and a date')).toBeTruthy()
    expect(within(missing).getByRole('link', { name: 'F4' }).getAttribute('href')).toBe(
      '/b/board1/s/F4?as=link1',
    )
    fireEvent.click(within(missing).getByRole('button', { name: /A2 Train ward clerks.*Needs/ }))

    expect(await screen.findByLabelText('Cost note')).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(part('action/a2').querySelector('[data-head]')))
  })

  it('makes an action in a line under its stream, with a name of its own, and asks next for what it lacks', () => {
    const { board } = open()
    const wards = within(screen.getByRole('region', { name: 'Ward standards' }))
    fireEvent.change(wards.getByLabelText('New action'), { target: { value: 'Audit handovers' } })
    fireEvent.click(wards.getByRole('button', { name: 'Add: New action' }))

    const made = Array.from(board().plan.action.values()).find((it) => it.fields.title === 'Audit handovers')
    expect(made?.fields).toMatchObject({ ref: 'A3', stream: 'wards' })
    expect(wards.getByRole('combobox', { name: 'Work stream' })).toBe(document.activeElement)
  })

  it('[words-1] keeps open what somebody is typing in, though others move it to another stream or rename that', () => {
    const { world, head, board } = open()
    fireEvent.click(head(/A1.*Publish a promise/))
    const cost = within(part('action/a1')).getByLabelText('Cost note')
    act(() => cost.focus())
    fireEvent.change(cost, { target: { value: 'Within' } })

    act(() =>
      world.change((doc) => {
        setPlanField(doc, 'action', 'a1', 'stream', 'complaints')
        setPlanField(doc, 'stream', 'wards', 'title', 'Zzz wards')
      }),
    )

    expect(document.activeElement).toBe(cost)
    expect(part('stream/wards').contains(cost)).toBe(true)
    expect((cost as HTMLInputElement).value).toBe('Within')
    act(() => cost.blur())
    expect(board().plan.action.get('a1')?.fields.costNote).toBe('Within')
    expect(part('stream/complaints').contains(part('action/a1'))).toBe(true)
  })

  it('[words-1] says that an action is gone while somebody is in it, and what they type brings it back', () => {
    const { world, head, board } = open()
    fireEvent.click(head(/A1.*Publish a promise/))
    const cost = within(part('action/a1')).getByLabelText('Cost note')
    act(() => cost.focus())

    act(() => world.change((doc) => removePlanItem(doc, 'action', 'a1')))
    expect(document.activeElement).toBe(cost)
    expect(screen.getByText(/Somebody has taken this action away/)).toBeTruthy()
    fireEvent.change(cost, { target: { value: 'Free' } })
    act(() => cost.blur())

    expect(board().plan.action.get('a1')?.fields).toMatchObject({
      title: 'Publish a promise',
      costNote: 'Free',
    })
  })

  it('takes a part away with its links in one step, and that step back', () => {
    const { session, head, board } = open()
    fireEvent.click(head(/The standards/))
    fireEvent.click(screen.getByRole('button', { name: 'Take this watched source away' }))
    expect(board().plan.watch.size).toBe(0)
    expect(board().responses.get('F5')?.watch).toBeUndefined()

    act(() => void session.undo())
    expect(board().plan.watch.get('standards')?.fields.executiveLead).toBe('Medical Director')
    expect(board().responses.get('F5')?.watch).toBe('standards')
  })

  it('[value-5] links many statements at once', async () => {
    const { board, world } = open()
    fireEvent.click(screen.getByRole('button', { name: 'Link statements to “Ward standards”' }))
    for (const name of [/F3/, /F4/]) fireEvent.click(await screen.findByRole('checkbox', { name }))
    fireEvent.click(screen.getByRole('button', { name: 'Save 2 changes' }))

    expect(['F3', 'F4'].map((id) => board().responses.get(id)?.stream)).toEqual(['wards', 'wards'])
    expect(world.edits).toEqual(['Change 2 links of “Ward standards”'])
  })

  it('[plan-4] sets the day a lead was briefed on all that is theirs', () => {
    const { board } = open()
    fireEvent.change(screen.getByLabelText('Briefed on: Deputy Chief Nurse'), {
      target: { value: '2027-02-03' },
    })
    fireEvent.blur(screen.getByLabelText('Briefed on: Deputy Chief Nurse'))

    expect(board().plan.action.get('a1')?.fields.briefedOn).toBe('2027-02-03')
    expect(board().plan.action.get('a2')?.fields.briefedOn).toBeUndefined()
  })

  it('[write-6] records what became of an action by day, also once the plan is agreed', () => {
    const { head, board } = open({ phase: 'agreed' })
    fireEvent.click(head(/A1.*Publish a promise/))
    const progress = within(part('action/a1'))
    fireEvent.change(progress.getByLabelText('Day'), { target: { value: '2027-05-04' } })
    fireEvent.change(progress.getByLabelText('What has been done'), { target: { value: 'Printed.' } })
    fireEvent.blur(progress.getByLabelText('What has been done'))

    expect(board().plan.action.get('a1')?.progress).toEqual([{ day: '2027-05-04', text: 'Printed.' }])
    expect(progress.getByText('4 May 2027')).toBeTruthy()
    expect((progress.getByLabelText('What has been done') as HTMLTextAreaElement).value).toBe('Printed.')
    expect((screen.getByLabelText('Cost note') as HTMLInputElement).readOnly).toBe(true)
  })

  it.each([['observer'], ['reviewer']] as const)(
    '[write-8] shows a %s everything and changes nothing',
    (role) => {
      const { head } = open({ role })
      fireEvent.click(head(/A1.*Publish a promise/))

      expect((screen.getByLabelText('Cost note') as HTMLInputElement).readOnly).toBe(true)
      expect(screen.queryByRole('button', { name: /Add|Link statements|Unlink|Take this|Today/ })).toBeNull()
    },
  )
})
