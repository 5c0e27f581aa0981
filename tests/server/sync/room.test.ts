import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, editText, moveStatement } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { Problem } from '../../../shared/problem.ts'
import { SYNC } from '../../../shared/wire.ts'
import { forge } from '../../support/forge.ts'
import { contentOf, openScene, type Peer } from '../../support/rooms.ts'

const at = (column: 'due-regard' | 'new-action' | 'watching-brief') => ({ column, above: null, below: null })
const inDueRegard = at('due-regard')
const placed = { column: 'due-regard', order: 'a1V' }

describe('a room', () => {
  it('[saved-1][move-1] brings two who move one statement at once to one place', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ben.edit((doc) => moveStatement(doc, 'F1', at('new-action')))
    await scene.settle()

    expect(contentOf(ama.doc)).toEqual(contentOf(scene.room.doc))
    expect(contentOf(ben.doc)).toEqual(contentOf(scene.room.doc))
  })

  it('[guard-6][C13] gives out the bytes of its own document, never those that came', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    const bytes = forge([
      { client: 77, clock: 0, items: [{ root: 'placements', key: 'F1', values: [placed] }] },
    ])
    const odd = Uint8Array.of(...bytes.slice(0, -1), 0x80, 0x00)

    ama.sendSync(SYNC.update, odd)
    await scene.pump()

    const frame = ben.down.concat()
    expect(frame).toEqual([])
    expect(ben.doc.getMap('placements').get('F1')).toEqual(placed)
    const last = scene.world.boards.get(scene.room.id)?.records.slice(-2)[0]
    expect(Buffer.from(last ?? []).includes(Buffer.from(odd))).toBe(false)
  })

  it('[write-8][D2] refuses an observer’s write, says why, and closes for good', async () => {
    const scene = await openScene()
    const oli = scene.join('oli', 'observer')
    await scene.settle()
    const before = contentOf(scene.room.doc)

    oli.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    expect(oli.heard.refused).toEqual([expect.objectContaining({ code: 'role_forbids' })])
    expect(oli.closedWith).toEqual({ code: 4403, reason: 'role_forbids' })
    expect(contentOf(scene.room.doc)).toEqual(before)
  })

  it('[D2] takes the whole copy of an observer who comes back for what it is: nothing new', async () => {
    const scene = await openScene()
    const oli = scene.join('oli', 'observer')
    await scene.settle()
    const moved = async (column: 'due-regard' | 'new-action') => {
      await scene.room.edit('fay', (doc) => moveStatement(doc, 'F1', { column, above: null, below: null }))
      await scene.settle()
    }
    await moved('new-action')
    await moved('due-regard')
    oli.drop()

    // A provider says of all that was ever overwritten that it is gone, whatever it was asked for.
    const again = scene.join('oli', 'observer', { doc: oli.doc })
    await scene.settle()
    await moved('new-action')

    expect(again.closedWith).toBeNull()
    expect(again.doc.getMap('placements').get('F1')).toMatchObject({ column: 'new-action' })
  })

  it('[write-8][D2] refuses what an observer builds on nothing at once, and waits for no more of it', async () => {
    const scene = await openScene()
    const oli = scene.join('oli', 'observer')
    await scene.settle()

    oli.sendSync(SYNC.update, forge([{ client: 77, clock: 5, items: [{ root: 'why/F1', text: 'x' }] }]))
    await scene.pump()

    expect(oli.closedWith).toEqual({ code: 4403, reason: 'role_forbids' })
  })

  it('[guard-3][C5] of two who drew one client id and write in the same moment the second takes another', async () => {
    const scene = await openScene()
    const [ama, ben] = ['ama', 'ben'].map((it) => scene.join(it)) as [Peer, Peer]
    await scene.settle()
    for (const { doc } of [ama, ben]) doc.clientID = 77
    let letGo = () => {}
    scene.stores.faults.before = ({ what }) =>
      what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined
    const before = scene.room.record([{ type: 'lock', at: 1, by: 'server', from: false, to: false }])

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    scene.stores.faults.before = () => {}
    letGo()
    await before
    await scene.pump()

    expect([ama, ben].map((it) => it.heard.refused.map(({ code }) => code))).toEqual([[], ['client_taken']])
  })

  it('[guard-1] goes on with what others sent in the same moment as a refused update', async () => {
    const scene = await openScene()
    const [ama, eve, ben] = ['ama', 'eve', 'ben'].map((it) => scene.join(it)) as [Peer, Peer, Peer]
    await scene.settle()

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    eve.edit((doc) => rootsOf(doc).statements.delete('F1'))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()

    expect(eve.closedWith?.code).toBe(4403)
    expect([...scene.room.doc.getMap('placements').keys()].sort()).toEqual(['F1', 'F2'])
    expect(contentOf(ama.doc)).toEqual(contentOf(ben.doc))
  })

  it('[guard-4][B6] asks once for what was lost, and calls nothing saved before it came', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    const savedBefore = ama.heard.saved.at(-1) ?? 0
    ama.heard.sync.length = 0

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ama.up.pop()
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    ama.edit((doc) => moveStatement(doc, 'F3', inDueRegard))
    const frames = ama.up.splice(0)
    for (const frame of frames) ama.connection?.receive(frame)
    expect(ama.heard.saved.at(-1)).toBe(savedBefore)
    await scene.settle()

    expect(ama.heard.sync.filter((it) => it === 'step1')).toHaveLength(1)
    expect(contentOf(ben.doc)).toEqual(contentOf(ama.doc))
    // The lost one was counted by its author alone: what is saved is what arrived.
    expect(ama.heard.saved.at(-1)).toBe(ama.sent - 1)
    expect(ama.closedWith).toBeNull()
  })

  it('[guard-4][B6] sends away a whole copy that builds on what neither it nor the board has', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.settle()

    eve.sendSync(SYNC.step2, forge([{ client: 77, clock: 5, items: [{ root: 'why/F1', text: 'x' }] }]))
    await scene.pump()

    expect(eve.closedWith).toEqual({ code: 4409, reason: 'update_incomplete' })
  })

  it('[guard-4][saved-2] calls nothing saved that came after a lost one, though it was taken', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => rootsOf(doc).responses.set('F1/evidence', 'We do this.'))
    await scene.settle()
    const savedBefore = ama.heard.saved.at(-1)
    let letGo = () => {}
    scene.stores.faults.before = ({ what }) =>
      what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined
    const recording = scene.room.record([{ type: 'lock', at: 1, by: 'server', from: false, to: false }])

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ama.up.pop()
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    ama.edit((doc) => rootsOf(doc).responses.delete('F1/evidence'))
    for (const frame of ama.up.splice(0)) ama.connection?.receive(frame)
    scene.stores.faults.before = () => {}
    letGo()
    await recording
    await scene.room.settled()
    while (ama.pumpDown());

    expect(scene.room.doc.getMap('responses').has('F1/evidence')).toBe(false)
    expect(ama.heard.saved.at(-1)).toBe(savedBefore)
    // Nor is anything called saved twice.
    expect(new Set(ama.heard.saved).size).toBe(ama.heard.saved.length)
    await scene.settle()
    expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
  })

  it('[guard-4][B6] whoever does not fill a gap within ten seconds is to come again', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.settle()

    eve.sendSync(
      SYNC.update,
      forge([{ client: 9, clock: 7, items: [{ root: 'placements', key: 'F1', values: [placed] }] }]),
    )
    eve.pump()
    eve.down.length = 0
    scene.clock.advance(10_000)
    await scene.pump()

    expect(eve.closedWith).toEqual({ code: 1013, reason: 'too slow' })
  })

  it('[guard-4][B5] takes an edit made before the whole copy was asked for, once that comes', async () => {
    const scene = await openScene()
    const offline = new Y.Doc()
    Y.applyUpdate(offline, Y.encodeStateAsUpdate(scene.room.doc))
    moveStatement(offline, 'F1', inDueRegard)
    const ama = scene.join('ama', 'participant', { doc: offline })
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))

    await scene.settle()

    expect(contentOf(scene.room.doc)).toEqual(contentOf(offline))
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
    expect(ama.closedWith).toBeNull()
  })

  it('[guard-4][B5] whoever hears nothing for a while after such an edit is to come again, with the same copy', async () => {
    const scene = await openScene()
    const offline = new Y.Doc()
    Y.applyUpdate(offline, Y.encodeStateAsUpdate(scene.room.doc))
    moveStatement(offline, 'F1', inDueRegard)
    const ama = scene.join('ama', 'participant', { doc: offline })
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    for (const frame of ama.up.splice(0)) ama.connection?.receive(frame)
    await scene.room.settled()
    scene.clock.advance(15_000)
    await scene.room.settled()
    expect(ama.connection).toBeNull()
    expect(ama.closedWith).toEqual({ code: 1013, reason: 'too slow' })
    expect(ama.heard.saved.at(-1)).toBeUndefined()

    ama.connect(scene.room, { participant: 'ama', role: 'participant', link: 'linkP' })
    await scene.settle()

    expect(contentOf(scene.room.doc)).toEqual(contentOf(offline))
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
  })

  it('[guard-3] keeps whose a client id is across a restart', async () => {
    const scene = await openScene()
    const ben = scene.join('ben')
    await scene.settle()
    ben.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const next = Y.getState(ben.doc.store, ben.doc.clientID)

    await scene.restart()
    const eve = scene.join('eve')
    await scene.settle()
    eve.sendSync(
      SYNC.update,
      forge([
        {
          client: ben.doc.clientID,
          clock: next,
          items: [{ root: 'placements', key: 'F2', values: [placed] }],
        },
      ]),
    )
    await scene.settle()

    expect(eve.heard.refused).toEqual([expect.objectContaining({ code: 'client_taken' })])
  })
})

