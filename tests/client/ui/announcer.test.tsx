import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Announcer, announce } from '../../../client/ui/announcer.tsx'
import { Dialog } from '../../../client/ui/dialog.tsx'

// jsdom opens no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true
}
HTMLDialogElement.prototype.close = function close() {
  this.open = false
}
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const settle = () => act(() => vi.runAllTimers())
const heard = (within: ParentNode = document) =>
  Array.from(within.querySelectorAll('[role="status"], [role="alert"]'), (it) => it.textContent).filter(
    Boolean,
  )

describe('[announce-1] what is announced', () => {
  it('is said once, together where it came together, and again where it happens again', () => {
    render(<Announcer />)
    announce('F3 moved.')
    announce('The board is locked.')
    settle()
    expect(heard()).toEqual(['F3 moved. The board is locked.'])

    announce('Saved')
    settle()
    const [once] = heard()
    announce('Saved')
    settle()
    expect(heard()[0]).not.toBe(once)
    expect(heard()[0]?.trim()).toBe('Saved')
  })

  it('is said inside an open dialog, for nothing outside it is heard', () => {
    const page = (open: boolean) => (
      <>
        <Announcer />
        {open && (
          <Dialog title="Share" onClose={() => {}}>
            Links
          </Dialog>
        )}
      </>
    )
    const { rerender } = render(page(true))
    announce('New link made')
    settle()
    expect(heard()).toEqual(['New link made'])
    expect(heard(screen.getByRole('dialog'))).toEqual(['New link made'])

    announce('Link withdrawn')
    rerender(page(false))
    settle()
    expect(heard()).toEqual(['Link withdrawn'])
  })
})
