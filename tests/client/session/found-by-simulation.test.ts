/**
 * What the simulation found in sessions, each as small as it can be told.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holds, write } from '../../../client/session/draft.ts'
import type { PendingEdit } from '../../../client/session/local-copy.ts'
import { type FreshBoard, rebase } from '../../../client/session/rebase.ts'
import { REPLAY, rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { boardWith, copyOf, exchange } from '../../support/boards.ts'
import { fakeNetwork } from '../../support/fake-network.ts'
import type { Visit } from '../../support/session-world.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

let world: SessionWorld
beforeEach(() => {
  world = sessionWorld()
})
afterEach(() => world.end())

const lose = (visit: Visit) => {
  visit.network.down = true
  visit.network.cut()
}
const regain = (visit: Visit) => {
  visit.network.down = false
  visit.page.online()
}
const otherIn = (column: string) =>
  world.room.change((doc) => {
    rootsOf(doc).placements.set('F1', { column, order: 'a5V' })
  })
const leftovers = (visit: Visit) => visit.session.leftovers.get().map(({ key, mine }) => ({ key, mine }))

const emptyBoard: FreshBoard = {
  epoch: 1,
  valueAt: () => undefined,
  holds: () => false,
  refusal: () => null,
}
const pendingText = (from: string, to: string, at: number): PendingEdit => ({
  root: 'why',
  key: 'F1',
  from,
  to,
  id: String(at),
  tab: 'tab',
  at,
  epoch: 1,
  client: 1,
  clock: null,
  tries: 0,
})

describe('[back-1] a change made on a connection that never answers', () => {
  it('is not sent blind by the fresh copy that takes its place', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.move('F1', 'due-regard')
    await world.pass(20_000)
    ama.network.halfOpen = true
    regain(ama)
    await world.pass(12_000)
    ama.type('F2', 'Half a minute has gone.')

    lose(ama)
    otherIn('new-action')
    await world.pass(5_000)
    ama.network.halfOpen = false
    regain(ama)
    await world.pass(40_000)

    expect(world.roomColumn('F1')).toBe('new-action')
    expect(leftovers(ama)).toMatchObject([{ key: 'F1', mine: { column: 'due-regard' } }])
    expect(world.room.doc.getText('why/F2').toString()).toBe('Half a minute has gone.')
  })
})

describe('what this device keeps of the room', () => {
  it('is only what the room sent, not that something of mine was overtaken by it', async () => {
    world.room.prompt = false
    const ama = await world.visit()
    world.room.flush()
    await world.settle()
    lose(ama)
    ama.move('F1', 'due-regard')
    await world.settle()
    // The higher id wins, so the room's change takes mine away.
    world.room.doc.clientID = 2 ** 32 - 1
    otherIn('new-action')
    world.room.flush()
    regain(ama)
    await world.pass(3_000)
    expect(ama.columnOf('F1')).toBe('new-action')

    ama.crash()
    world.room.restart()
    world.room.prompt = true
    const back = await world.visit()
    await world.pass(5_000)

    expect(world.room.refusals).toBe(0)
    expect(back.session.connection.get()).toMatchObject({ state: 'online', saved: 'saved' })
  })
})

describe('what others built on a change of mine that was never called saved', () => {
  it('is shown without a network too', async () => {
    world.room.prompt = false
    const ama = await world.visit()
    world.room.flush()
    await world.settle()
    ama.move('F1', 'due-regard')
    await world.settle()
    lose(ama)
    await world.settle()
    world.room.flush()
    otherIn('new-action')
    regain(ama)
    await world.pass(5_000)
    expect(ama.columnOf('F1')).toBe('new-action')

    ama.crash()
    const nowhere = fakeNetwork()
    nowhere.down = true
    const back = await world.visit({ WebSocket: nowhere.WebSocket })
    expect(back.columnOf('F1')).toBe('new-action')
  })
})

describe('[back-2] words of one text', () => {
  const start = 'One. Two. Three. Four.'
  beforeEach(() => world.room.change((doc) => doc.getText('why/F1').insert(0, start)))

  it('are neither doubled nor lost when two people come back at once, each with two changes', () => {
    const room = boardWith(1)
    whyText(room, 'F1').insert(0, start)
    const comesBackWith = (...texts: string[]) => {
      const copy = copyOf(room)
      const edits = texts.map((to, at) => pendingText(texts[at - 1] ?? start, to, at))
      const { replay } = rebase(edits, { ...emptyBoard, valueAt: () => start })
      write(copy, replay, REPLAY)
      return copy
    }

    const ama = comesBackWith('One, first. Two. Three. Four.', 'One, first. Two. Three. Four, last.')
    const ben = comesBackWith('One. Two, too. Three. Four.', 'One. Two, too. Three, as well. Four.')
    exchange(ama, ben)

    expect(whyText(ama, 'F1').toString()).toBe('One, first. Two, too. Three, as well. Four, last.')
  })

  it('are listed stretch by stretch: what nobody touched arrives, what is used is mine alone', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.type('F1', 'One. Two. Three. Four, I say.')
    ama.type('F1', 'One, I say. Two. Three. Four, I say.')
    world.room.change((doc) => {
      const text = doc.getText('why/F1')
      text.delete(0, 4)
      text.insert(0, 'Nothing')
    })
    await world.pass(40_000)
    regain(ama)
    await world.pass(40_000)

    expect(ama.why('F1')).toBe('Nothing Two. Three. Four, I say.')
    const [leftover] = ama.session.leftovers.get()
    ama.session.useMine(leftover?.id ?? '')
    expect(ama.why('F1')).toBe('Nothing Two. Three. Four, I say.\n, I say')
  })

  it('[back-3] that were left over stay when other words of the same text are left over', async () => {
    const ama = await world.visit()
    for (const [mine, theirs] of [
      ['One. Two. Three. Quatre.', 'One. Two. Three. Vier.'],
      ['One. Two. Trois. Vier.', 'One. Two. Drei. Vier.'],
    ] as const) {
      lose(ama)
      ama.type('F1', mine)
      world.room.change((doc) => {
        const text = doc.getText('why/F1')
        text.delete(0, text.length)
        text.insert(0, theirs)
      })
      await world.pass(40_000)
      regain(ama)
      await world.pass(40_000)
    }

    expect(leftovers(ama).map((it) => String(it.mine))).toEqual([
      'One. Two. Three. Quatre.',
      'One. Two. Trois. Vier.',
    ])
  })
})

describe('[back-2] a change that may have been the one refused', () => {
  it('gives way to a later one of mine, in whatever order they come to be compared', async () => {
    const ama = await world.visit()
    world.room.refuses = () => {
      ama.network.down = true
      world.room.refuses = () => null
      return 'board_locked'
    }
    ama.move('F1', 'due-regard')
    await world.settle()
    ama.move('F1', 'watching-brief')
    await world.settle()
    regain(ama)
    await world.pass(40_000)

    expect(world.roomColumn('F1')).toBe('watching-brief')
    expect(leftovers(ama)).toEqual([])
  })
})

describe('[back-3] a value that two pages of mine wanted otherwise', () => {
  it('is listed as it was wanted last, whichever of them came back first', async () => {
    const first = await world.visit()
    const second = await world.visit()
    for (const page of [first, second]) lose(page)
    first.move('F1', 'due-regard')
    await world.pass(2_000)
    second.move('F1', 'watching-brief')
    await world.pass(2_000)
    first.crash()
    otherIn('new-action')
    await world.pass(40_000)
    regain(second)
    await world.pass(40_000)
    expect(leftovers(second)).toMatchObject([{ key: 'F1', mine: { column: 'watching-brief' } }])
    second.crash()

    const third = await world.visit()
    await world.pass(40_000)

    expect(leftovers(third)).toMatchObject([{ key: 'F1', mine: { column: 'watching-brief' } }])
    expect(third.session.connection.get()).toMatchObject({ saved: 'saved', unsaved: 0 })
  })
})

describe('[back-3] what was left over on a device that keeps nothing', () => {
  it('is asked for before the page goes with it', async () => {
    const ama = await world.visit({ indexedDB: null })
    lose(ama)
    ama.move('F1', 'due-regard')
    otherIn('new-action')
    await world.pass(40_000)
    regain(ama)
    await world.pass(40_000)

    expect(ama.session.connection.get()).toMatchObject({ saved: 'saved', unsaved: 0 })
    expect(leftovers(ama)).toMatchObject([{ key: 'F1', mine: { column: 'due-regard' } }])
    expect(ama.page.asksBeforeLeaving()).toBe(true)
  })
})

describe('[back-2] a client id that another device has drawn as well', () => {
  it('is no proof that what was written here has arrived', () => {
    const doc = boardWith(1)
    doc.clientID = 7
    const written = (to: unknown, root: 'why' | 'placements') => {
      const edit = { root, key: 'F1', from: undefined, to }
      const [clock] = write(doc, [edit], REPLAY)
      return { ...edit, client: 7, clock: clock as number }
    }
    const words = written('One. Two.', 'why')
    expect(holds(doc, words)).toBe(true)
    expect(holds(doc, { ...words, to: 'Two. Two.' })).toBe(false)
    const place = written({ column: 'due-regard', order: 'a0V' }, 'placements')
    expect(holds(doc, place)).toBe(true)
    expect(holds(doc, { ...place, to: { column: 'new-action', order: 'a0V' } })).toBe(false)
    // Of what was taken away only the id is left.
    write(doc, [{ ...words, from: words.to, to: '' }], REPLAY)
    expect(holds(doc, words)).toBe(true)
  })
})
