/**
 * The clock of a laptop is set a day forward or back while a board is open on it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOwnPresence } from '../../../client/session/own-presence.ts'
import type { Clock } from '../../../shared/clock.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import type { PresenceState } from '../../../shared/doc/presence.ts'
import { fakeClock } from '../../support/fake-clock.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

const DAY_MS = 86_400_000

function set(clock: Clock, by: number): void {
  const before = clock.now
  clock.now = () => before() + by
}

describe.each([
  ['forward', DAY_MS],
  ['back', -DAY_MS],
])('[A11] a clock set a day %s', (_, by) => {
  let world: SessionWorld
  beforeEach(() => {
    world = sessionWorld()
  })
  afterEach(() => world.end())

  it('does not silence what this page says of itself', () => {
    const clock = fakeClock()
    const said: PresenceState[] = []
    const own = openOwnPresence(clock, (state) => said.push(state))
    own.look('F1')

    set(clock, by)
    own.look('F2')
    clock.advance(100)

    expect(said.at(-1)).toEqual({ looking: 'F2' })
  })

  it('[back-1] never has unsaved changes merged unseen after a long absence', async () => {
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()
    ama.move('F1', 'due-regard')
    await world.pass(40_000)
    world.room.change((doc) => moveStatement(doc, 'F1', { column: 'new-action', above: null, below: null }))

    set(world.clock, by)
    ama.network.down = false
    await world.pass(40_000)

    expect(world.roomColumn('F1')).toBe('new-action')
    expect(ama.session.leftovers.get()).toHaveLength(1)
  })

  it('leaves the order of what was changed offline as it was', async () => {
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()
    ama.move('F1', 'due-regard')
    set(world.clock, by)
    ama.move('F1', 'new-action')
    ama.network.down = false
    await world.pass(60_000)

    expect(world.roomColumn('F1')).toBe('new-action')
    expect(ama.session.connection.get()).toMatchObject({ state: 'online', saved: 'saved' })
  })
})
