import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { CommentWithdrawal } from '../../../client/panels/comment-withdrawal.tsx'

vi.mock('../../../client/session/session-provider.tsx', () => ({
  useSession: () => ({ board: 'b1', as: 'l1' }),
}))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const comment = { id: 'c1', by: 'ama', on: 'F1', text: 'Ward 7.' }

it('[write-4] a comment of somebody else is withdrawn with a reason, and not without one', async () => {
  const calls: [string, unknown][] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    calls.push([String(address), JSON.parse(String(init.body))])
    return Response.json({}, { status: 201 })
  })
  render(<CommentWithdrawal comment={comment} name="Ama" onDone={() => undefined} />)

  fireEvent.click(screen.getByRole('button', { name: 'Remove it' }))
  expect(screen.getByText(/Say why/)).toBeTruthy()
  expect(calls).toEqual([])

  fireEvent.change(screen.getByLabelText('Why it is taken off the board'), {
    target: { value: ' It names a patient ' },
  })
  fireEvent.click(screen.getByRole('button', { name: 'Remove it' }))
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  expect(calls[0]?.[0]).toContain('/erase')
  expect(calls[0]?.[1]).toEqual({ comment: 'ama/c1', reason: 'It names a patient', tell: true })
})