describe('a room whose document cannot be trusted any more', () => {
  it('[guard-1] reads it again from disk, sends the author away, and goes on for everybody else', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    const ama = scene.join('ama')
    await scene.settle()
    const poisoned = scene.room.doc
    poisoned.getMap('placements').observe(() => {
      throw new Error('it cannot be')
    })

    eve.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()

    expect(eve.closedWith).toEqual({ code: 4400, reason: 'frame_malformed' })
    expect(scene.room.doc).not.toBe(poisoned)
    expect([...scene.room.doc.getMap('placements').keys()]).toEqual(['F2'])
    expect(contentOf(ama.doc)).toEqual(contentOf(scene.room.doc))
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
    expect(scene.log.lines).toContainEqual(expect.objectContaining({ what: 'a document was read again' }))
  })

  it('[guard-1][C9] keeps nothing that reached further than it was judged to', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.settle()
    const { doc } = scene.room
    const before = contentOf(doc)
    doc.once('beforeObserverCalls', () => void doc.getMap('board').set('title', 'Another'))

    eve.edit((it) => moveStatement(it, 'F1', inDueRegard))
    await scene.settle()

    expect(eve.closedWith).toEqual({ code: 4400, reason: 'frame_malformed' })
    expect(scene.room.doc).not.toBe(doc)
    expect(contentOf(scene.room.doc)).toEqual(before)
  })

  it('[guard-1][C8] keeps nothing after which something would be waiting in the document itself', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.settle()
    const { doc } = scene.room
    const before = contentOf(doc)
    doc.store.pendingStructs = { missing: new Map([[7, 7]]), update: Uint8Array.of(0, 0) }

    eve.edit((it) => moveStatement(it, 'F1', inDueRegard))
    await scene.settle()

    expect(eve.closedWith).toEqual({ code: 4400, reason: 'frame_malformed' })
    expect(contentOf(scene.room.doc)).toEqual(before)
    expect(scene.room.doc.store.pendingStructs).toBeNull()
  })

  it('[guard-1] takes one by one what came together, so that nobody pays for somebody else', async () => {
    const scene = await openScene()
    const [ama, ben] = ['ama', 'ben'].map((it) => scene.join(it)) as [Peer, Peer]
    await scene.settle()
    let letGo = () => {}
    scene.stores.faults.before = ({ what }) =>
      what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined
    const first = scene.room.record([])
    const recording = scene.room.record([{ type: 'lock', at: 1, by: 'server', from: false, to: false }])
    scene.room.doc.getMap('placements').observe(() => {
      throw new Error('it cannot be')
    })
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    scene.stores.faults.before = () => {}
    letGo()
    await Promise.all([first, recording])
    await scene.settle()

    expect([ama.closedWith, ben.closedWith]).toEqual([null, null])
    expect([...scene.room.doc.getMap('placements').keys()].sort()).toEqual(['F1', 'F2'])
    expect(contentOf(ama.doc)).toEqual(contentOf(ben.doc))
  })

  it('[guard-1] finds whose it was among those that came together', async () => {
    const scene = await openScene()
    const [eve, ben] = ['eve', 'ben'].map((it) => scene.join(it)) as [Peer, Peer]
    await scene.settle()
    const watched = new WeakSet<Y.Doc>()
    const { now } = scene.clock
    // Each time the document is read anew, what Eve does to it throws again.
    scene.clock.now = () => {
      const { doc } = scene.room
      if (!watched.has(doc)) {
        watched.add(doc)
        doc.getMap('placements').observe(({ keysChanged }) => {
          if (keysChanged.has('F1')) throw new Error('it cannot be')
        })
      }
      return now()
    }
    let letGo = () => {}
    scene.stores.faults.before = ({ what }) =>
      what === 'append' ? new Promise<void>((resolve) => (letGo = resolve)) : undefined
    const recording = scene.room.record([{ type: 'lock', at: 1, by: 'server', from: false, to: false }])

    eve.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    const late = scene.join('late')
    await scene.pump()
    scene.stores.faults.before = () => {}
    letGo()
    await recording
    await scene.settle()

    expect(eve.closedWith?.code).toBe(4400)
    expect(ben.closedWith).toBeNull()
    expect([...scene.room.doc.getMap('placements').keys()]).toEqual(['F2'])
    expect(ben.heard.saved.at(-1)).toBe(ben.sent)
    expect(contentOf(late.doc)).toEqual(contentOf(ben.doc))
  })

  it('[write-5] refuses the server’s own change that brought it there', async () => {
    const scene = await openScene()
    scene.room.doc.getMap('placements').observe(() => {
      throw new Error('it cannot be')
    })
    const before = contentOf(scene.room.doc)

    await expect(scene.room.edit('fay', (doc) => rootsOf(doc).placements.set('F1', placed))).rejects.toThrow(
      'cannot be',
    )
    await scene.room.settled()

    expect(contentOf(scene.room.doc)).toEqual(before)
    await scene.room.edit('fay', (doc) => rootsOf(doc).placements.set('F1', placed))
    expect(scene.room.doc.getMap('placements').get('F1')).toEqual(placed)
  })
})

