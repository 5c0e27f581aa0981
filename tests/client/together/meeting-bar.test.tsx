import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { MeetingBar } from '../../../client/views/together/meeting-bar.tsx'
import { localSession } from '../../support/local-session.ts'

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
}

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('choosing “How to join” while the doors are closed opens nothing, and points to the doors', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ open: false }))
  const { session } = localSession()
  render(
    <SessionProvider session={session}>
      <MeetingBar runs left={3} more={false} act={{} as never} areKeysShown={false} onKeys={() => {}} />
    </SessionProvider>,
  )

  fireEvent.change(screen.getByLabelText('On the projector'), { target: { value: 'join' } })
  await screen.findByRole('button', { name: /The doors are closed/ })
  // What would be fetched for a dialog has come by then.
  await act(() => import('../../../client/panels/doors-dialog.tsx'))
  expect(screen.queryByRole('dialog', { hidden: true })).toBeNull()
})
