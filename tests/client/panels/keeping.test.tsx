import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Keeping } from '../../../client/panels/keeping.tsx'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { splitStatement } from '../../../shared/doc/parts.ts'
import type { EraseReceipt } from '../../../shared/erasure/calls.ts'
import { localSession } from '../../support/local-session.ts'

const RECEIPT: EraseReceipt = {
  board: 'board1',
  erased: 'statement',
  id: 'F1',
  at: 1,
  by: 'me',
  reason: 'Asked for',
  places: 1,
  records: 1,
  versions: [],
  stillNamed: [],
  wordsIn: ['F1a', 'F1b'],
  backupsUntil: null,
  beyond: 'Backups made before hold it.',
}

beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(path.includes('/erase') ? RECEIPT : {}, { status: 200 }),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('[S7] says before and after a statement is erased where else its words stand because of a split', async () => {
  const { session, world } = localSession()
  const { text = '' } = session.snapshot.get().statements.get('F1') ?? {}
  const cut = text.indexOf(' ')
  const parts = [{ text: text.slice(0, cut) }, { text: text.slice(cut) }]
  world.change((doc) => splitStatement(doc, session.snapshot.get(), 'F1', parts))
  render(
    <SessionProvider session={session}>
      <Keeping />
    </SessionProvider>,
  )
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } })

  choose('What', 'statement')
  choose('Which', 'F2')
  expect(screen.queryByText(/because of a split/)).toBeNull()
  choose('Which', 'F1')
  expect(screen.getByText(/stand in F1a and F1b too, because of a split/)).toBeTruthy()
  choose('Which', 'F1b')
  expect(screen.getByText(/stand in F1 too, because of a split/)).toBeTruthy()

  choose('Which', 'F1')
  choose('Why', 'Asked for')
  fireEvent.click(screen.getByRole('button', { name: 'Erase' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Yes, erase it for good' }))
  expect(await screen.findByText(/still stand in F1a and F1b, because of a split/)).toBeTruthy()
})

it('[S7] the receipt of an erased board is downloaded at once, for its page goes with it', async () => {
  const { session } = localSession()
  let answer = (_: Response) => {}
  vi.stubGlobal('fetch', (path: string) =>
    path.includes('/erase')
      ? new Promise<Response>((resolve) => {
          answer = resolve
        })
      : Promise.resolve(Response.json({})),
  )
  const files: string[] = []
  // jsdom makes no addresses of files.
  URL.createObjectURL = () => 'blob:receipt'
  const clicks = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    files.push(this.download)
  })
  const { unmount } = render(
    <SessionProvider session={session}>
      <Keeping />
    </SessionProvider>,
  )
  const fill = (label: string | RegExp, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } })
  fill('What', 'board')
  fill(/^Type “/, session.snapshot.get().facts.title)
  fill('Why', 'Asked for')
  fireEvent.click(screen.getByRole('button', { name: 'Erase' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Yes, erase it for good' }))

  unmount()
  answer(Response.json({ ...RECEIPT, erased: 'board', id: 'board1' }))
  await vi.waitFor(() => expect(files).toEqual(['receipt-board1-board-board1.json']))
  clicks.mockRestore()
})

it('a day that somebody else has changed meanwhile is read again and said, not saved over', async () => {
  const { session } = localSession()
  let until = Date.UTC(2030, 0, 31, 23, 59, 59)
  vi.stubGlobal('fetch', async (_: string, init?: { method?: string }) => {
    if (init?.method === 'PATCH')
      return Response.json({ error: { code: 'state_stale', message: '' } }, { status: 409 })
    return Response.json({ retention: { until, hold: false } })
  })
  render(
    <SessionProvider session={session}>
      <Keeping />
    </SessionProvider>,
  )
  const day = () => screen.getByLabelText<HTMLInputElement>(/^Keep this board until/)
  await screen.findByLabelText(/^Keep this board until/)
  expect(day().value).toBe('2030-01-31')

  until = Date.UTC(2031, 5, 30, 23, 59, 59)
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText(/Somebody else has changed it meanwhile/)).toBeTruthy()
  expect(day().value).toBe('2031-06-30')
})