describe('who may sit in a room', () => {
  it('[saved-6] not a copy of an earlier epoch', async () => {
    const scene = await openScene()
    const stale = scene.join('ama', 'participant', { epoch: 0 })
    const fresh = scene.join('ama', 'participant', { epoch: 1 })
    await scene.settle()

    expect(stale.closedWith).toEqual({ code: 4409, reason: 'epoch_stale' })
    expect(fresh.closedWith).toBeNull()
  })

  it('[write-1] nobody but facilitators while the board is being prepared', async () => {
    const scene = await openScene({ phase: 'preparing' })
    const ama = scene.join('ama')
    const fay = scene.join('fay', 'facilitator')
    await scene.settle()

    expect(ama.heard.refused).toEqual([expect.objectContaining({ code: 'phase_forbids' })])
    expect(fay.heard.sync).toContain('step2')
  })

  it('[write-1] nobody but facilitators once the board goes back to being prepared', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const fay = scene.join('fay', 'facilitator')
    await scene.settle()

    await scene.room.changePhase('fay', 'open', 'preparing', 'A statement was missing.')
    await scene.settle()

    expect(ama.closedWith).toEqual({ code: 4409, reason: 'phase_forbids' })
    expect(fay.closedWith).toBeNull()
  })

  it('[E2] not more than a room has seats', async () => {
    const scene = await openScene()
    for (let seat = 0; seat < LIMITS.connections; seat += 1) scene.join(`p${seat}`)
    const late = scene.join('late')
    await scene.pump()

    expect(scene.room.connections).toBe(LIMITS.connections)
    expect(late.closedWith).toEqual({ code: 1013, reason: 'board_full' })
  })

  it('[E2] but a facilitator where it is full, who could withdraw the link that filled it', async () => {
    const scene = await openScene()
    for (let seat = 0; seat < LIMITS.connections; seat += 1) scene.join(`p${seat}`)
    const fay = scene.join('fay', 'facilitator')
    await scene.pump()

    scene.room.dismiss({ link: 'linkP' }, 4401, 'withdrawn')

    expect(fay.closedWith).toBeNull()
    expect(scene.room.connections).toBe(1)
  })

  it('[link-4][D4] not whoever was dismissed, nor what they had on the way', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const fay = scene.join('fay', 'facilitator')
    await scene.settle()
    const before = contentOf(scene.room.doc)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    const { connection } = ama
    const onTheWay = ama.up.splice(0)
    scene.room.dismiss({ link: 'linkP' }, 4401, 'link_withdrawn')
    for (const frame of onTheWay) connection?.receive(frame)
    await scene.settle()

    expect(ama.closedWith).toEqual({ code: 4401, reason: 'link_withdrawn' })
    expect(fay.closedWith).toBeNull()
    expect(contentOf(scene.room.doc)).toEqual(before)
  })

  it('[D4] a participant with two tabs is dismissed from both', async () => {
    const scene = await openScene()
    const tabs = [scene.join('ama'), scene.join('ama'), scene.join('ben')] as const
    await scene.settle()
    expect(scene.room.present()).toEqual(
      new Map([
        ['ama', 2],
        ['ben', 1],
      ]),
    )

    scene.room.dismiss({ participant: 'ama' }, 4403, 'removed')

    expect(tabs.map((it) => it.closedWith?.code ?? null)).toEqual([4403, 4403, null])
  })

  it('[link-2] names go to every screen that asks for them, and to no observer', async () => {
    const scene = await openScene()
    await scene.room.store.people.update((people) => ({
      ...people,
      participants: { ama: { id: 'ama', name: 'Ama', role: 'participant', joinedAt: 1 } },
    }))
    const ama = scene.join('ama')
    const plain = scene.join('ben', 'participant', { speaksOurs: false })
    const oli = scene.join('oli', 'observer')
    await scene.settle()

    scene.room.announcePeople()
    await scene.settle()

    const card = [{ id: 'ama', name: 'Ama', role: 'participant' }]
    expect(ama.heard.people).toEqual([card, card])
    expect(plain.heard.people).toEqual([])
    expect(oli.heard.people).toEqual([])
  })
})

