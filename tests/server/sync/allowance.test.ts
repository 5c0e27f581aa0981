/**
 * What one person may use of a room, over however many sockets; and that nobody else pays for it.
 */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Allowances } from '../../../server/sync/allowance.ts'
import { openVolumes } from '../../../server/sync/volume.ts'
import type { Clock } from '../../../shared/clock.ts'
import { addComment, moveStatement } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { FRAME, SYNC } from '../../../shared/wire.ts'
import { openScene, type Peer, type Scene } from '../../support/rooms.ts'
import { testClock } from '../../support/test-clock.ts'

const allowancesOn = (clock: Clock) => {
  const volumes = openVolumes(clock)
  return new Allowances(clock, (person, link) => volumes('board', person, link))
}

const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** What somebody else does reaches somebody else at once. */
async function othersWork(scene: Scene, ama: Peer, ben: Peer): Promise<void> {
  const text = `Noted ${Math.random()}`
  ama.edit((doc) => addComment(doc, 'ama', `c${doc.getMap('comments').size}`, { on: 'F1', text }))
  await scene.pump()
  scene.clock.advance(100)
  await scene.pump()
  const seen = [...ben.doc.getMap<{ text: string }>('comments').values()].map((it) => it.text)
  expect(seen).toContain(text)
}

async function openThree() {
  let work = 0
  const scene = await openScene({ stopwatch: () => work })
  const [ama, ben, eve] = ['ama', 'ben', 'eve'].map((it) => scene.join(it)) as [Peer, Peer, Peer]
  await scene.settle()
  return {
    scene,
    ama,
    ben,
    eve,
    /** Every look at the watch finds so many milliseconds gone. */
    makeDear: (millis: number, room = scene.room) => {
      const { deps } = room as unknown as { deps: { stopwatch: () => number } }
      deps.stopwatch = () => {
        work += millis
        return work
      }
    },
  }
}

describe('[S4] whoever sends more than anybody needs', () => {
  it('[E4][C14] is read more slowly, on every socket, and then again', async () => {
    const { scene, ama, ben, eve } = await openThree()
    const other = scene.join('eve')
    await scene.settle()
    for (let at = 0; at < 2_000; at += 1) eve.up.push(Uint8Array.of(FRAME.queryAwareness))

    await scene.pump()

    expect(eve.up.length).toBeGreaterThan(900)
    expect([eve.isPaused, other.isPaused, ama.isPaused]).toEqual([true, true, false])
    await othersWork(scene, ama, ben)

    scene.clock.advance(20_000)
    await scene.pump()
    scene.clock.advance(20_000)
    await scene.pump()
    expect(eve.up).toHaveLength(0)
    expect([eve.isPaused, other.isPaused]).toEqual([false, false])
    expect(eve.closedWith).toBeNull()
  })

  it('[E4] is not read sooner by leaving one socket and opening the next', async () => {
    const { scene, eve } = await openThree()
    scene.join('eve')
    for (let at = 0; at < 1_500; at += 1) eve.up.push(Uint8Array.of(FRAME.queryAwareness))
    await scene.pump()

    eve.drop()
    const next = scene.join('eve')

    expect(next.isPaused).toBe(true)
  })

  it('[C18] pings count as frames do', async () => {
    const { scene, eve } = await openThree()

    for (let at = 0; at < 1_500; at += 1) eve.connection?.pinged()

    expect(eve.isPaused).toBe(true)
    scene.clock.advance(10_000)
    expect(eve.isPaused).toBe(false)
  })

  it('[E4] has presence passed over meanwhile, not edits', async () => {
    const { scene, ama, ben, eve } = await openThree()
    for (let at = 0; at < 1_100; at += 1) eve.connection?.pinged()
    eve.isPaused = false
    eve.sendPresence({ looking: 'F1' })
    eve.edit((doc) => moveStatement(doc, 'F1', inDueRegard))

    await scene.pump()
    scene.clock.advance(100)
    await scene.pump()

    expect(ben.heard.presence.has(eve.doc.clientID)).toBe(false)
    expect(ben.doc.getMap('placements').has('F1')).toBe(true)
    await othersWork(scene, ama, ben)
  })
})

