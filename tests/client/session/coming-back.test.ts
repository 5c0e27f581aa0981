import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, createPlanItem, setPlanField, setResponse } from '../../../shared/doc/edits.ts'
import { Problem } from '../../../shared/problem.ts'
import { copyOf } from '../../support/boards.ts'
import type { Visit } from '../../support/session-world.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

let world: SessionWorld
beforeEach(() => {
  world = sessionWorld()
})
afterEach(() => world.end())

const sentences = (visit: Visit) => visit.session.leftovers.get().map((it) => it.sentence)
const saved = { state: 'online', saved: 'saved', unsaved: 0 }

const lose = (visit: Visit) => {
  visit.network.down = true
  visit.network.cut()
}
const regain = async (visit: Visit) => {
  visit.network.down = false
  await world.pass(40_000)
}
const away = async (visit: Visit, meanwhile: () => void | Promise<void>) => {
  lose(visit)
  await world.settle()
  await meanwhile()
  await world.pass(40_000)
  await regain(visit)
}

describe('[back-2] what was changed while apart', () => {
  it('comments and plan fields that nobody touched arrive', async () => {
    const ama = await world.visit()
    await away(ama, () => {
      ama.session.edit('Comment', (doc) => addComment(doc, 'ama', 'c1', { on: 'F1', text: 'Agreed.' }))
      ama.session.edit('Plan', (doc) =>
        createPlanItem(doc, 'action', 'a1', { title: 'Train', due: '2027-04-01' }),
      )
    })
    expect(rootsOf(world.room.doc).comments.get('ama/c1')).toMatchObject({ text: 'Agreed.' })
    expect(rootsOf(world.room.doc).plan.get('action/a1/due')).toBe('2027-04-01')
    expect(ama.session.leftovers.get()).toEqual([])
  })

  it('a plan field that somebody filled is listed, the others of the same action arrive', async () => {
    world.room.change((doc) => createPlanItem(doc, 'action', 'a1', { title: 'Train ward leads' }))
    const ama = await world.visit()
    await away(ama, () => {
      ama.session.edit('Due', (doc) => setPlanField(doc, 'action', 'a1', 'due', '2027-04-01'))
      ama.session.edit('Lead', (doc) => setPlanField(doc, 'action', 'a1', 'lead', 'Director of nursing'))
      world.room.change((doc) => setPlanField(doc, 'action', 'a1', 'due', '2027-09-30'))
    })
    expect(rootsOf(world.room.doc).plan.get('action/a1/due')).toBe('2027-09-30')
    expect(rootsOf(world.room.doc).plan.get('action/a1/lead')).toBe('Director of nursing')
    expect(sentences(ama)).toEqual([
      'Due of “Train ward leads” was changed in the meantime. Yours was 1 April 2027.',
    ])
  })

  it('words typed in one text by two people are both kept', async () => {
    world.room.change((doc) => doc.getText('why/F1').insert(0, 'Wards report weekly.'))
    const ama = await world.visit()
    await away(ama, () => {
      for (const text of [
        'Wards report weekly. L',
        'Wards report weekly. Le',
        'Wards report weekly. Leads meet.',
      ])
        ama.type('F1', text)
      world.room.change((doc) => doc.getText('why/F1').insert(0, 'All '))
    })
    expect(world.room.doc.getText('why/F1').toString()).toBe('All Wards report weekly. Leads meet.')
    expect(ama.session.connection.get()).toMatchObject(saved)
  })

  it('words that collide are listed with what I wrote, and can still be used', async () => {
    world.room.change((doc) => doc.getText('why/F1').insert(0, 'Due in May.'))
    const ama = await world.visit()
    await away(ama, () => {
      ama.type('F1', 'Due in June.')
      world.room.change((doc) => {
        doc.getText('why/F1').delete(0, 11)
        doc.getText('why/F1').insert(0, 'Postponed.')
      })
    })
    expect(ama.why('F1')).toBe('Postponed.')
    const [leftover] = ama.session.leftovers.get()
    expect(leftover).toMatchObject({
      sentence: 'The why of F1 was changed in the meantime. You wrote “June”.',
    })

    ama.session.useMine(leftover?.id ?? '')
    expect(ama.why('F1')).toContain('June')
    expect(ama.why('F1')).toContain('Postponed.')
    expect(ama.session.leftovers.get()).toEqual([])
  })

  it('what the phase no longer allows is listed and cannot be used until it is allowed again', async () => {
    const ama = await world.visit()
    await away(ama, () => {
      ama.move('F3', 'due-regard')
      world.room.change((doc) => rootsOf(doc).live.set('phase', 'review'))
    })
    expect(world.roomColumn('F3')).toBe('unsorted')
    expect(sentences(ama)).toEqual([
      'F3 stays as it is. This cannot be changed at this stage. Yours was Due regard.',
    ])
    expect(ama.session.leftovers.get()[0]?.canUse).toBe(false)

    world.room.change((doc) => rootsOf(doc).live.set('phase', 'open'))
    await world.settle()
    const [leftover] = ama.session.leftovers.get()
    expect(leftover?.canUse).toBe(true)
    ama.session.useMine(leftover?.id ?? '')
    await world.settle()
    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(ama.session.undo()).toEqual({ done: 'Moved F3 back to To sort' })
  })

  it('what answers a statement that is gone is listed', async () => {
    const ama = await world.visit()
    await away(ama, () => {
      ama.session.edit('Evidence', (doc) => setResponse(doc, 'F3', 'evidence', 'Audit of May'))
      world.room.change((doc) => rootsOf(doc).statements.delete('F3'))
    })
    expect(sentences(ama)).toEqual([
      'What we will do about F3 stays as it is. There is no such statement. Yours was “Audit of May”.',
    ])
  })

  it('several changes of one place are one, from what I first saw to what I last made', async () => {
    const ama = await world.visit()
    await away(ama, () => {
      ama.move('F3', 'due-regard')
      ama.move('F3', 'new-action')
      ama.move('F3', 'watching-brief')
    })
    expect(world.roomColumn('F3')).toBe('watching-brief')
    expect(ama.session.leftovers.get()).toEqual([])
  })

  it('what was moved and undone while apart is nothing', async () => {
    world.room.change((doc) => rootsOf(doc).placements.set('F3', { column: 'new-action', order: 'a0V' }))
    const ama = await world.visit()
    await away(ama, () => {
      ama.move('F3', 'due-regard')
      ama.session.undo()
      world.room.change((doc) =>
        rootsOf(doc).placements.set('F3', { column: 'watching-brief', order: 'a0V' }),
      )
    })
    expect(world.roomColumn('F3')).toBe('watching-brief')
    expect(ama.session.leftovers.get()).toEqual([])
  })

  it('a leftover is dismissed for good', async () => {
    const ama = await world.visit()
    await away(ama, () => {
      ama.move('F4', 'due-regard')
      world.room.change((doc) => rootsOf(doc).placements.set('F4', { column: 'new-action', order: 'a0V' }))
    })
    ama.session.dismiss(ama.session.leftovers.get()[0]?.id ?? '')
    await world.settle()
    ama.session.close()
    const again = await world.visit()
    expect(again.session.leftovers.get()).toEqual([])
  })
})

