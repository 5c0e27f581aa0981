/**
 * A server that restarts under three hundred people: when they come back, and with what.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LiveRoom } from '../../../server/sync/room.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import { SUBPROTOCOL } from '../../../shared/wire.ts'
import { BOARD, openScene, quiet, type Scene } from '../../support/rooms.ts'
import { type Browsers, browsersAround, type Visit } from '../../support/session-world.ts'

const PEOPLE = 300
/** So many write; the others follow, which spares this test three hundred times three hundred cursors. */
const WRITERS = 30
/** A server is back within this. */
const START_MS = 2_000

let scene: Scene
let world: Browsers
let visits: Visit[]

beforeEach(async () => {
  scene = await openScene({ statements: 3 })
  world = browsersAround({
    clock: scene.clock,
    epoch: () => scene.room.state.epoch,
    accept(end, { name, role }) {
      const early: Uint8Array[] = []
      end.onFrame = (frame) => early.push(frame)
      scene.rooms.open(BOARD).then(
        (room) => {
          const connection = room.join(
            { send: end.send, close: end.close, bufferedAmount: 0 },
            { participant: name, role, link: 'linkP' },
            { speaksOurs: end.protocols.includes(SUBPROTOCOL), epoch: null },
          )
          end.onFrame = (frame) => connection.receive(frame)
          end.onClose = () => connection.closed()
          for (const frame of early) connection.receive(frame)
        },
        () => end.close(1012, 'stopping'),
      )
    },
  })
  visits = []
  for (let at = 0; at < PEOPLE; at += 1) {
    visits.push(await world.visit({ name: `p${at}`, role: at < WRITERS ? 'participant' : 'observer' }))
  }
  await move(1_000)
}, 60_000)
afterEach(() => world.end())

const isBack = ({ session }: Visit) => session.connection.get().state === 'online'

/** Lets time pass in small steps; tells at each who is back. */
async function move(ms: number, look: () => void = () => {}): Promise<void> {
  for (let gone = 0; gone < ms; gone += 100) {
    scene.clock.advance(100)
    for (let turn = 0; turn < 2; turn += 1) {
      for (const { network } of visits) network.pump()
      await quiet()
    }
    look()
  }
}

const setDown = (isDown: boolean) => {
  for (const { network } of visits) network.down = isDown
}

/** Milliseconds after now at which each is back; all of them within 30 seconds. */
async function returns(): Promise<number[]> {
  const began = scene.clock.now()
  const back = new Map<Visit, number>()
  await move(30_000, () => {
    for (const it of visits) if (isBack(it) && !back.has(it)) back.set(it, scene.clock.now() - began)
  })
  return visits.map((it) => back.get(it) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
}

function expectSpread(back: readonly number[]): void {
  const inOneSecond = back.map((from) => back.filter((it) => it >= from && it < from + 1_000).length)
  expect(Math.max(...inOneSecond)).toBeLessThan(PEOPLE / 2)
  expect((back.at(-1) ?? 0) - (back[0] ?? 0)).toBeGreaterThanOrEqual(4_500)
  expect(back[Math.floor(PEOPLE * 0.95)]).toBeLessThanOrEqual(10_000)
}

describe('[B7] three hundred people', { timeout: 60_000 }, () => {
  it('come back spread over five seconds after a server was killed, nineteen of twenty within ten', async () => {
    const [ama] = visits as [Visit]
    setDown(true)
    for (const { network } of visits) network.cut()
    ama.session.edit('Comment', (doc) => addComment(doc, 'p0', 'c1', { on: 'F1', text: 'Unsent.' }))
    await move(START_MS)
    await scene.restart()
    setDown(false)

    const back = await returns()

    expectSpread(back)
    expect(rootsOf(scene.room.doc).comments.has('p0/c1')).toBe(true)
    expect(ama.session.connection.get()).toMatchObject({ saved: 'saved', unsaved: 0 })
  })

  it('[I1] come back as well after it was asked to stop, and no change is lost', async () => {
    for (const [at, { session }] of visits.slice(0, WRITERS).entries()) {
      session.edit('Comment', (doc) => addComment(doc, `p${at}`, 'c1', { on: 'F1', text: 'Sent.' }))
    }
    let isClosed = false
    void scene.rooms.close().then(() => {
      isClosed = true
    })
    while (!isClosed) await move(100)
    setDown(true)
    for (const { network } of visits) network.cut()
    await move(START_MS)
    await scene.restart()
    setDown(false)

    const back = await returns()

    expectSpread(back)
    const { comments } = rootsOf((scene.room as LiveRoom).doc)
    for (let at = 0; at < WRITERS; at += 1) expect(comments.has(`p${at}/c1`)).toBe(true)
    expect(visits.every((it) => it.session.connection.get().saved === 'saved')).toBe(true)
  })
})
