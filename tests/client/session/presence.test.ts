import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOwnPresence, PRESENCE_MS } from '../../../client/session/own-presence.ts'
import type { PresenceState } from '../../../shared/doc/presence.ts'
import { fakeClock } from '../../support/fake-clock.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

const hold = (x: number) => ({ statement: 'F1', over: null, slot: null, x, y: 0 })

describe('what this page says of itself', () => {
  it('[E4] is said at once, then at most ten times a second, the last state for sure', () => {
    const clock = fakeClock()
    const said: PresenceState[] = []
    const own = openOwnPresence(clock, (state) => said.push(state))

    for (let step = 0; step <= 100; step += 1) {
      own.hold(hold(step / 100))
      clock.advance(10)
    }
    clock.advance(PRESENCE_MS)

    expect(said.length).toBeLessThanOrEqual(12)
    expect(said[0]?.hold?.x).toBe(0)
    expect(said.at(-1)?.hold?.x).toBe(1)
  })

  it('a card let go is said too, and one never taken is not', () => {
    const clock = fakeClock()
    const said: PresenceState[] = []
    const own = openOwnPresence(clock, (state) => said.push(state))
    own.hold(null)
    own.hold(hold(0))
    own.hold(null)
    own.close()
    clock.advance(PRESENCE_MS)
    expect(said).toEqual([{ hold: hold(0) }])
  })
})

describe('who else is here', () => {
  let world: SessionWorld
  beforeEach(() => {
    world = sessionWorld()
  })
  afterEach(() => world.end())

  it('is what the room says, stamped with who, and nothing that does not fit', async () => {
    const ama = await world.visit()
    world.room.awareness(
      {
        11: { who: 'ben', hold: hold(0.5) },
        12: { hold: hold(0.5) },
        13: { who: 'eve', looking: '../../etc' },
        14: { who: 'cat' },
      },
      1,
    )
    await world.settle()
    expect(ama.session.presence.get()).toEqual([
      { who: 'ben', connection: 11, hold: hold(0.5) },
      { who: 'cat', connection: 14 },
    ])
  })

  it('keeps the entries that did not change, and the list where none did', async () => {
    const ama = await world.visit()
    world.room.awareness({ 11: { who: 'ben' }, 12: { who: 'cat' } }, 1)
    await world.settle()
    const [ben, cat] = ama.session.presence.get()
    const list = ama.session.presence.get()
    world.room.awareness({ 11: { who: 'ben' } }, 2)
    await world.settle()
    expect(ama.session.presence.get()).toBe(list)
    world.room.awareness({ 11: { who: 'ben', looking: 'F1' } }, 3)
    await world.settle()
    expect(ama.session.presence.get()[0]).not.toBe(ben)
    expect(ama.session.presence.get()[1]).toBe(cat)
  })

  it('[H5] nobody is forgotten for keeping still', async () => {
    const ama = await world.visit()
    world.room.awareness({ 11: { who: 'ben' } }, 1)
    await world.settle()
    await world.pass(600_000)
    expect(ama.session.presence.get()).toHaveLength(1)
  })

  it('is empty while the link is down', async () => {
    const ama = await world.visit()
    world.room.awareness({ 11: { who: 'ben' } }, 1)
    await world.settle()
    ama.network.down = true
    ama.network.cut()
    await world.settle()
    expect(ama.session.presence.get()).toEqual([])
  })

  it('tells the room what I hold, and that nobody is at a hidden page', async () => {
    const ama = await world.visit()
    ama.session.hold(hold(0.25))
    ama.page.toggle()
    await world.pass(1_000)
    expect(world.room.heard.at(-1)).toEqual([{ hold: hold(0.25), away: true }])
  })

  it('says it again on a new connection', async () => {
    const ama = await world.visit()
    ama.session.look('F3')
    await world.settle()
    world.room.heard = []
    world.room.dismiss(1012)
    await world.pass(20_000)
    expect(world.room.heard.at(-1)).toEqual([{ looking: 'F3' }])
  })

  it('a view-only screen says nothing', async () => {
    const screen = await world.visit({ name: 'screen', role: 'observer' })
    screen.session.look('F1')
    await world.pass(1_000)
    expect(world.room.heard).toEqual([])
  })
})