describe('a change of the server’s own', () => {
  it('[write-5] is written under a client id of the server’s and kept with its records', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const decided = {
      at: 1,
      by: 'fay',
      type: 'decision',
      body: { step: 'reopen', seq: 1, statements: ['F1'] },
    } as const

    const { touches, position } = await scene.room.edit(
      'fay',
      (doc) => {
        rootsOf(doc).placements.set('F1', placed)
        rootsOf(doc).live.set('decision/F1', { seq: 1, column: 'due-regard', at: 1 })
      },
      [decided],
    )
    await scene.settle()

    expect(touches).toEqual([
      { root: 'placements', key: 'F1', to: placed },
      { root: 'live', key: 'decision/F1', to: { seq: 1, column: 'due-regard', at: 1 } },
    ])
    expect(position).toBe(scene.room.store.journal.end)
    expect(scene.room.state.claims.get(scene.room.doc.clientID)).toBe('server')
    expect(scene.room.state.isDecided('F1')).toBe(true)
    expect(contentOf(ama.doc)).toEqual(contentOf(scene.room.doc))
  })

  it('[write-5] that throws before it changed anything changes nothing', async () => {
    const scene = await openScene()
    const before = Y.encodeStateAsUpdate(scene.room.doc)
    const end = scene.room.store.journal.end

    await expect(
      scene.room.edit('fay', () => {
        throw new Problem('statement_unknown', 'F9')
      }),
    ).rejects.toMatchObject({ code: 'statement_unknown' })

    expect(Y.encodeStateAsUpdate(scene.room.doc)).toEqual(before)
    expect(scene.room.store.journal.end).toBe(end)
  })

  it.each([
    [
      'throws half way',
      (doc: Y.Doc) => {
        rootsOf(doc).placements.set('F1', placed)
        throw new Problem('statement_unknown', 'F9')
      },
    ],
    [
      'writes what no screen could read',
      (doc: Y.Doc) => {
        rootsOf(doc).placements.set('F1', { column: 'elsewhere' })
      },
    ],
  ])('[write-5] that %s changes nothing, and the room goes on', async (_name, change) => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const before = contentOf(scene.room.doc)
    const end = scene.room.store.journal.end

    await expect(scene.room.edit('fay', change)).rejects.toBeInstanceOf(Problem)
    expect(contentOf(scene.room.doc)).toEqual(before)
    expect(scene.room.store.journal.end).toBe(end)

    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    expect(contentOf(ama.doc)).toEqual(contentOf(scene.room.doc))
    expect(ama.closedWith).toBeNull()
  })

  it('[write-7] of the phase is refused where it is not from where things stand', async () => {
    const scene = await openScene()

    await expect(scene.room.changePhase('fay', 'preparing', 'open')).rejects.toMatchObject({
      code: 'state_stale',
    })
    await scene.room.changePhase('fay', 'open', 'review', 'Enough said.')

    expect(scene.room.state.phase).toBe('review')
    expect(scene.room.doc.getMap('live').get('phase')).toBe('review')
  })

  it('[write-7] of the phase or lock lets through for two seconds what was on its way', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()

    await scene.room.changeLock('fay', false, true)
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    scene.clock.advance(2_000)
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()

    expect(ama.closedWith).toBeNull()
    expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
    expect(ben.heard.refused).toEqual([expect.objectContaining({ code: 'board_locked' })])
  })

  it('[move-6] a decided statement is not moved by anybody', async () => {
    const scene = await openScene()
    const fay = scene.join('fay', 'facilitator')
    await scene.settle()
    await scene.room.edit('fay', (doc) =>
      rootsOf(doc).live.set('decision/F1', { seq: 1, column: null, at: 1 }),
    )

    fay.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    expect(fay.heard.refused).toEqual([expect.objectContaining({ code: 'statement_decided' })])
  })

  it('[move-6][write-7] nor in the moment of grace after a change of lock', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    await scene.room.edit('fay', (doc) =>
      rootsOf(doc).live.set('decision/F1', { seq: 1, column: null, at: 1 }),
    )

    await scene.room.changeLock('fay', false, true)
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()

    expect(ama.closedWith).not.toBeNull()
    expect(scene.room.doc.getMap('placements').has('F1')).toBe(false)
  })

  it('[saved-3] of grants is there again after a restart', async () => {
    const scene = await openScene()
    const grant = { device: 'd1', link: 'linkP', participant: 'ama', role: 'participant' } as const
    await scene.room.record([{ type: 'grant', at: 5, by: 'ama', ...grant }])
    await scene.room.snapshot()

    await scene.restart()

    expect(scene.room.state.grant('d1', 'linkP')).toEqual({ ...grant, at: 5 })
    expect(scene.room.state.grant('d1', 'linkF')).toBeUndefined()
  })
})