describe('[S4] whoever makes the room work', () => {
  it('[E1] waits for as long as that took from everybody else, and is not refused', async () => {
    const { scene, ama, ben, eve, makeDear } = await openThree()
    makeDear(200)
    const edit = () => eve.edit((doc) => moveStatement(doc, 'F1', inDueRegard))

    for (let at = 0; at < 3; at += 1) edit()
    await scene.pump()
    expect(eve.isPaused).toBe(true)
    edit()
    await scene.pump()

    expect(eve.up.length).toBeGreaterThan(0)
    makeDear(0)
    await othersWork(scene, ama, ben)
    scene.clock.advance(60_000)
    await scene.pump()
    expect(eve.up).toHaveLength(0)
    expect(eve.closedWith).toBeNull()
  })

  it('[C8] pays for what is refused, and comes in again only once it is paid', async () => {
    const { scene, eve, makeDear } = await openThree()
    makeDear(700)
    eve.sendSync(SYNC.update, Uint8Array.of(1, 1, 9))
    await scene.pump()
    expect(eve.closedWith?.code).toBe(4400)

    const again = scene.join('eve')
    expect(again.closedWith).toEqual({ code: 1013, reason: 'too_many' })

    makeDear(0)
    scene.clock.advance(60_000)
    expect(scene.join('eve').closedWith).toBeNull()
  })

  it('[C14] pays for every answer as long as the board', async () => {
    const { scene, eve, makeDear } = await openThree()
    makeDear(600)

    eve.sendSync(SYNC.step1, Y.encodeStateVector(new Y.Doc()))
    await scene.pump()

    expect(eve.isPaused).toBe(true)
  })

  it('[E3] has no more than so much waiting, and is read on once it has been judged', async () => {
    const { scene, ama, ben, eve } = await openThree()
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    scene.stores.faults.before = async ({ what }) => {
      if (what === 'append') await opened
    }
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    eve.edit((doc) => {
      for (let at = 0; at < 300; at += 1)
        addComment(doc, 'eve', `l${at}`, { on: 'F1', text: 'x'.repeat(1_000) })
    })

    await scene.pump()
    expect(eve.isPaused).toBe(true)
    scene.clock.advance(1_000)
    expect(eve.isPaused).toBe(true)
    open()
    await scene.pump()
    scene.clock.advance(1_000)
    await scene.pump()

    expect(eve.isPaused).toBe(false)
    expect(ben.doc.getMap('comments').size).toBe(300)
  })
})

describe('[S4] somebody with many sockets', () => {
  it('[E2] has so many and no more, and others have theirs', async () => {
    const scene = await openScene()
    for (let seat = 0; seat < LIMITS.connectionsEach; seat += 1) scene.join('eve')

    const more = scene.join('eve')
    const ama = scene.join('ama')

    expect(more.closedWith).toEqual({ code: 1013, reason: 'too_many' })
    expect(ama.closedWith).toBeNull()
    scene.peers[0]?.drop()
    expect(scene.join('eve').closedWith).toBeNull()
  })

  it('[E2] gives one up on a full board for somebody who has none', async () => {
    const scene = await openScene()
    for (let seat = 0; seat < 10; seat += 1) scene.join('eve')
    for (let seat = 10; seat < LIMITS.connections; seat += 1) scene.join(`p${seat}`)

    const ama = scene.join('ama')
    await scene.pump()

    expect(ama.closedWith).toBeNull()
    const closed = scene.peers.filter((it) => it.closedWith !== null)
    expect(closed.map((it) => it.closedWith)).toEqual([{ code: 1013, reason: 'too_many' }])
    expect(scene.peers.indexOf(closed[0] as Peer)).toBeLessThan(10)
    expect(scene.room.connections).toBe(LIMITS.connections)
  })

  it('[E3] has one allowance of frames for all of them', async () => {
    const scene = await openScene()
    const eves = Array.from({ length: 10 }, () => scene.join('eve'))
    const ama = scene.join('ama')
    await scene.settle()

    for (const eve of eves) for (let at = 0; at < 60; at += 1) eve.sendSync(SYNC.update, Uint8Array.of(0, 0))
    await scene.pump()

    const closed = eves.filter((it) => it.closedWith?.reason === 'too_many')
    expect(closed.length).toBeGreaterThan(2)
    expect(closed.length).toBeLessThan(5)
    expect(ama.closedWith).toBeNull()
  })
})

