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
