/** Frames of people and changes of the server's own, in one queue: what goes before what. */
import { expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { openScene, type Scene } from '../../support/rooms.ts'

const SPOT = { column: 'due-regard', above: null, below: null } as const

async function withAmaAndFay() {
  const scene = await openScene()
  const ama = scene.join('ama')
  await scene.settle()
  const edit = (at: number) =>
    scene.room.edit('fay', (doc) => {
      rootsOf(doc).placements.set('F2', { column: 'new-action', order: `a${at}V` })
    })
  return { ...scene, ama, edit, before: scene.room.store.journal.end }
}

/** Whose changes were saved, one after the other. */
async function savedSince(room: Scene['room'], before: number): Promise<string[]> {
  const by: string[] = []
  for await (const { record } of room.records(before)) if (record.type === 'update') by.push(record.by)
  return by
}

it('[E2] a move waits for one change that the server was asked for before it, and not for all of them', async () => {
  const { room, ama, edit, before, settle } = await withAmaAndFay()

  const edits = [1, 2, 3, 4].map(edit)
  ama.edit((doc) => moveStatement(doc, 'F1', SPOT))
  ama.pump()
  await settle()
  await Promise.all(edits)

  expect(await savedSince(room, before)).toEqual(['fay', 'ama', 'fay', 'fay', 'fay'])
})

it('[E2] it goes past nobody who waits for all that was asked before', async () => {
  const { room, ama, edit, before, settle } = await withAmaAndFay()

  const edits = [1, 2, 3].map(edit)
  const settled = room.settled()
  ama.edit((doc) => moveStatement(doc, 'F1', SPOT))
  ama.pump()
  await settle()
  await Promise.all([...edits, settled])

  expect(await savedSince(room, before)).toEqual(['fay', 'fay', 'fay', 'ama'])
})

it('[E2] in a full room nobody waits for the pace of turns who asks the server to change something', async () => {
  const { room, join, edit, settle, pump } = await withAmaAndFay()
  for (let seat = 0; seat < 60; seat += 1) join(`p${seat}`)
  await settle()
  let done = 0

  for (const it of [1, 2, 3].map(edit)) void it.then(() => (done += 1))
  await pump()

  expect([done, room.connections]).toEqual([3, 61])
})

it('[E2] whoever has the server change things without end keeps nobody waiting for what others see', async () => {
  const { room, clock, join, ama, edit, settle, pump } = await withAmaAndFay()
  const ben = join('ben')
  await settle()
  for (const it of [1, 2, 3, 4, 5, 6].map(edit)) await it
  clock.advance(7)

  ama.edit((doc) => moveStatement(doc, 'F1', SPOT))
  await pump()

  expect(rootsOf(ben.doc).placements.get('F1')).toMatchObject({ column: 'due-regard' })
  expect(rootsOf(room.doc).placements.get('F1')).toMatchObject({ column: 'due-regard' })
})

it('[E2] whoever has sent much has it judged after the one move of somebody else', async () => {
  let millis = 0
  const scene = await openScene({ stopwatch: () => (millis += 6) })
  const [ama, eve] = [scene.join('ama'), scene.join('eve')]
  await scene.settle()
  const { room, stores } = scene
  const before = room.store.journal.end
  let letGo = () => {}
  stores.faults.before = ({ what }) =>
    what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined

  for (let at = 0; at < 10; at += 1) {
    eve.edit((doc) => rootsOf(doc).placements.set('F2', { column: 'new-action', order: `a${at}V` }))
  }
  eve.pump()
  ama.edit((doc) => moveStatement(doc, 'F1', SPOT))
  ama.pump()
  stores.faults.before = () => {}
  letGo()
  await scene.settle()

  const by: string[] = []
  for await (const { record } of room.records(before)) if (record.type === 'change') by.push(record.by)
  expect(by.indexOf('ama')).toBeGreaterThan(0)
  expect(by.indexOf('ama')).toBeLessThan(3)
  expect(by.filter((it) => it === 'eve').length).toBeGreaterThan(3)
})

it('[E2] whoever goes ahead is saved by a turn of their own, and the others once it is theirs', async () => {
  const scene = await openScene()
  const { room, join, settle, pump } = scene
  const [ama, ...others] = ['ama', ...Array.from({ length: 40 }, (_, at) => `p${at}`)].map((it) => join(it))
  await settle()
  const allMove = (order: string) => {
    for (const it of others)
      it.edit((doc) => rootsOf(doc).placements.set('F2', { column: 'new-action', order }))
  }
  for (const order of ['a0V', 'a1V', 'a2V', 'a3V', 'a4V', 'a5V']) {
    allMove(order)
    await pump()
  }
  const before = room.store.journal.end

  allMove('a6V')
  ama?.edit((doc) => moveStatement(doc, 'F1', SPOT))
  await pump()
  const soon = await savedSince(room, before)
  await settle()

  expect(soon).toEqual(['ama'])
  // All at once; where what the first of them moved stands in the end, it is theirs alone.
  expect(await savedSince(room, before)).toEqual(['ama', expect.any(String)])
})

it('[E2] nor does that turn wait for the pace where it was asked for while another was being saved', async () => {
  const scene = await openScene()
  const { room, clock, stores, join, settle, pump } = scene
  const [ama, ...others] = ['ama', ...Array.from({ length: 40 }, (_, at) => `p${at}`)].map((it) => join(it))
  await settle()
  const allMove = (order: string) => {
    for (const it of others)
      it.edit((doc) => rootsOf(doc).placements.set('F2', { column: 'new-action', order }))
  }
  for (const order of ['a0V', 'a1V', 'a2V', 'a3V', 'a4V', 'a5V']) {
    allMove(order)
    await pump()
  }
  const before = room.store.journal.end
  let letGo = () => {}
  stores.faults.before = ({ what }) =>
    what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined

  clock.advance(20)
  await pump()
  ama?.edit((doc) => moveStatement(doc, 'F1', SPOT))
  await pump()
  stores.faults.before = () => {}
  letGo()
  await pump()

  expect(await savedSince(room, before)).toEqual([expect.any(String), 'ama'])
})
