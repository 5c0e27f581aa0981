import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { foundBy, typedAfter } from '../../../client/ui/roving.ts'
import type { AgendaItem } from '../../../client/views/together/agenda.ts'
import { AgendaList } from '../../../client/views/together/agenda-list.tsx'
import { localSession } from '../../support/local-session.ts'

afterEach(cleanup)

const onChoose = vi.fn()
const item = (id: string): AgendaItem => ({ id, mark: null, decision: null, opinion: null, index: null })

beforeEach(() => {
  onChoose.mockReset()
  const { session } = localSession()
  const none = { choosing: [], agreed: [], parked: [] }
  render(
    <SessionProvider session={session}>
      <AgendaList
        runs
        chosen="F2"
        onChoose={onChoose}
        agenda={{
          ...none,
          toTalk: ['F1', 'F2', 'F3'].map(item),
          decided: [item('F11')],
          notAsked: [item('F12')],
        }}
      >
        {null}
      </AgendaList>
    </SessionProvider>,
  )
})

const stops = () =>
  Array.from(document.querySelectorAll<HTMLElement>('summary, button')).filter((it) => it.tabIndex === 0)
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const here = () => document.activeElement?.textContent ?? ''

it('the list is one stop for the Tab key, the statement that is open', () => {
  expect(stops().map((it) => it.getAttribute('data-begins'))).toEqual(['F2'])
  expect(screen.getAllByRole('list')[0]?.getAttribute('role')).toBe('list')
})

it('arrows, Home and End go through what is unfolded, and the stop goes with them', () => {
  stops()[0]?.focus()
  press('ArrowDown')
  expect(here()).toContain('F3')
  press('ArrowDown')
  expect(here()).toBe('Decided 1')
  press('ArrowDown')
  expect(here()).toBe('Not asked about 1')
  press('ArrowRight')
  press('ArrowRight')
  expect(here()).toContain('F12')
  press('Home')
  expect(here()).toBe('To talk about 3')
  press('End')
  expect(here()).toContain('F12')
  press('ArrowLeft')
  expect(here()).toBe('Not asked about 1')
  expect(stops()).toEqual([document.activeElement])
  expect(onChoose).not.toHaveBeenCalled()
})

it('typing a reference goes to it, also where its section is folded', () => {
  stops()[0]?.focus()
  for (const key of ['f', '1', '1']) press(key)
  expect(here()).toContain('F11')
  expect(document.activeElement?.closest('details')?.open).toBe(true)
})

it('keys that are held with another belong to the browser', () => {
  stops()[0]?.focus()
  for (const held of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }])
    for (const key of ['ArrowDown', 'Home', 'f'])
      expect(fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held })).toBe(true)
  expect(here()).toContain('F2')
})

it('the keys of the page keep what is theirs, until a reference has begun', () => {
  const free = (key: string) => key !== '1' && key !== 'n'
  expect(typedAfter(null, '1', 0, free)).toBeNull()
  expect(typedAfter(null, 'n', 0, free)).toBeNull()
  const began = typedAfter(null, 'F', 0, free)
  expect(typedAfter(began, '1', 900, free)?.letters).toBe('f1')
  expect(typedAfter(began, '1', 1_100, free)).toBeNull()
  expect(foundBy('f', ['F1', 'F2', 'K3'], 1)).toBe(0)
  expect(foundBy('f2', ['F1', 'F2', 'K3'], 1)).toBe(1)
  expect(foundBy('x', ['F1', 'F2', 'K3'], 1)).toBe(-1)
})
