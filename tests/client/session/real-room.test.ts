import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restoreBoard } from '../../../server/past/restoring.ts'
import { StorageUnavailable } from '../../../server/store/contract.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement, putStatement, setResponse } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { SUBPROTOCOL } from '../../../shared/wire.ts'
import { BOARD, openScene, quiet, type Scene } from '../../support/rooms.ts'
import { type Browsers, browsersAround, columnIn, type Visit } from '../../support/session-world.ts'

let scene: Scene
let world: Browsers

beforeEach(async () => {
  scene = await openScene({ statements: 8 })
  world = browsersAround({
    clock: scene.clock,
    epoch: () => scene.room.state.epoch,
    accept(end, { name, role }) {
      const epoch = end.url.searchParams.get('epoch')
      const early: Uint8Array[] = []
      end.onFrame = (frame) => early.push(frame)
      void scene.rooms.open(BOARD).then((room) => {
        const connection = room.join(
          { send: end.send, close: end.close, bufferedAmount: 0 },
          { participant: name, role, link: `link-${role}` },
          { speaksOurs: end.protocols.includes(SUBPROTOCOL), epoch: epoch === null ? null : Number(epoch) },
        )
        end.onFrame = (frame) => connection.receive(frame)
        end.onClose = () => connection.closed()
        for (const frame of early) connection.receive(frame)
      })
    },
  })
})
afterEach(async () => {
  await world.end()
  // A long board is kept in steps, which take time.
  let isClosed = false
  const closed = scene.rooms.close().finally(() => {
    isClosed = true
  })
  for (; !isClosed; await quiet()) scene.clock.advance(10)
  await closed
})

const saved = { state: 'online', saved: 'saved', unsaved: 0 }
const view = (visit: Visit) => visit.session.connection.get()
const inNewAction = { column: 'new-action', above: null, below: null } as const
const sentences = (visit: Visit) => visit.session.leftovers.get().map((it) => it.sentence)
const lose = (visit: Visit) => {
  visit.network.down = true
  visit.network.cut()
}
const regain = async (visit: Visit) => {
  visit.network.down = false
  await world.pass(40_000)
}
const there = (statement: string) => columnIn(scene.room.doc, statement)
/** As another person, through a peer of their own. */
const byBen = async (statement: string, column: 'new-action' | 'due-regard') => {
  const ben = await world.visit({ name: 'ben' })
  ben.move(statement, column)
  await world.pass(1_000)
  ben.crash()
}