describe('what one connection may use', () => {
  it('[E1] a reader that stops reading is sent away once its queue is full, and nobody waits for it', async () => {
    const scene = await openScene()
    const slow = scene.join('slow')
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()

    slow.bufferedAmount = LIMITS.outgoingBytes + 1
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    expect(slow.closedWith?.code).toBe(1013)
    expect(ben.doc.getMap('placements').has('F1')).toBe(true)
  })

  it('[E1] presence is dropped first', async () => {
    const scene = await openScene()
    const slow = scene.join('slow')
    const ama = scene.join('ama')
    await scene.settle()

    slow.bufferedAmount = LIMITS.outgoingBytes / 2 + 1
    ama.sendPresence({ looking: 'F1' })
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    expect(slow.heard.presence.size).toBe(0)
    expect(slow.doc.getMap('placements').has('F1')).toBe(true)
    expect(slow.closedWith).toBeNull()
  })

  it('[E1] whoever was just given a whole document is given time to take it', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const slow = scene.join('slow')
    slow.bufferedAmount = LIMITS.outgoingBytes
    await scene.settle()

    slow.bufferedAmount = LIMITS.outgoingBytes * 1.5
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    expect(slow.closedWith).toBeNull()

    slow.bufferedAmount = 0
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    slow.bufferedAmount = LIMITS.outgoingBytes * 1.5
    ama.edit((doc) => moveStatement(doc, 'F3', inDueRegard))
    await scene.settle()
    expect(slow.closedWith?.code).toBe(1013)
  })

  it('[C14] a flood of step 1 is answered six times, then once for all that come later', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.settle()
    eve.heard.sync.length = 0

    for (let round = 0; round < 500; round += 1) eve.sendSync(SYNC.step1, Uint8Array.of(0))
    await scene.pump()
    expect(eve.heard.sync.filter((it) => it === 'step2')).toHaveLength(5)
    scene.clock.advance(60_000)
    await scene.pump()

    expect(eve.heard.sync.filter((it) => it === 'step2')).toHaveLength(6)
    expect(eve.closedWith).toBeNull()
  })

  it('[C14][S4] a flood of step 1 over all of somebody’s tabs is answered as often as people need', async () => {
    const scene = await openScene()
    const tabs = Array.from({ length: LIMITS.connectionsEach }, () => scene.join('eve'))
    await scene.pump()

    for (const tab of tabs)
      for (let round = 0; round < 10; round += 1) {
        tab.sendSync(SYNC.step1, Uint8Array.of(0))
        await scene.pump()
      }

    const answers = tabs.flatMap((it) => it.heard.sync).filter((it) => it === 'step2')
    expect(answers).toHaveLength(40)
  })

  it('[C14] a state vector that is no state vector, or too long, ends the connection', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    const mal = scene.join('mal')
    await scene.settle()

    eve.sendSync(SYNC.step1, Uint8Array.of(200, 1, 1))
    mal.sendSync(SYNC.step1, new Uint8Array(LIMITS.stateVectorBytes + 1))
    await scene.settle()

    expect(eve.closedWith?.code).toBe(4400)
    expect(mal.closedWith?.code).toBe(4413)
  })

  it('[E3] an update over its limit is refused for good', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()

    ama.sendSync(SYNC.update, new Uint8Array(LIMITS.updateBytes + 1))
    await scene.settle()

    expect(ama.closedWith?.code).toBe(4413)
  })

  it('[S4] more frames than a person could make are too many, for now', async () => {
    const scene = await openScene()
    const eve = scene.join('eve')
    await scene.pump()
    const update = forge([])

    // The whole copy that the room asked for when she came is not counted.
    for (let round = 0; round < 200; round += 1) eve.sendSync(SYNC.update, update)
    await scene.pump()
    expect(eve.closedWith).toBeNull()
    eve.sendSync(SYNC.update, update)
    await scene.pump()

    expect(eve.closedWith).toEqual({ code: 1013, reason: 'too_many' })
  })

  it('[C18] a frame of no kind, or with bytes left over, ends the connection', async () => {
    const scene = await openScene()
    const peers = [Uint8Array.of(), Uint8Array.of(99), Uint8Array.of(0, 9, 0), Uint8Array.of(3, 0)].map(
      (frame, n) => {
        const peer = scene.join(`p${n}`)
        peer.up.push(frame)
        return peer
      },
    )
    await scene.settle()

    for (const peer of peers) expect(peer.closedWith?.code).toBe(4400)
  })
})

