import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { CopyButton } from '../../../client/ui/copy-button.tsx'

afterEach(cleanup)

it('a button that copies says what it copies once', () => {
  render(
    <CopyButton text="" what="link for Ward managers">
      Copy link
    </CopyButton>,
  )
  expect(screen.getByRole('button').textContent).toBe('Copy link for Ward managers')
})

it.each([
  ['Copy link', 'participant link', 'Copy link (participant)'],
  ['Copy the facilitator link', 'facilitator link', 'Copy the facilitator link'],
  ['Copy', 'fingerprint', 'Copy fingerprint'],
])('%s of the %s is heard as %s', (seen, what, heard) => {
  render(
    <CopyButton text="x" what={what}>
      {seen}
    </CopyButton>,
  )
  expect(screen.getByRole('button').textContent).toBe(heard)
})
