import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
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
