import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useHistory, withPage } from '../../../client/panels/use-history.ts'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import type { HistoryLine, HistoryReply } from '../../../shared/api.ts'
import { localSession } from '../../support/local-session.ts'

/** Questions to the server, which answers them when the test says so. */
const asked = vi.hoisted((): { of: string | undefined; answer(reply: unknown): void }[] => [])
vi.mock('../../../client/session/api.ts', () => ({
  api: {
    at: () => ({
      history: ({ statement }: { statement?: string }) =>
        new Promise((answer) => {
          asked.push({ of: statement, answer })
        }),
    }),
  },
}))

const line = (position: number) => ({ position, root: 'placements', key: `F${position}` }) as HistoryLine
const page = (next: number | null, ...positions: number[]): HistoryReply => ({
  entries: positions.map(line),
  next,
})
const positions = (it: HistoryReply | null) => it?.entries.map(({ position }) => position)

describe('pages of the history', () => {
  it('what was read further back stays when more has happened', () => {
    const was = page(1, 4, 3, 2, 1)
    expect(withPage(was, page(3, 5, 4, 3))).toEqual(page(1, 5, 4, 3, 2, 1))
    expect(withPage(was, page(5, 6, 5))).toEqual(page(1, 6, 5, 4, 3, 2, 1))
  })

  it('leaves nothing out unsaid: where more has happened than a page holds the list begins anew', () => {
    const was = page(1, 4, 3, 2, 1)
    expect(withPage(was, page(90, 92, 91, 90))).toEqual(page(90, 92, 91, 90))
  })

  it('a text that is still being written is one line, whatever it reached when it was asked for before', () => {
    // The line at 9 stands for all that was written since 5, of which the list had 8.
    expect(withPage(page(1, 8, 4, 1), page(5, 10, 9))).toEqual(page(1, 10, 9, 4, 1))
  })

  it('a button pressed twice shows what came before once', () => {
    const was = withPage(page(3, 4, 3), page(1, 2, 1), 3)
    expect(withPage(was, page(1, 2, 1), 3)).toEqual(page(1, 4, 3, 2, 1))
  })
})

describe('answers that come late', () => {
  beforeEach(() => {
    asked.length = 0
  })
  const look = () => {
    const { session } = localSession()
    const wrapper = ({ children }: { children: ReactNode }) => (
      <SessionProvider session={session}>{children}</SessionProvider>
    )
    return renderHook(({ of }) => useHistory(of, 3), { wrapper, initialProps: { of: 'F1' } })
  }

  it('the history of one statement is never shown as that of another', async () => {
    const { result, rerender } = look()
    void result.current.ask()
    rerender({ of: 'F2' })
    void result.current.ask()
    await act(async () => asked.find((it) => it.of === 'F2')?.answer(page(null, 9)))
    await act(async () => asked.find((it) => it.of === 'F1')?.answer(page(7, 8, 7)))

    expect(positions(result.current.page)).toEqual([9])
  })

  it('nor does what came before in one take the other away', async () => {
    const { result, rerender } = look()
    void result.current.ask(5)
    rerender({ of: 'F2' })
    void result.current.ask()
    await act(async () => asked.find((it) => it.of === 'F2')?.answer(page(null, 9)))
    await act(async () => asked.find((it) => it.of === 'F1')?.answer(page(null, 4)))

    expect(positions(result.current.page)).toEqual([9])
  })

  it('an earlier answer does not come over a later one', async () => {
    const { result } = look()
    void result.current.ask()
    void result.current.ask()
    await act(async () => asked[1]?.answer(page(null, 9, 8)))
    await act(async () => asked[0]?.answer(page(null, 8)))

    expect(positions(result.current.page)).toEqual([9, 8])
  })
})
