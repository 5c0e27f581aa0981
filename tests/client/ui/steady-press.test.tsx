import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { steadyPresses } from '../../../client/ui/steady-press.ts'

let end = () => {}
const decide = vi.fn()
beforeEach(() => {
  end = steadyPresses()
  decide.mockReset()
  render(
    <main>
      <p>A line that has just come</p>
      <button type="button" onClick={decide}>
        <span>Decide</span>
      </button>
    </main>,
  )
})
afterEach(() => {
  end()
  cleanup()
})

const button = () => screen.getByRole('button')
const line = () => screen.getByText('A line that has just come')
const down = (pointerType = 'mouse') =>
  fireEvent(button(), pointer('pointerdown', { clientX: 40, clientY: 40, pointerType }))
const up = (on: Element) => fireEvent(on, pointer('pointerup', { clientX: 41, clientY: 40 }))

/** jsdom has no pointer events of its own. */
function pointer(type: string, at: { clientX: number; clientY: number; pointerType?: string }): Event {
  const event = new MouseEvent(type, { bubbles: true, button: 0, ...at })
  return Object.assign(event, { pointerType: at.pointerType ?? 'mouse' })
}

it('a press is answered though the button has moved from under the hand', () => {
  down()
  up(line())
  expect(decide).toHaveBeenCalledTimes(1)
})

it('where the button is still under the hand, the click is the browser’s alone', () => {
  down()
  up(screen.getByText('Decide'))
  expect(decide).not.toHaveBeenCalled()
})

it('a hand that went elsewhere meant to let go, and a finger keeps what it went down on', () => {
  down()
  fireEvent(document.body, pointer('pointermove', { clientX: 90, clientY: 40 }))
  up(line())
  down('touch')
  up(line())
  expect(decide).not.toHaveBeenCalled()
})

it('a button that was disabled or taken away meanwhile does nothing', () => {
  down()
  ;(button() as HTMLButtonElement).disabled = true
  up(line())
  ;(button() as HTMLButtonElement).disabled = false
  down()
  const gone = button()
  gone.remove()
  up(line())
  expect(decide).not.toHaveBeenCalled()
})

it('another button of the mouse, a press that was broken off, and a page behind a dialog do nothing', () => {
  const right = pointer('pointerdown', { clientX: 40, clientY: 40 })
  Object.defineProperty(right, 'button', { value: 2 })
  fireEvent(button(), right)
  up(line())
  down()
  fireEvent(button(), pointer('pointercancel', { clientX: 40, clientY: 40 }))
  up(line())
  down()
  screen.getByRole('main').setAttribute('inert', '')
  up(line())
  expect(decide).not.toHaveBeenCalled()
})

it('once it is ended it answers nothing', () => {
  down()
  end()
  up(line())
  expect(decide).not.toHaveBeenCalled()
})
