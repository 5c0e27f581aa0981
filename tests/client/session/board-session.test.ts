import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

let world: SessionWorld
beforeEach(() => {
  world = sessionWorld()
})
afterEach(() => world.end())

const at = (visit: {
  session: { connection: { get(): { saved: string; state: string; unsaved: number } } }
}) => {
  const { state, saved, unsaved } = visit.session.connection.get()
  return { state, saved, unsaved }
}

describe('a session on the network', () => {
  it('is connecting until it has been connected, and offline when it no longer is', async () => {
    const ama = await world.visit()
    const states: string[] = []
    ama.session.connection.subscribe(() => states.push(ama.session.connection.get().state))
    ama.network.down = true
    ama.network.cut()
    await world.settle()
    ama.network.down = false
    await world.pass(20_000)
    expect(states.filter((it, index) => it !== states[index - 1])).toEqual(['offline', 'behind', 'online'])

    const ben = await world.visit({ name: 'ben', WebSocket: silentSocket })
    expect(at(ben).state).toBe('connecting')
  })

  it('comes up to date, and says so', async () => {
    const ama = await world.visit()
    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
    expect(ama.session.snapshot.get().ids).toHaveLength(8)
  })

  it('sends what I change, and shows what others change', async () => {
    const ama = await world.visit()
    const ben = await world.visit({ name: 'ben' })

    ama.move('F3', 'due-regard')
    await world.settle()

    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(ben.columnOf('F3')).toBe('due-regard')
  })

  it('[saved-2] is saving until the room says that my frames are on disk', async () => {
    world.room.prompt = false
    const ama = await world.visit()
    world.room.flush()
    await world.settle()
    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })

    ama.move('F3', 'due-regard')
    ama.move('F4', 'due-regard')
    await world.settle()
    expect(at(ama)).toEqual({ state: 'online', saved: 'saving', unsaved: 2 })

    world.room.flush()
    await world.settle()
    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
  })

  it('[R6] is not saving any more when no acknowledgement comes for three seconds', async () => {
    world.room.prompt = false
    const ama = await world.visit()
    world.room.flush()
    await world.settle()
    ama.move('F3', 'due-regard')
    await world.pass(3_000)
    expect(at(ama).saved).toBe('kept')
    world.room.flush()
    await world.settle()
    expect(at(ama).saved).toBe('saved')
  })

  it('[saved-4] says at once that the server cannot save', async () => {
    world.room.prompt = false
    const ama = await world.visit()
    world.room.flush()
    world.room.keeping(false)
    ama.move('F3', 'due-regard')
    await world.settle()
    expect(ama.session.connection.get()).toMatchObject({ serverKeeping: false, saved: 'kept' })
  })

  it('hears names, and knows itself from the first', async () => {
    const ama = await world.visit()
    expect(ama.session.people.get().get('ama')?.name).toBe('ama')
    world.room.people([{ id: 'ben', name: 'Ben Okafor', role: 'participant' }])
    await world.settle()
    expect(ama.session.people.get().get('ben')?.name).toBe('Ben Okafor')
  })

  it('[write-8] an observer keeps nothing on the device and changes nothing', async () => {
    const screen = await world.visit({ name: 'screen', role: 'observer' })
    expect(
      screen.session.edit('Move', (doc) =>
        doc.getMap('placements').set('F1', { column: 'due-regard', order: 'a0V' }),
      ),
    ).toBe('role_forbids')
    expect(await world.device.databases()).toEqual([])
  })
})

/** One that never comes about. */
const silentSocket = class {
  readyState = 0
  send() {}
  close() {}
} as unknown as typeof WebSocket

describe('[B1] away and back', () => {
  it('a short while apart, my changes go out as they are, on the same copy', async () => {
    const ama = await world.visit()
    await world.pass(60_000)
    world.room.keeping(true)
    await world.settle()
    const { statements } = ama.session.snapshot.get()
    ama.network.down = true
    ama.network.cut()
    await world.settle()
    ama.move('F3', 'due-regard')
    await world.settle()
    expect(at(ama)).toEqual({ state: 'offline', saved: 'kept', unsaved: 1 })

    ama.network.down = false
    await world.pass(15_000)

    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(ama.session.snapshot.get().statements).toBe(statements)
  })

  it('[back-1] longer apart, what nobody touched is replayed and what somebody moved is listed', async () => {
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()
    await world.pass(10_000)
    ama.move('F3', 'due-regard')
    ama.move('F4', 'due-regard')
    world.room.change((doc) => rootsOf(doc).placements.set('F4', { column: 'new-action', order: 'a0V' }))
    await world.pass(60_000)
    world.history = [
      {
        position: 9,
        at: new Date(2027, 2, 1, 10, 42).getTime(),
        by: 'ben',
        name: 'Ben',
        root: 'placements',
        key: 'F4',
      },
    ]

    ama.network.down = false
    await world.pass(40_000)

    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(world.roomColumn('F4')).toBe('new-action')
    expect(ama.columnOf('F4')).toBe('new-action')
    expect(ama.session.leftovers.get()).toMatchObject([
      {
        root: 'placements',
        key: 'F4',
        sentence: 'F4 was moved by Ben at 10:42. Yours was Due regard.',
        canUse: true,
      },
    ])
    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
  })

  it('[B3] without changes of mine the same copy goes on, however long it was', async () => {
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()
    await world.pass(120_000)
    const before = ama.session.snapshot.get().statements
    ama.network.down = false
    await world.pass(40_000)
    expect(at(ama).state).toBe('online')
    expect(ama.session.snapshot.get().statements).toBe(before)
  })

  it('[back-1] an edit in the moment between a late connection and being up to date is compared first', async () => {
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()
    await world.pass(60_000)
    world.room.change((doc) => rootsOf(doc).placements.set('F4', { column: 'new-action', order: 'a0V' }))
    ama.network.down = false
    while (ama.session.connection.get().state !== 'behind') {
      world.clock.advance(1_000)
      await new Promise((resolve) => setImmediate(resolve))
      ama.network.step()
    }
    ama.move('F4', 'due-regard')
    await world.pass(20_000)

    expect(world.roomColumn('F4')).toBe('new-action')
    expect(ama.session.leftovers.get()).toHaveLength(1)
    expect(at(ama)).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
  })
})
