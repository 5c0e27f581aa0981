import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ImportDialog } from '../../../client/panels/import-dialog.tsx'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { localSession } from '../../support/local-session.ts'

vi.mock('../../../client/session/api.ts', () => ({ api: { at: () => ({ call: async () => [] }) } }))

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false
  }
})
afterEach(cleanup)

it('what cannot be opened, as a folder that is dropped, is said', async () => {
  const { session } = localSession()
  render(
    <SessionProvider session={session}>
      <ImportDialog onClose={() => {}} />
    </SessionProvider>,
  )
  const folder = Object.assign(new File([], 'Reports'), {
    arrayBuffer: () => Promise.reject(new DOMException('A directory', 'NotFoundError')),
  })

  fireEvent.drop(screen.getByLabelText(/Paste the statements/), {
    dataTransfer: { types: ['Files'], files: [folder] },
  })

  expect(await screen.findByText(/^Reports could not be opened/)).toBeTruthy()
})
