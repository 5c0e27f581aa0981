import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { TimeLeft } from '../../../client/views/together/time-left.tsx'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { localSession } from '../../support/local-session.ts'

const announce = vi.hoisted(() => vi.fn())
vi.mock('../../../client/ui/announcer.tsx', () => ({ announce }))

const NOW = 1_800_000_000_000
const MINUTE = 60_000
/** The server's clock is so much ahead of this device's. */
const AHEAD = 10_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  announce.mockReset()
  vi.stubGlobal('fetch', async () => ({
    ok: true,
    json: async () => ({ said: 'clock', at: Date.now() + AHEAD }),
  }))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The timer as somebody sees it who runs the meeting or not. */
async function seen(endsAt: number | null, runs = false) {
  const { session, world } = localSession()
  if (endsAt !== null) world.change((doc) => rootsOf(doc).facilitation.set('timer', { endsAt, left: 0 }))
  render(
    <SessionProvider session={session}>
      <TimeLeft runs={runs} act={{} as never} />
    </SessionProvider>,
  )
  await pass(0)
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const shown = () => screen.getByRole('timer').textContent

it('[meet-1] goes by the server’s clock on a device that is behind, and is said once when it is up', async () => {
  await seen(NOW + AHEAD + MINUTE)
  await pass(1_000)
  expect(shown()).toBe('0:59')

  await pass(58_000)
  expect(shown()).toBe('0:01')
  expect(announce).not.toHaveBeenCalled()
  await pass(2_000)
  expect(shown()).toBe('Time is up')
  await pass(5_000)
  expect(announce).toHaveBeenCalledExactlyOnceWith('Time is up.')
})

it('[meet-1] whoever comes when it is up is shown it and told nothing', async () => {
  await seen(NOW - MINUTE)
  await pass(1_000)

  expect(shown()).toBe('Time is up')
  expect(announce).not.toHaveBeenCalled()
})

it('[meet-1] a timer is started, given time and stopped by whoever runs the meeting alone', async () => {
  await seen(null)
  expect(document.querySelector('button')).toBeNull()
  cleanup()
  await seen(null, true)
  expect(screen.getByRole('button', { name: 'Start timer' })).toBeTruthy()
  cleanup()
  await seen(NOW + MINUTE)
  expect(document.querySelector('button')).toBeNull()
  cleanup()
  await seen(NOW + MINUTE, true)
  expect(screen.getAllByRole('button').map((it) => it.textContent)).toEqual(['1 min', 'Stop'])
})
