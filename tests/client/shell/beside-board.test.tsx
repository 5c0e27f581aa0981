import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { BesideBoard } from '../../../client/views/beside-board.tsx'

afterEach(cleanup)

it('a page beside the board leads to the guide in a tab of its own, and back to the board', () => {
  render(<BesideBoard heading="Plan" title="Our response" board="/b/x" saved={null} />)

  const help = screen.getByRole('link', { name: 'Help, in a new tab' })
  expect(help.getAttribute('href')).toBe('/help')
  expect(help.getAttribute('target')).toBe('_blank')
  expect(screen.getByRole('link', { name: 'To the board' }).getAttribute('href')).toBe('/b/x')
})
