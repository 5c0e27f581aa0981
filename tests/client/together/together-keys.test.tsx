import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { type Does, useTogetherKeys } from '../../../client/views/together/together-keys.tsx'

afterEach(cleanup)

function Page({ does }: { does: Does }) {
  useTogetherKeys(true, does)
  return null
}

it('a key that is held down locks the board once, and does not open it again', () => {
  const lock = vi.fn()
  const decide = vi.fn()
  render(<Page does={{ lock, decide } as unknown as Does} />)

  fireEvent.keyDown(document.body, { key: 'l' })
  fireEvent.keyDown(document.body, { key: 'l', repeat: true })
  fireEvent.keyDown(document.body, { key: '1', repeat: true })

  expect(lock).toHaveBeenCalledTimes(1)
  expect(decide).not.toHaveBeenCalled()
})