describe('with the real room', () => {
  it('is saved, and others see it', async () => {
    const ama = await world.visit()
    const ben = await world.visit({ name: 'ben' })
    await world.pass(1_000)
    expect(view(ama)).toMatchObject(saved)
    ama.move('F3', 'due-regard')
    ama.type('F3', 'Because.')
    await world.pass(1_000)
    expect(view(ama)).toMatchObject(saved)
    expect([ben.columnOf('F3'), ben.why('F3')]).toEqual(['due-regard', 'Because.'])
    expect(view(ben)).toMatchObject(saved)
  })

  it('[guard-1] nothing that this browser sends is refused, whatever people do in turn', async () => {
    const fay = await world.visit({ name: 'fay', role: 'facilitator' })
    const ama = await world.visit()
    const ray = await world.visit({ name: 'ray', role: 'reviewer' })
    for (let round = 0; round < 5; round += 1) {
      ama.move(`F${round + 1}`, 'due-regard')
      fay.move(`F${round + 1}`, 'new-action')
      ama.type('F1', `${ama.why('F1')} ama${round}`)
      fay.type('F1', `${fay.why('F1')} fay${round}`)
      await world.pass(1_000)
      ama.session.undo()
      fay.session.undo()
      fay.session.redo()
      ray.session.edit('Comment', (doc) =>
        doc.getMap('comments').set(`ray/c${round}`, { on: 'F1', text: 'Noted.' }),
      )
      fay.session.edit('Add', (doc) =>
        putStatement(doc, `G${round}`, { source: 'F', number: `9${round}`, text: 'Another.' }),
      )
      await world.pass(1_000)
    }
    for (const visit of [fay, ama, ray]) {
      expect(view(visit)).toMatchObject(saved)
      expect(visit.network.attempts).toBe(1)
      expect(visit.session.leftovers.get()).toEqual([])
      expect(visit.why('F1')).toBe(scene.room.doc.getText('why/F1').toString())
      for (const id of ['F1', 'F2', 'F3', 'F4', 'F5']) expect(visit.columnOf(id)).toBe(there(id))
    }
  })

  it('[back-2] apart for long: replayed where nobody touched it, listed where somebody did', async () => {
    const ama = await world.visit()
    lose(ama)
    for (const id of ['F1', 'F2', 'F3']) ama.move(id, 'due-regard')
    ama.session.edit('Evidence', (doc) => setResponse(doc, 'F1', 'evidence', 'The audit'))
    await byBen('F2', 'new-action')
    await world.pass(40_000)
    world.history = (await scene.room.history({ limit: 50 })).map((it) => ({ ...it, name: 'Ben Okafor' }))
    await regain(ama)

    expect([there('F1'), there('F2'), there('F3')]).toEqual(['due-regard', 'new-action', 'due-regard'])
    expect(rootsOf(scene.room.doc).responses.get('F1/evidence')).toBe('The audit')
    expect(sentences(ama)).toEqual([
      expect.stringMatching(/^F2 was moved by Ben Okafor at \d\d:\d\d\. Yours was Due regard\.$/),
    ])
    expect(view(ama)).toMatchObject(saved)
  })

  it('[write-7] a move that crosses the lock is compared, not punished', async () => {
    const ama = await world.visit()
    lose(ama)
    ama.move('F1', 'due-regard')
    await scene.room.changeLock('fay', false, true)
    await world.pass(5_000)
    ama.network.down = false
    ama.page.online()
    await world.pass(40_000)

    expect(there('F1')).toBe('unsorted')
    expect(sentences(ama)).toEqual([
      'F1 stays as it is. The facilitator has locked the board. Yours was Due regard.',
    ])
    expect(view(ama)).toMatchObject(saved)
  })

  it('[saved-6] a rebuild under way loses nothing, and brings nothing back', async () => {
    const ama = await world.visit()
    ama.move('F1', 'due-regard')
    await world.pass(1_000)
    lose(ama)
    ama.move('F2', 'new-action')
    await scene.room.rebuild('erase', (doc) => rootsOf(doc).statements.delete('F8'))
    await world.pass(10_000)
    await regain(ama)

    expect([there('F1'), there('F2')]).toEqual(['due-regard', 'new-action'])
    expect(rootsOf(scene.room.doc).statements.has('F8')).toBe(false)
    expect(ama.session.snapshot.get().statements.has('F8')).toBe(false)
    expect(view(ama)).toMatchObject(saved)
    ama.move('F3', 'new-action')
    await world.pass(1_000)
    expect(there('F3')).toBe('new-action')
  })

  it.each([
    ['for a moment', 5_000],
    ['for long', 45_000],
  ])('[past-5] away %s while the board is restored: nothing of it is undone', async (_, apart) => {
    const ama = await world.visit()
    for (const id of ['F1', 'F2']) ama.move(id, 'new-action')
    await world.pass(1_000)
    const { position } = scene.room.state
    await byBen('F2', 'due-regard')
    await world.pass(1_000)
    lose(ama)
    ama.move('F2', 'watching-brief')
    ama.move('F3', 'watching-brief')

    const restored = restoreBoard(
      scene.room,
      'fay',
      { to: { position }, reason: 'Too early', from: 0 },
      () => 1,
    )
    await world.pass(apart)
    await restored
    await regain(ama)

    expect(there('F2')).toBe('new-action')
    expect(there('F3')).toBe('watching-brief')
    expect(ama.columnOf('F2')).toBe('new-action')
    expect(sentences(ama)).toEqual([expect.stringContaining('Yours was Watching brief.')])
    expect(view(ama)).toMatchObject(saved)
  })

  it('[saved-3] what was called saved is there when the process was killed and started again', async () => {
    const ama = await world.visit()
    ama.move('F1', 'due-regard')
    await world.pass(1_000)
    expect(view(ama)).toMatchObject(saved)
    ama.network.cut()
    await scene.restart()
    ama.move('F2', 'new-action')
    await world.pass(40_000)
    expect([there('F1'), there('F2')]).toEqual(['due-regard', 'new-action'])
    expect(view(ama)).toMatchObject(saved)
  })

  it('[A4] while the disk takes nothing the line says so, and it drains by itself', async () => {
    const ama = await world.visit()
    await world.pass(1_000)
    scene.stores.faults.before = ({ what }) => {
      if (what === 'append' || what === 'probe') throw new StorageUnavailable('the disk is full')
    }
    ama.move('F1', 'due-regard')
    await world.pass(5_000)
    expect(view(ama)).toMatchObject({ state: 'online', saved: 'kept', serverKeeping: false, unsaved: 1 })
    scene.stores.faults.before = () => {}
    await world.pass(10_000)
    expect(view(ama)).toMatchObject({ ...saved, serverKeeping: true })
    expect(there('F1')).toBe('due-regard')
  })

  it('an observer follows, also after the room was opened anew', async () => {
    const screen = await world.visit({ name: 'screen', role: 'observer' })
    const ama = await world.visit()
    ama.move('F1', 'due-regard')
    await world.pass(1_000)
    expect(screen.columnOf('F1')).toBe('due-regard')

    screen.network.cut()
    ama.network.cut()
    await scene.restart()
    await world.pass(40_000)
    ama.move('F2', 'due-regard')
    await world.pass(1_000)
    expect(screen.columnOf('F2')).toBe('due-regard')
    expect(view(screen)).toMatchObject({ state: 'online', saved: 'saved' })
  })

  it('somebody who comes while the board is being prepared waits, and is let in when it opens', async () => {
    await scene.room.changePhase('fay', 'open', 'preparing')
    const ama = await world.visit()
    await world.pass(120_000)
    expect(view(ama)).toMatchObject({ state: 'offline', because: 'phase_forbids' })
    expect(ama.network.attempts).toBeLessThan(25)

    await (await scene.rooms.open(BOARD)).changePhase('fay', 'preparing', 'open')
    await world.pass(40_000)
    expect(view(ama)).toMatchObject(saved)
    expect(view(ama).because).toBeUndefined()
  })

  it('[C16] five hundred moves made offline come in without a word about their number', async () => {
    const many = await openScene({ statements: 500 })
    scene = many
    const ama = await world.visit({ name: 'cleo' })
    await world.pass(1_000)
    lose(ama)
    for (let at = 1; at <= 500; at += 1) ama.move(`F${at}`, at % 2 ? 'due-regard' : 'new-action')
    await world.pass(40_000)
    await regain(ama)
    expect(view(ama)).toMatchObject(saved)
    expect([there('F1'), there('F500')]).toEqual(['due-regard', 'new-action'])
    expect(ama.network.attempts).toBeLessThan(12)
  })

  it('[C5][saved-2] two pages of one person that drew one client id: what the room holds of one is not called saved for the other', async () => {
    const ama = await world.visit()
    await world.pass(1_000)
    lose(ama)
    let client = 0
    ama.session.edit('Evidence', (doc) => {
      client = doc.clientID
      setResponse(doc, 'F1', 'evidence', 'The audit')
    })
    const elsewhere = scene.join('ama')
    elsewhere.doc.clientID = client
    await scene.settle()
    for (const id of ['F3', 'F4']) elsewhere.edit((doc) => moveStatement(doc, id, inNewAction))
    await scene.settle()
    ama.network.down = false
    ama.page.online()
    await world.pass(10_000)

    expect(rootsOf(scene.room.doc).responses.get('F1/evidence')).toBe('The audit')
    expect([ama.columnOf('F3'), ama.columnOf('F4')]).toEqual(['new-action', 'new-action'])
    expect(view(ama)).toMatchObject(saved)
    expect(ama.session.leftovers.get()).toEqual([])
  })

  it('presence reaches the others, stamped by the room', async () => {
    const ama = await world.visit()
    const ben = await world.visit({ name: 'ben' })
    ama.session.hold({ statement: 'F1', over: 'due-regard', slot: 0, x: 0.5, y: 0.5 })
    await world.pass(1_000)
    expect(ben.session.presence.get()).toMatchObject([{ who: 'ama', hold: { statement: 'F1' } }])
    ama.session.hold(null)
    ama.session.edit('Move', (doc) =>
      moveStatement(doc, 'F1', spotAt(ama.session.snapshot.get(), 'due-regard', 0)),
    )
    await world.pass(5_000)
    expect(ben.session.presence.get()[0]?.hold ?? null).toBeNull()
    ama.crash()
    await world.pass(1_000)
    expect(ben.session.presence.get()).toEqual([])
  })
})
