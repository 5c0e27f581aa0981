import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { Announcer } from '../../../client/ui/announcer.tsx'
import { ToastRegion } from '../../../client/ui/toasts.tsx'
import { Milestones } from '../../../client/views/timetable/milestones.tsx'
import { setBoardFact } from '../../../shared/doc/edits.ts'
import { localSession } from '../../support/local-session.ts'

afterEach(cleanup)

it('[words-1] who sees to a milestone: what is typed stands beside what somebody else writes meanwhile', () => {
  const { session, world } = localSession()
  const written = (owner: string) =>
    world.change((doc) =>
      setBoardFact(doc, 'milestone/m', { title: 'Board paper', date: '2027-01-12', owner }),
    )
  written('Chief Nurse')
  render(
    <SessionProvider session={session}>
      <Milestones />
    </SessionProvider>,
  )
  const box = () => screen.getByLabelText<HTMLInputElement>('Who sees to Board paper')
  fireEvent.change(box(), { target: { value: 'Director of' } })

  act(() => written('Medical Director'))

  expect(box().value).toBe('Director of')
  fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  expect(session.snapshot.get().facts.milestones[0]).toMatchObject({
    owner: 'Director of',
    title: 'Board paper',
  })
})

it('[words-1] a year that is typed digit by digit moves no milestone to the year 2 on its way', () => {
  const { session, world } = localSession()
  world.change((doc) => setBoardFact(doc, 'milestone/m', { title: 'Board paper', date: '2027-01-12' }))
  render(
    <SessionProvider session={session}>
      <Milestones />
    </SessionProvider>,
  )
  const box = screen.getByLabelText<HTMLInputElement>('Date of Board paper')
  const dates = new Set<string>()
  session.snapshot.subscribe(() => dates.add(session.snapshot.get().facts.milestones[0]?.date ?? ''))

  for (const day of ['0002-03-04', '0020-03-04', '0202-03-04', '2028-03-04']) {
    fireEvent.change(box, { target: { value: day } })
    expect(box.value).toBe(day)
    fireEvent.blur(box)
  }

  expect([...dates]).toEqual(['2028-03-04'])
})

it('[announce-1] a milestone that is not whole says what it lacks, and one taken away is told of and put back', async () => {
  const { session } = localSession()
  render(
    <SessionProvider session={session}>
      <Milestones />
      <ToastRegion />
      <Announcer />
    </SessionProvider>,
  )
  const title = screen.getByLabelText<HTMLInputElement>('New milestone')
  const date = screen.getByLabelText<HTMLInputElement>('Date')
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
  const heard = (words: string) =>
    vi.waitFor(() => expect(screen.getByRole('status').textContent).toContain(words))
  const milestones = () => session.snapshot.get().facts.milestones

  press('Add')
  expect(document.activeElement).toBe(title)
  expect(title.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(title.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Say what it is.',
  )
  fireEvent.change(title, { target: { value: 'Board paper' } })
  press('Add')
  expect(document.activeElement).toBe(date)
  expect(milestones()).toHaveLength(0)
  fireEvent.change(date, { target: { value: '2027-01-12' } })
  press('Add')
  await heard('Milestone Board paper was added.')
  expect(document.activeElement).toBe(title)
  const [made] = milestones()

  press('Take away Board paper')
  await heard('The milestone Board paper was taken away.')
  expect(milestones()).toHaveLength(0)
  press('Put it back')
  expect(milestones()).toEqual([made])
})