it('[C16][S4] whoever writes under one client id after the other is told to wait, others are not', async () => {
  const scene = await openScene()
  const ama = scene.join('ama')
  let refused = 0
  for (let at = 0; at < 200; at += 1) {
    const eve = scene.join('eve')
    await scene.pump()
    eve.edit((doc) => addComment(doc, 'eve', `c${at}`, { on: 'F1', text: 'Again.' }))
    await scene.pump()
    if (eve.closedWith?.reason === 'too_many') refused += 1
    eve.drop()
    scene.peers.splice(scene.peers.indexOf(eve), 1)
    scene.clock.advance(1_100)
  }

  expect(scene.room.clientIds).toBeLessThan(150)
  expect(refused).toBeGreaterThan(50)
  ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
  await scene.pump()
  expect(ama.closedWith).toBeNull()
  expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
})

it('[E6] whoever has gone and owes nothing is forgotten, whoever owes or is here is not', () => {
  const clock = testClock()
  const allowances = allowancesOn(clock)
  const eve = allowances.of('eve', 'linkP')
  eve.work.use(100_000)
  const ama = allowances.of('ama', 'linkP')
  ama.sit({ pause: () => {}, resume: () => {} })
  for (let at = 0; at < 98; at += 1) allowances.of(`passing${at}`, 'linkP').read()
  clock.advance(60_000)

  for (let at = 0; at < 50; at += 1) allowances.of(`more${at}`, 'linkP')

  expect(allowances.size).toBeLessThan(60)
  expect(allowances.of('eve', 'linkP')).toBe(eve)
  expect(allowances.of('ama', 'linkP')).toBe(ama)
  expect(eve.owes).toBe(true)
})

it('[E2][S4] somebody who is forty people by one link gets no more of the room than a hall of people needs', () => {
  const clock = testClock()
  const allowances = allowancesOn(clock)
  const seated = (name: string, link: string) => {
    const it = { name, isPaused: false, allowance: allowances.of(name, link) }
    it.allowance.sit({
      pause() {
        it.isPaused = true
      },
      resume() {
        it.isPaused = false
      },
    })
    return it
  }
  const eves = Array.from({ length: 40 }, (_, at) => seated(`eve${at}`, 'linkP'))
  const [ama, ben] = [seated('ama', 'linkP'), seated('ben', 'linkR')]
  let taken = 0
  const waited = new Set<string>()

  for (let tenth = 0; tenth < 600; tenth += 1) {
    const use = (who: typeof ama, millis: number) => {
      if (who.isPaused) return waited.add(who.name)
      who.allowance.spend(millis)
      who.allowance.restIfSpent()
      return who
    }
    for (const eve of eves) {
      if (!eve.isPaused) taken += 2
      use(eve, 2)
    }
    // A tenth of a millisecond a change: as many as anybody makes.
    if (tenth % 5 === 0) for (const it of [ama, ben]) use(it, 0.2)
    clock.advance(100)
  }

  // Each of them alone might have twenty milliseconds a second for a minute: together they have had a fifth of all.
  expect(taken / 60_000).toBeLessThan(0.25)
  expect(waited.has('eve0')).toBe(true)
  expect([ama, ben].map((it) => waited.has(it.name))).toEqual([false, false])
})

it('[C16][S4] somebody who is many people by one link brings few client ids, and a page loaded anew is let in', () => {
  const clock = testClock()
  const allowances = allowancesOn(clock)
  const ama = allowances.of('ama', 'linkP')
  expect(ama.claim(1)).toBe(true)
  let brought = 0

  for (let minute = 0; minute < 60; minute += 1) {
    for (let at = 0; at < 60; at += 1) {
      const eve = allowances.of(`eve${minute}/${at}`, 'linkP')
      for (let page = 0; page < 100; page += 1) if (eve.claim(1)) brought += 1
      clock.advance(1_000)
    }
  }

  // Each for themselves might have brought seventy-two.
  expect(brought).toBeLessThan(60 * 60 * 12)
  expect(ama.claim(1)).toBe(true)
  clock.advance(5 * 60_000)
  expect(ama.claim(40)).toBe(true)
})

it('[C16] a device that was away in many sittings is let in as soon as so many may come', () => {
  const clock = testClock()
  const ama = allowancesOn(clock).of('ama', 'linkP')
  for (let page = 0; page < 20; page += 1) ama.claim(1)

  expect(ama.claim(64)).toBe(false)
  clock.advance(12 * 20_000)

  expect(ama.claim(64)).toBe(true)
})