describe('[B2] a link that is open and dead', () => {
  it('[back-1] counts as apart since the room was last heard, however late anybody notices', async () => {
    const ama = await world.visit()
    ama.network.halfOpen = true
    ama.move('F3', 'due-regard')
    ama.move('F4', 'due-regard')
    await world.pass(40_000)
    expect(ama.session.connection.get()).toMatchObject({ state: 'online', saved: 'kept', unsaved: 2 })
    world.room.change((doc) => rootsOf(doc).placements.set('F4', { column: 'new-action', order: 'a0V' }))

    ama.network.cut()
    ama.network.halfOpen = false
    await world.pass(10_000)

    expect([world.roomColumn('F3'), world.roomColumn('F4')]).toEqual(['due-regard', 'new-action'])
    expect(ama.session.leftovers.get().map((it) => it.key)).toEqual(['F4'])
    expect(ama.session.connection.get()).toMatchObject(saved)
  })

  it('[back-1] a connection that takes long to come about is looked at again when it is there', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.move('F4', 'due-regard')
    await world.settle()
    ama.network.down = false
    // The attempt is begun in time and answered late: frames are not moved meanwhile.
    ama.page.online()
    world.clock.advance(60_000)
    world.room.change((doc) => rootsOf(doc).placements.set('F4', { column: 'new-action', order: 'a0V' }))
    await world.pass(20_000)
    expect(world.roomColumn('F4')).toBe('new-action')
    expect(ama.session.leftovers.get()).toHaveLength(1)
    expect(ama.session.connection.get()).toMatchObject(saved)
  })
})

