import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { useShown } from '../../../client/views/together/use-shown.ts'
import { showEverywhere } from '../../../shared/doc/edits.ts'
import { localSession } from '../../support/local-session.ts'

afterEach(cleanup)

const NONE: ReadonlySet<string> = new Set()

function Page({ order }: { order: readonly string[] }) {
  return <p>{useShown(true, order[0] ?? null, new Set(order), NONE).id}</p>
}

it('a list in another order puts no other statement under the hand', () => {
  const { session, world } = localSession()
  const page = (order: readonly string[]) => (
    <SessionProvider session={session}>
      <Page order={order} />
    </SessionProvider>
  )
  const { rerender } = render(page(['F1', 'F2']))
  expect(screen.getByText('F1')).toBeTruthy()
  rerender(page(['F2', 'F1']))
  expect(screen.getByText('F1')).toBeTruthy()
  act(() => world.change((doc) => showEverywhere(doc, 'F2')))
  expect(screen.getByText('F2')).toBeTruthy()
  act(() => world.change((doc) => showEverywhere(doc, null)))
  rerender(page(['F3']))
  expect(screen.getByText('F3')).toBeTruthy()
})

it('what the facilitator begins with comes to every screen with its results, and takes nothing else’s place', () => {
  const { session } = localSession()
  const focus = () => session.snapshot.get().facilitation.focus
  function Bring({ id }: { id: string }) {
    const { bring } = useShown(true, id, new Set(['F1', 'F2']), NONE)
    return (
      <button type="button" onClick={bring}>
        {`Show ${id}`}
      </button>
    )
  }
  const page = (id: string) => (
    <SessionProvider session={session}>
      <Bring key={id} id={id} />
    </SessionProvider>
  )
  const { rerender } = render(page('F1'))
  expect(focus()).toBeFalsy()

  act(() => screen.getByText('Show F1').click())
  expect(focus()).toBe('F1')

  rerender(page('F2'))
  act(() => screen.getByText('Show F2').click())
  expect(focus()).toBe('F1')
})
