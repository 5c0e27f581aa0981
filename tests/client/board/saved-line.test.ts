import { expect, it } from 'vitest'
import type { ConnectionView } from '../../../client/session/contract.ts'
import { savedLine } from '../../../client/views/board/saved-line.tsx'
import fc from '../../support/properties.ts'

const view = (now: Partial<ConnectionView>): ConnectionView => ({
  state: 'online',
  saved: 'saved',
  serverKeeping: true,
  heardAt: 1,
  unsaved: 0,
  ...now,
})

it('[saved-2] says Saved only when connected, up to date, kept by the server and with nothing under way', () => {
  const views = fc.record({
    state: fc.constantFrom('connecting', 'behind', 'online', 'offline', 'closed'),
    saved: fc.constantFrom('saved', 'saving', 'kept', 'unkept'),
    serverKeeping: fc.boolean(),
    unsaved: fc.nat(3),
  })
  fc.assert(
    fc.property(views, (now) => {
      const line = savedLine(view(now as Partial<ConnectionView>))
      const isSafe = now.state === 'online' && now.saved === 'saved' && now.serverKeeping
      expect(line.words === 'Saved').toBe(isSafe)
      expect(line.tone === 'safe').toBe(isSafe)
    }),
  )
})

it('[saved-4] tells people to keep the tab open while nothing is kept anywhere', () => {
  expect(savedLine(view({ state: 'offline', saved: 'unkept', unsaved: 2 })).words).toBe(
    'Not saved: do not close this tab',
  )
  expect(savedLine(view({ serverKeeping: false })).words).toBe('Not saved: keep this tab open')
  expect(savedLine(view({ state: 'offline', saved: 'kept', unsaved: 2 })).words).toBe(
    'Not saved: kept on this device',
  )
  expect(savedLine(view({ saved: 'saving', unsaved: 1 })).words).toBe('Saving…')
})