describe('[back-1] after a refusal', () => {
  it('the change is compared on a fresh copy, listed where policy says no, and everything else goes on', async () => {
    const ama = await world.visit()
    world.room.refuses = (place) => (place === 'placements/F3' ? 'statement_decided' : null)
    // The mark reaches the browser a moment after the move left it.
    ama.move('F3', 'due-regard')
    world.room.change((doc) => rootsOf(doc).live.set('decision/F3', { seq: 1, column: 'new-action', at: 1 }))
    await world.pass(60_000)

    expect(ama.session.connection.get()).toMatchObject(saved)
    expect(sentences(ama)).toEqual([
      'F3 stays as it is. This statement has been decided. Yours was Due regard.',
    ])
    ama.move('F4', 'due-regard')
    await world.settle()
    expect(world.roomColumn('F4')).toBe('due-regard')
    expect(world.room.refusals).toBe(1)
  })

  it('[H4] a change that the room refuses although policy allows it is tried once more, alone, then listed', async () => {
    const ama = await world.visit()
    world.room.refuses = (place) => (place === 'placements/F3' ? 'value_invalid' : null)
    lose(ama)
    for (const id of ['F1', 'F2', 'F3', 'F4', 'F5']) ama.move(id, 'due-regard')
    await regain(ama)
    await world.pass(120_000)

    for (const id of ['F1', 'F2', 'F4', 'F5']) expect(world.roomColumn(id)).toBe('due-regard')
    expect(world.roomColumn('F3')).toBe('unsorted')
    expect(ama.columnOf('F3')).toBe('unsorted')
    expect(sentences(ama)).toEqual(['F3 stays as it is. That value does not fit. Yours was Due regard.'])
    expect(world.room.refusals).toBe(2)
    expect(ama.session.connection.get()).toMatchObject(saved)
  })

  it('[H4] a room that refuses everything is not asked for ever', async () => {
    const ama = await world.visit()
    world.room.refuses = () => 'update_incomplete'
    ama.move('F3', 'due-regard')
    await world.pass(600_000)

    expect(world.room.refusals).toBeLessThan(12)
    expect(ama.session.leftovers.get()).toHaveLength(1)
    expect(ama.network.attempts).toBeLessThan(20)
  })

  it('what is typed while the fresh copy is on its way is not lost', async () => {
    const ama = await world.visit()
    world.room.refuses = (place) => (place === 'placements/F3' ? 'board_locked' : null)
    ama.move('F3', 'due-regard')
    while (world.room.refusals === 0) ama.network.step()
    ama.type('F1', 'Kept')
    await world.pass(60_000)
    expect(world.room.doc.getText('why/F1').toString()).toBe('Kept')
    expect(ama.why('F1')).toBe('Kept')
  })

  it('[E3] an update too large for the room does not come back for ever', async () => {
    const ama = await world.visit()
    world.room.refuses = (place) => (place.startsWith('why/') ? 'too_large' : null)
    ama.type('F1', 'A very long story')
    await world.pass(120_000)
    expect(world.room.refusals).toBe(2)
    expect(sentences(ama)).toEqual([
      'The why of F1 stays as it is. That is too large. You wrote “A very long story”.',
    ])
    expect(ama.session.connection.get()).toMatchObject(saved)
  })
})

