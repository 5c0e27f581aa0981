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