describe('a room’s history', () => {
  it('[saved-3] is newest first, of one statement where asked, and goes on behind a page', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', at('new-action')))
    ama.edit((doc) => addComment(doc, 'ama', 'c1', { on: 'F1', text: 'Hm.' }))
    await scene.settle()

    const all = await scene.room.history({ limit: 10 })
    const ofF1 = await scene.room.history({ statement: 'F1', limit: 2 })
    const older = await scene.room.history({ statement: 'F1', limit: 10, before: ofF1.at(-1)?.position ?? 0 })

    expect(all.map((it) => `${it.by} ${it.root}/${it.key}`)).toEqual([
      'ama comments/ama/c1',
      'ama placements/F1',
      'ama placements/F2',
      'ama placements/F1',
      'server live/phase',
    ])
    expect(ofF1[1]).toMatchObject({ from: { column: 'due-regard' }, to: { column: 'new-action' } })
    expect(older).toEqual([expect.objectContaining({ root: 'placements', key: 'F1' })])
    expect(older[0]).not.toHaveProperty('from')
  })

  it('[saved-3] is the same after a restart from a snapshot', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    for (const column of ['due-regard', 'new-action', 'watching-brief'] as const) {
      ama.edit((doc) => moveStatement(doc, 'F1', at(column)))
      await scene.settle()
    }
    const before = await scene.room.history({ limit: 10 })
    await scene.room.snapshot()

    await scene.restart()

    expect(await scene.room.history({ limit: 10 })).toEqual(before)
  })

  it('[E2] is not read from disk to say that a statement was never here; one taken away has its own', async () => {
    const scene = await openScene()
    await scene.room.edit('server', (doc) => void rootsOf(doc).statements.delete('F2'))
    await scene.room.snapshot()
    await scene.restart()
    const read = vi.spyOn(scene.room.store.journal, 'read')

    await expect(scene.room.history({ statement: 'F99', limit: 10 })).rejects.toMatchObject({
      code: 'statement_unknown',
    })
    expect(read).not.toHaveBeenCalled()

    const gone = await scene.room.history({ statement: 'F2', limit: 10 })
    expect(read).toHaveBeenCalled()
    expect(gone.map((it) => `${it.root}/${it.key}`)).toContain('statements/F2')
  })

  it('[value-4] tells of typing by its length alone, one line for one sitting', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    for (const letter of 'because') {
      ama.edit((doc) =>
        editText(doc, { why: 'F1' }, { at: doc.getText('why/F1').length, remove: 0, insert: letter }),
      )
      await scene.settle()
    }

    const history = await scene.room.history({ statement: 'F1', limit: 10 })

    expect(history).toEqual([
      expect.objectContaining({ root: 'why', key: 'F1', inserted: 7, removed: 0, by: 'ama' }),
    ])
  })
})

