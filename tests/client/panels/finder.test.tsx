import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Finder, type Found, matching } from '../../../client/ui/finder.tsx'

// jsdom lays nothing out, so it scrolls nothing either.
Element.prototype.scrollIntoView = () => {}
afterEach(cleanup)

const STREAMS: Found[] = [
  { id: 's1', title: 'Complaints improvement programme', detail: 'Head of Patient Experience' },
  { id: 's2', title: 'Patient safety programme', detail: 'Associate Medical Director' },
  { id: 's3', title: 'Électronic records' },
]

function show(chosen = '') {
  const onPick = vi.fn()
  const onCreate = vi.fn()
  render(
    <Finder
      label="Work stream"
      options={STREAMS}
      chosen={chosen}
      createLabel="New work stream:"
      onPick={onPick}
      onCreate={onCreate}
    />,
  )
  const input = screen.getByRole('combobox', { name: 'Work stream' })
  const type = (value: string) => fireEvent.change(input, { target: { value } })
  const press = (key: string) => fireEvent.keyDown(input, { key })
  const active = () => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent
  return { input, type, press, active, onPick, onCreate }
}

describe('finding one of many', () => {
  it('goes by every word in any order, whatever its accents, in title and detail', () => {
    const titles = (typed: string) => matching(STREAMS, typed).map((it) => it.id)

    expect(titles('programme patient')).toEqual(['s1', 's2'])
    expect(titles('patient programme')).toEqual(['s2', 's1'])
    expect(titles('medical safety')).toEqual(['s2'])
    expect(titles('electronic')).toEqual(['s3'])
    expect(titles('')).toEqual(['s1', 's2', 's3'])
  })

  it('is done by keys alone', () => {
    const { type, press, active, onPick } = show()
    type('programme')
    expect(active()).toContain('Complaints')
    press('ArrowDown')
    expect(active()).toContain('Patient safety')
    press('ArrowDown')
    expect(active()).toContain('New work stream: “programme”')
    press('ArrowUp')
    press('Enter')

    expect(onPick).toHaveBeenCalledWith('s2')
  })

  it('makes a new one of what was typed, but no second of a name that is there', () => {
    const { type, press, onCreate, onPick } = show()
    type('  Ward standards ')
    press('Enter')
    expect(onCreate).toHaveBeenCalledWith('Ward standards')

    type('patient SAFETY programme')
    expect(screen.queryByText(/New work stream/)).toBeNull()
    press('Enter')
    expect(onPick).toHaveBeenCalledWith('s2')
  })

  it('closes its list at Escape, and leaves the next Escape to what is around it', () => {
    const around = vi.fn()
    render(
      // biome-ignore lint/a11y/noStaticElementInteractions: stands for a panel that Escape closes
      <div onKeyDown={around}>
        <Finder label="Watch" options={STREAMS} onPick={() => {}} />
      </div>,
    )
    const input = screen.getByRole('combobox', { name: 'Watch' })
    fireEvent.click(input)
    expect(input.getAttribute('aria-expanded')).toBe('true')

    fireEvent.keyDown(input, { key: 'Escape' })
    expect(input.getAttribute('aria-expanded')).toBe('false')
    expect(around).not.toHaveBeenCalled()
    fireEvent.keyDown(input, { key: 'Escape' })
    expect(around).toHaveBeenCalledOnce()
  })

  it('shows what is chosen again when it is left without taking anything', () => {
    const { input, type } = show('Patient safety programme')
    type('xyz')
    fireEvent.blur(input)

    expect((input as HTMLInputElement).value).toBe('Patient safety programme')
  })
})
