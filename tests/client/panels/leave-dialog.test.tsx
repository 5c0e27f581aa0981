import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LeaveDialog } from '../../../client/panels/leave-dialog.tsx'
import { Problem } from '../../../shared/problem.ts'

HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
}
afterEach(cleanup)

const nothing = () => {}

describe('[H6] leaving a board on a shared computer', () => {
  it('says what is lost, and leaves', async () => {
    const asked: boolean[] = []
    const onLeft = vi.fn()
    render(
      <LeaveDialog
        title="Our response"
        unsaved={2}
        leave={async ({ onlyHere }) => void asked.push(onlyHere)}
        onLeft={onLeft}
        onClose={nothing}
      />,
    )

    expect(screen.getByText(/2 changes of yours have not reached the server/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    await vi.waitFor(() => expect(onLeft).toHaveBeenCalled())

    expect(asked).toEqual([false])
  })

  it('where the server cannot be asked says what that means, and can wipe this device all the same', async () => {
    const asked: boolean[] = []
    const onLeft = vi.fn()
    render(
      <LeaveDialog
        title="Our response"
        leave={async ({ onlyHere }) => {
          asked.push(onlyHere)
          if (!onlyHere) throw new Problem('unreachable', '')
        }}
        onLeft={onLeft}
        onClose={nothing}
      />,
    )

    fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    await screen.findByText(/could come in again as you/)
    expect(onLeft).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: 'Take it off this device only' }))
    await vi.waitFor(() => expect(onLeft).toHaveBeenCalled())

    expect(asked).toEqual([false, true])
  })
})