describe('[B8] a new epoch', () => {
  it('a fresh copy takes the desk, and unsaved changes are compared with it', async () => {
    const ama = await world.visit()
    ama.move('F1', 'due-regard')
    await world.settle()
    lose(ama)
    ama.move('F2', 'due-regard')
    ama.move('F3', 'due-regard')
    ama.type('F2', 'Because.')
    world.room.rebuild()
    world.room.change((doc) => {
      rootsOf(doc).placements.set('F3', { column: 'new-action', order: 'a0V' })
      rootsOf(doc).statements.delete('F8')
    })
    await regain(ama)

    expect(world.roomColumn('F1')).toBe('due-regard')
    expect(world.roomColumn('F2')).toBe('due-regard')
    expect(world.roomColumn('F3')).toBe('new-action')
    expect(world.room.doc.getText('why/F2').toString()).toBe('Because.')
    expect(ama.session.leftovers.get()).toHaveLength(1)
    // What the rebuild took away stays away.
    expect(rootsOf(world.room.doc).statements.has('F8')).toBe(false)
    expect(ama.session.snapshot.get().statements.has('F8')).toBe(false)
  })

  it('[H4] a copy of an older epoch on this device is not sent, and there is no loop', async () => {
    const ama = await world.visit()
    await world.pass(2_000)
    lose(ama)
    ama.move('F2', 'due-regard')
    await world.settle()
    ama.crash()
    world.room.rebuild()

    const again = await world.visit({ epoch: 1 })
    await world.pass(60_000)

    expect(world.roomColumn('F2')).toBe('due-regard')
    expect(again.session.connection.get()).toMatchObject(saved)
    expect(again.network.attempts).toBeLessThan(5)
    expect(world.room.doc.store.clients.size).toBeLessThanOrEqual(2)
  })

  it('a rebuild while connected and idle changes nothing to be seen', async () => {
    const ama = await world.visit()
    world.room.rebuild()
    await world.pass(40_000)
    expect(ama.session.connection.get()).toMatchObject(saved)
    ama.move('F1', 'due-regard')
    await world.settle()
    expect(world.roomColumn('F1')).toBe('due-regard')
  })
})

describe('[C5] an id that somebody else has drawn too', () => {
  it('is no proof that my change arrived', async () => {
    const ama = await world.visit()
    lose(ama)
    let client = 0
    ama.session.edit('Comment', (doc) => {
      client = doc.clientID
      addComment(doc, 'ama', 'c1', { on: 'F1', text: 'Mine.' })
    })
    const other = copyOf(world.room.doc)
    other.clientID = client
    rootsOf(other).placements.set('F5', { column: 'new-action', order: 'a0V' })
    Y.applyUpdate(world.room.doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(world.room.doc)))
    await world.pass(40_000)
    await regain(ama)
    expect(rootsOf(world.room.doc).comments.get('ama/c1')).toMatchObject({ text: 'Mine.' })
    expect(ama.columnOf('F5')).toBe('new-action')
    expect(ama.session.connection.get()).toMatchObject(saved)
  })

  it('costs a fresh copy where the room notices, and nothing else', async () => {
    const ama = await world.visit()
    let once = true
    world.room.refuses = () => {
      const was = once
      once = false
      return was ? 'client_taken' : null
    }
    ama.move('F3', 'due-regard')
    await world.pass(20_000)
    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(ama.session.leftovers.get()).toEqual([])
    expect(ama.session.connection.get()).toMatchObject(saved)
  })
})

describe('the end of a session', () => {
  it('[D4] a withdrawn link ends it, keeps the unsent words in sight, and nothing reconnects', async () => {
    const ama = await world.visit()
    world.room.prompt = false
    ama.type('F1', 'My argument')
    world.room.dismiss(4401, 'link_withdrawn')
    await world.pass(120_000)

    expect(ama.session.connection.get()).toMatchObject({ state: 'closed', because: 'link_withdrawn' })
    expect(sentences(ama)).toEqual([
      'The why of F1 stays as it is. This link has been withdrawn. You wrote “My argument”.',
    ])
    expect(ama.session.edit('Move', () => {})).toBe('link_withdrawn')
    expect(ama.network.attempts).toBe(1)
  })

  it('an erased board is wiped from this device', async () => {
    const ama = await world.visit()
    await world.pass(2_000)
    expect(await world.device.databases()).toHaveLength(1)
    world.room.dismiss(4410, 'board_erased')
    await world.pass(10_000)
    expect(ama.session.connection.get()).toMatchObject({ state: 'closed', because: 'board_erased' })
    expect(await world.device.databases()).toEqual([])
  })

  it('[A12] so is one of which that is heard only when its new epoch is asked for', async () => {
    const api = {
      read: async () => Promise.reject(new Problem('board_erased', '')),
      history: async () => ({ entries: [], next: null }),
    }
    const ama = await world.visit({ api })
    await world.pass(2_000)
    expect(await world.device.databases()).toHaveLength(1)

    world.room.dismiss(4409, 'epoch_stale')
    await world.pass(10_000)

    expect(ama.session.connection.get()).toMatchObject({ state: 'closed', because: 'board_erased' })
    expect(await world.device.databases()).toEqual([])
  })

  it('[H6] leaving wipes this device and nothing else', async () => {
    const ama = await world.visit()
    const ben = await world.visit({ name: 'ben' })
    await world.pass(2_000)
    await ama.session.leave()
    await world.settle()
    expect((await world.device.databases()).map((it) => it.name)).toEqual(['due-regard/board1/ben'])
    expect(ben.session.connection.get()).toMatchObject(saved)
  })
})

