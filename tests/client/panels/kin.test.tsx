import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Kin } from '../../../client/panels/kin.tsx'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { splitStatement } from '../../../shared/doc/parts.ts'
import { localSession } from '../../support/local-session.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('a split statement is put together once, however often the button is pressed meanwhile', async () => {
  const { session, world } = localSession()
  const { text = '' } = session.snapshot.get().statements.get('F1') ?? {}
  const cut = text.indexOf(' ')
  const parts = [{ text: text.slice(0, cut) }, { text: text.slice(cut) }]
  world.change((doc) => splitStatement(doc, session.snapshot.get(), 'F1', parts))
  const statement = session.snapshot.get().statements.get('F1')
  if (!statement) throw new Error('no F1')
  const answers: ((reply: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answers.push(resolve)))
  render(
    <SessionProvider session={session}>
      <Kin statement={statement} onOpen={() => {}} />
    </SessionProvider>,
  )

  const join = screen.getByRole<HTMLButtonElement>('button', { name: /together again/ })
  fireEvent.click(join)
  fireEvent.click(join)
  await waitFor(() => expect(answers.length).toBeGreaterThan(0))
  expect([answers.length, join.disabled]).toEqual([1, true])

  answers[0]?.(Response.json({}))
  await waitFor(() => expect(join.disabled).toBe(false))
})