describe('a new epoch', () => {
  it('[saved-6] holds the same board by one hand, and no old copy may go on', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ama.edit((doc) => editText(doc, { why: 'F1' }, { at: 0, remove: 0, insert: 'Because.' }))
    await scene.settle()
    const before = contentOf(scene.room.doc)
    const old = ama.doc

    await scene.room.rebuild('compact')
    await scene.settle()

    expect(contentOf(scene.room.doc)).toEqual(before)
    expect(scene.room.clientIds).toBe(1)
    expect(scene.room.state.claims).toEqual(new Map([[scene.room.doc.clientID, 'server']]))
    expect(scene.room.state.epoch).toBe(2)
    expect(ama.closedWith?.code).toBe(4409)
    const stale = scene.join('ama', 'participant', { doc: old })
    await scene.settle()
    expect(stale.closedWith?.code).toBe(4409)
    expect(contentOf(scene.room.doc)).toEqual(before)
  })

  it('[saved-6] is told nothing that was waiting to be told of the old one', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()
    await scene.room.changeLock('fay', false, true)

    await scene.room.rebuild('compact')
    const fresh = scene.join('ben')
    await scene.settle()

    expect(fresh.doc.store.clients.size).toBe(1)
    expect(fresh.doc.store.pendingStructs).toBeNull()
  })

  it('[saved-3] is what a restart finds, with and without a snapshot', async () => {
    const scene = await openScene()
    await scene.room.rebuild('compact', (doc) => rootsOf(doc).statements.delete('F3'))
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const before = { content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }

    await scene.restart()
    expect({ content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }).toEqual(before)
    await scene.room.snapshot()
    await scene.restart()
    expect({ content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }).toEqual(before)
    expect([...scene.room.doc.getMap('statements').keys()]).toEqual(['F1', 'F2'])
  })

  it('[saved-6][B8] sends away a copy that has more of others’ changes than the board', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const kept = scene.world.boards.get(scene.room.id)?.records.length ?? 0
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    if (scene.world.boards.get(scene.room.id)) scene.world.boards.get(scene.room.id)?.records.splice(kept)

    await scene.restart()
    ben.drop()
    const again = scene.join('ben', 'participant', { doc: ben.doc })
    await scene.settle()

    expect(again.closedWith).toEqual({ code: 4409, reason: 'epoch_stale' })
  })
})