describe('what this device keeps', () => {
  it('[H2] a change that was not sent is there and sent when the board is opened again', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.move('F3', 'due-regard')
    ama.type('F3', 'Because.')
    await world.settle()
    expect(ama.session.connection.get()).toMatchObject({ saved: 'kept', unsaved: 2 })
    expect(ama.page.asksBeforeLeaving()).toBe(false)
    ama.crash()

    const again = await world.visit()
    await world.pass(10_000)
    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(world.room.doc.getText('why/F3').toString()).toBe('Because.')
    expect(again.session.connection.get()).toMatchObject(saved)
  })

  it('[H2] is shown at once where the network is away, and goes on being changed', async () => {
    const ama = await world.visit()
    await world.pass(2_000)
    lose(ama)
    ama.move('F3', 'due-regard')
    await world.settle()
    ama.crash()

    const again = await world.visit({ WebSocket: deafNetwork() })
    expect(again.columnOf('F3')).toBe('due-regard')
    again.move('F4', 'new-action')
    await world.settle()
    expect(again.session.connection.get()).toMatchObject({ unsaved: 2, saved: 'kept' })
    again.crash()

    const third = await world.visit()
    await world.pass(10_000)
    expect(world.roomColumn('F3')).toBe('due-regard')
    expect(world.roomColumn('F4')).toBe('new-action')
    expect(third.session.connection.get()).toMatchObject(saved)
  })

  it('a change whose acknowledgement never came is not made twice', async () => {
    world.room.prompt = true
    const ama = await world.visit()
    ama.type('F3', 'Once')
    // It reaches the room; the acknowledgement does not come back.
    ama.network.step()
    while (world.room.doc.getText('why/F3').length === 0) ama.network.step()
    ama.crash()
    world.room.change((doc) => doc.getText('why/F3').insert(4, ' and for all'))

    await world.visit()
    await world.pass(5_000)
    expect(world.room.doc.getText('why/F3').toString()).toBe('Once and for all')
  })

  it('[H3] two tabs have their own ids and their own unsaved changes', async () => {
    const one = await world.visit()
    const two = await world.visit()
    lose(one)
    lose(two)
    one.type('F1', 'From one.')
    two.type('F2', 'From two.')
    await world.settle()
    one.crash()

    const three = await world.visit()
    await world.pass(10_000)
    expect(world.room.doc.getText('why/F1').toString()).toBe('From one.')
    expect(world.room.doc.getText('why/F2').toString()).toBe('')
    expect(three.session.connection.get()).toMatchObject(saved)

    await regain(two)
    await world.pass(30_000)
    expect(world.room.doc.getText('why/F2').toString()).toBe('From two.')
  })

  it('[back-3] a crash in the middle of coming back loses and doubles nothing', async () => {
    for (const steps of Array.from({ length: 24 }, (_, at) => at)) {
      const here = sessionWorld()
      const ama = await here.visit()
      ama.network.down = true
      ama.network.cut()
      ama.type('F1', 'Mine. ')
      ama.move('F2', 'due-regard')
      ama.move('F3', 'due-regard')
      here.room.change((doc) => rootsOf(doc).placements.set('F3', { column: 'new-action', order: 'a0V' }))
      await here.pass(40_000)
      ama.network.down = false
      ama.page.online()
      for (let step = 0; step < steps; step += 1) {
        ama.network.step()
        await new Promise((resolve) => setImmediate(resolve))
      }
      ama.crash()

      const again = await here.visit()
      await here.pass(20_000)
      expect([steps, here.room.doc.getText('why/F1').toString()]).toEqual([steps, 'Mine. '])
      expect(here.roomColumn('F2')).toBe('due-regard')
      expect(here.roomColumn('F3')).toBe('new-action')
      expect(again.session.leftovers.get().map((it) => it.key)).toEqual(['F3'])
      expect(again.session.connection.get()).toMatchObject(saved)
      await here.end()
    }
  })

  it('[H1] without storage the board works and says that nothing is kept', async () => {
    const ama = await world.visit({ indexedDB: null })
    expect(ama.session.connection.get()).toMatchObject(saved)
    lose(ama)
    await world.settle()
    // Nothing is at risk yet.
    expect(ama.session.connection.get()).toMatchObject({ state: 'offline', saved: 'kept', unsaved: 0 })
    expect(ama.page.asksBeforeLeaving()).toBe(false)
    ama.move('F3', 'due-regard')
    await world.settle()
    expect(ama.session.connection.get()).toMatchObject({ saved: 'unkept', unsaved: 1 })
    expect(ama.page.asksBeforeLeaving()).toBe(true)
    await regain(ama)
    await world.pass(20_000)
    expect(world.roomColumn('F3')).toBe('due-regard')
  })

  it('[H1] storage that fails half way is noticed and said', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.move('F3', 'due-regard')
    await world.settle()
    expect(ama.session.connection.get().saved).toBe('kept')
    // Evicted: the browser takes the database away under the page.
    await new Promise((resolve) => {
      world.device.deleteDatabase('due-regard/board1/ama').onsuccess = resolve
    })
    ama.move('F4', 'due-regard')
    await world.settle()
    expect(ama.session.connection.get().saved).toBe('unkept')
    expect(ama.page.asksBeforeLeaving()).toBe(true)
    await regain(ama)
    await world.pass(20_000)
    expect(world.roomColumn('F4')).toBe('due-regard')
    expect(ama.session.connection.get().saved).toBe('saved')
  })

  it('what is kept of the room opens the board without asking for all of it again', async () => {
    const ama = await world.visit()
    ama.move('F3', 'due-regard')
    await world.pass(3_000)
    ama.session.close()
    await world.settle()
    const again = await world.visit({ WebSocket: deafNetwork() })
    expect(again.session.snapshot.get().ids).toHaveLength(8)
    expect(again.columnOf('F3')).toBe('due-regard')
  })

  it('the base never holds what the room has not confirmed, also when it is written in one piece', async () => {
    const ama = await world.visit()
    await world.pass(2_000)
    for (let at = 0; at < 250; at += 1) {
      world.room.change((doc) => rootsOf(doc).board.set('title', `Title ${at}`))
    }
    await world.settle()
    lose(ama)
    ama.move('F3', 'due-regard')
    await world.pass(5_000)
    ama.session.close()
    await world.settle()
    const base = await baseOf(world.device)
    expect(rootsOf(base).placements.has('F3')).toBe(false)
    expect(rootsOf(base).statements.size).toBe(8)
    expect(rootsOf(base).board.get('title')).toBe('Title 249')
  })
})

/** A WebSocket class whose every attempt fails. */
function deafNetwork(): typeof WebSocket {
  return class {
    readyState = 0
    protocol = ''
    onclose: ((event: { code: number; reason: string }) => void) | null = null
    constructor() {
      setImmediate(() => this.onclose?.({ code: 1006, reason: '' }))
    }
    send() {}
    close() {}
  } as unknown as typeof WebSocket
}

async function baseOf(device: IDBFactory): Promise<Y.Doc> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = device.open('due-regard/board1/ama')
    request.onsuccess = () => resolve(request.result)
  })
  const updates = await new Promise<Uint8Array[]>((resolve) => {
    const request = db.transaction('base').objectStore('base').getAll()
    request.onsuccess = () => resolve(request.result as Uint8Array[])
  })
  db.close()
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
