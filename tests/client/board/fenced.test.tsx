import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { Column } from '../../../client/views/board/column.tsx'
import { layTable, TableContext } from '../../../client/views/board/table.tsx'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { localSession } from '../../support/local-session.ts'

/** A day that breaks whatever draws it. */
vi.mock('../../../client/ui/dates.ts', async (original) => {
  const real = await original<typeof import('../../../client/ui/dates.ts')>()
  return {
    ...real,
    shortDayWords: (day: string, today: Date) => {
      if (day === 'poison') throw new Error('no such day')
      return real.shortDayWords(day, today)
    },
  }
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('[H6] a card that cannot be drawn', () => {
  it('fails alone, can still be opened, and is whole again once its value is', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { session, world } = localSession()
    const table = layTable(session)
    table.open()
    render(
      <SessionProvider session={table.session}>
        <TableContext value={table}>
          <Column id="unsorted" />
        </TableContext>
      </SessionProvider>,
    )
    const decide = (by: string) =>
      act(() =>
        world.change((doc) =>
          rootsOf(doc).live.set('decision/F2', { seq: 1, column: null, parked: { by }, at: 1 }),
        ),
      )

    decide('poison')
    await screen.findByText(/This card cannot be shown here/)
    expect(screen.getByRole('button', { name: 'F2' })).toBeTruthy()
    expect(screen.getByText('Statement 1.')).toBeTruthy()
    expect(screen.getByText('Statement 3.')).toBeTruthy()

    decide('2027-01-31')
    await screen.findByText(/Parked, by 31 Jan/)
    expect(screen.queryByText(/This card cannot be shown here/)).toBeNull()
    expect(screen.getByText('Statement 2.')).toBeTruthy()
  })
})
