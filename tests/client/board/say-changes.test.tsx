import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Announcer } from '../../../client/ui/announcer.tsx'
import { changeWords, standingStill } from '../../../client/views/board/board-words.ts'
import { useSaidChanges } from '../../../client/views/board/say-changes.ts'
import type { Phase, Role } from '../../../shared/board.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function Board({ phase, locked = false, who }: { phase: Phase | null; locked?: boolean; who: Role }) {
  useSaidChanges(phase, locked, who)
  return <Announcer />
}

describe('[announce-2] a change of what people can do', () => {
  it('is heard by everybody it happens to, and only when it happens', () => {
    const { rerender } = render(<Board phase={null} who="participant" />)
    const heard = () => {
      act(() => vi.runAllTimers())
      return screen.getByRole('status').textContent
    }
    rerender(<Board phase="open" who="participant" />)
    expect(heard()).toBe('')

    rerender(<Board phase="open" locked who="participant" />)
    expect(heard()).toMatch(/^Open for sorting, locked\. The facilitator has locked the board\./)
    rerender(<Board phase="open" who="participant" />)
    expect(heard()).toBe('Open for sorting. Statements can be sorted.')
    rerender(<Board phase="review" who="participant" />)
    expect(heard()).toMatch(/^Under review\. .*You can read and comment/)
    rerender(<Board phase="preparing" who="participant" />)
    expect(heard()).toBe('Being prepared. Only facilitators see the board.')
    rerender(<Board phase="open" who="participant" />)
    expect(heard()).toBe('Open for sorting. Statements can be sorted.')
  })

  it('is said to each role as it is for that role', () => {
    expect(changeWords('open', true, 'facilitator')).toContain('only facilitators can move statements')
    expect(changeWords('review', false, 'facilitator')).toContain('Participants and reviewers read')
    expect(changeWords('agreed', false, 'participant')).toContain('This plan is agreed.')
    expect(changeWords('preparing', false, 'reviewer')).not.toContain('You can read')
    expect(standingStill('open', false, 'reviewer')).toContain('Others sort.')
    expect(standingStill('open', true, 'reviewer')).not.toContain('Others sort.')
    expect(standingStill('review', false, 'reviewer')).toContain('You can read and comment')
    expect(standingStill('review', false, 'reviewer')).not.toContain('Others sort.')
  })
})
