import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Leftover } from '../../../client/session/contract.ts'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { Announcer, announce } from '../../../client/ui/announcer.tsx'
import { announced } from '../../../client/ui/announcing.ts'
import { Notices } from '../../../client/views/board/notices.tsx'
import { type LocalSession, localSession } from '../../support/local-session.ts'

let here: LocalSession
const copied: string[] = []
beforeEach(() => {
  copied.length = 0
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void copied.push(text) } })
  here = localSession()
  render(
    <SessionProvider session={here.session}>
      <Notices />
      <Announcer />
    </SessionProvider>,
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const leftover = (change: Partial<Leftover>): Leftover => ({
  id: 'l1',
  sentence: 'The why of F1 stays as it is.',
  root: 'why',
  key: 'F1',
  mine: '',
  theirs: '',
  canUse: false,
  ...change,
})

describe('[D4] somebody whose link was withdrawn', () => {
  it('is told so, and copies every word that was not sent, however long', async () => {
    const words = 'What I wanted to say. '.repeat(60)
    here.world.connection({ state: 'closed', because: 'link_withdrawn', unsaved: 2 })
    here.world.leftovers([
      leftover({ mine: words }),
      leftover({ id: 'l2', root: 'comments', mine: { on: 'F1', text: 'And this.' } }),
      leftover({ id: 'l3', root: 'placements', mine: { column: 'due-regard', order: 'a0' } }),
    ])

    await screen.findByText(/This link has been withdrawn/)
    const buttons = await screen.findAllByRole('button', { name: /Copy/ })
    for (const button of buttons) fireEvent.click(button)
    await vi.waitFor(() => expect(copied).toHaveLength(2))

    expect(copied).toEqual([words, 'And this.'])
    expect(screen.queryByRole('button', { name: 'Use mine' })).toBeNull()
  })
})

describe('[back-2][announce-1] somebody whose change was overtaken', () => {
  afterEach(() => announced.set('mine'))

  it('hears of it once, also where only what goes wrong is said, and letting go of it is no news', async () => {
    announced.set('errors')
    const heard = screen.getByRole('status')
    const one = leftover({ sentence: 'F1 was moved by Ama. Yours was New action.' })
    here.world.leftovers([one])
    await vi.waitFor(() =>
      expect(heard.textContent).toMatch(
        /One change of yours was overtaken while you were away\. F1 was moved by Ama\. Yours was New action\.$/,
      ),
    )

    here.world.leftovers([one, leftover({ id: 'l2', sentence: 'F2 was moved by Ben.' })])
    await vi.waitFor(() =>
      expect(heard.textContent).toBe('2 changes of yours were overtaken while you were away.'),
    )

    here.world.leftovers([one])
    await screen.findByRole('heading', { name: /^One change of yours/ })
    announce('And then.', 'always')
    await vi.waitFor(() => expect(heard.textContent).toMatch(/And then\.$/))
    expect(heard.textContent).toBe('And then.')
  })
})

describe('[B11] somebody on a network without live connections', () => {
  it('is told what to tell their IT, and that the work is kept', async () => {
    here.world.connection({ state: 'offline', because: 'sockets_blocked', saved: 'kept', unsaved: 1 })

    const notice = await screen.findByText(/For your IT/)
    expect(notice.textContent).toMatch(/No live connection\..*WebSocket.*proxy.*kept on this device/)
  })
})
