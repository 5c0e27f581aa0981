import { describe, expect, it } from 'vitest'
import { StorageFatal, StorageUnavailable } from '../../../server/store/contract.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { SYNC } from '../../../shared/wire.ts'
import { BOARD, contentOf, openScene, quiet, type Scene } from '../../support/rooms.ts'

const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** Saving stands still until the gate is opened. */
function gate(scene: Scene): { open(): void; saving: number } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const state = { open, saving: 0 }
  scene.stores.faults.before = ({ what }) => {
    if (what !== 'append') return
    state.saving += 1
    return opened
  }
  return state
}

/** No save works until the disk has room again. */
function fullDisk(scene: Scene): { clear(): void; tries: number } {
  const state = {
    tries: 0,
    clear: () => {
      scene.stores.faults.before = () => {}
    },
  }
  scene.stores.faults.before = ({ what }) => {
    if (what !== 'append') return
    state.tries += 1
    throw new StorageUnavailable('no room')
  }
  return state
}

describe('nothing leaves before it is on disk', () => {
  it('[saved-1] neither the change, nor that it is saved, nor a copy with it', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    const disk = gate(scene)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()
    const late = scene.join('zoe')
    await scene.settle()

    expect(disk.saving).toBe(1)
    expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
    expect(ben.doc.getMap('placements').has('F1')).toBe(false)
    expect(ama.heard.saved.at(-1)).toBe(ama.sent - 1)
    expect(late.heard.sync).toEqual([])

    disk.open()
    await scene.settle()

    for (const peer of [ben, late]) expect(contentOf(peer.doc)).toEqual(contentOf(scene.room.doc))
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
  })

  it('[saved-1] nor a copy that was asked for in the same moment as the change came', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const saves: (() => void)[] = []
    scene.stores.faults.before = ({ what }) =>
      what === 'append' ? new Promise<void>((resolve) => saves.push(resolve)) : undefined
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()

    // Both wait for the first save, and are taken in one turn after it.
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    const zoe = scene.join('zoe')
    await scene.pump()
    saves[0]?.()
    await scene.pump()

    expect(saves).toHaveLength(2)
    expect(scene.room.doc.getMap('placements').has('F2')).toBe(true)
    expect(zoe.heard.sync).toEqual([])
    saves[1]?.()
    await scene.settle()
    expect(zoe.doc.getMap('placements').has('F2')).toBe(true)
  })

  it('[saved-1] presence goes on while the disk stands still', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    gate(scene)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ama.sendPresence({ looking: 'F2' })
    await scene.settle()

    expect(ben.heard.presence.get(ama.doc.clientID)).toMatchObject({ looking: 'F2', who: 'ama' })
  })

  it('[saved-1] what comes while one save runs is one save together', async () => {
    const scene = await openScene()
    const people = ['ama', 'ben', 'cyd'].map((it) => scene.join(it))
    await scene.settle()
    const disk = gate(scene)
    const before = scene.room.state.position

    for (const [index, peer] of people.entries()) {
      peer.edit((doc) => moveStatement(doc, `F${index + 1}`, inDueRegard))
    }
    await scene.pump()
    disk.open()
    await scene.settle()

    expect(disk.saving).toBe(2)
    const types: string[] = []
    for await (const { record } of scene.room.records(before)) types.push(`${record.type} ${record.by}`)
    expect(types).toEqual([
      'claim ama',
      'update ama',
      'change ama',
      'claim ben',
      'claim cyd',
      'update server',
      'change ben',
      'change cyd',
    ])
  })

  it('[saved-1] an edit of the server’s is done once it is on disk, and only then seen', async () => {
    const scene = await openScene()
    const ben = scene.join('ben')
    await scene.settle()
    const disk = gate(scene)
    let isDone = false

    const edit = scene.room
      .edit('server', (doc) => rootsOf(doc).live.set('decision/F1', { seq: 1, column: null, at: 1 }))
      .then(() => {
        isDone = true
      })
    await scene.settle()

    expect(isDone).toBe(false)
    expect(ben.doc.getMap('live').has('decision/F1')).toBe(false)

    disk.open()
    await edit
    await scene.settle()

    expect(ben.doc.getMap('live').has('decision/F1')).toBe(true)
  })
})

/** What whoever looks into it afterwards finds: when it began, and when it was over. */
const saidOfSaving = ({ log }: Scene) => log.lines.map((it) => it.what).filter((it) => /save/.test(it))

describe('when nothing can be saved', () => {
  it('[saved-4][A4] every screen is told, edits are kept, and they drain when there is room', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    const disk = fullDisk(scene)
    const savedBefore = ama.heard.saved.at(-1)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    const late = scene.join('zoe')
    await scene.pump()

    expect(scene.room.keeping).toBe(false)
    for (const peer of [ama, ben, late]) expect(peer.heard.keeping).toEqual([false])
    expect(ama.heard.saved.at(-1)).toBe(savedBefore)
    expect(ben.doc.getMap('placements').has('F1')).toBe(false)

    scene.clock.advance(250)
    await scene.pump()
    expect(disk.tries).toBe(2)
    disk.clear()
    scene.clock.advance(4_000)
    await scene.settle()

    expect(scene.room.keeping).toBe(true)
    for (const peer of [ama, ben, late]) {
      expect(peer.heard.keeping).toEqual([false, true])
      expect(contentOf(peer.doc)).toEqual(contentOf(scene.room.doc))
    }
    expect(ben.heard.saved.at(-1)).toBe(ben.sent)
    expect(saidOfSaving(scene)).toEqual(['a board cannot be saved', 'a board is saved again'])
  })

  it('[R6] a save that hangs is said within three seconds, though it has not failed', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const disk = gate(scene)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()
    scene.clock.advance(3_000)
    await scene.pump()
    expect(ama.heard.keeping).toEqual([false])

    disk.open()
    await scene.settle()
    expect(ama.heard.keeping).toEqual([false, true])
    expect(saidOfSaving(scene)).toEqual(['a save takes long', 'a board is saved again'])
  })

  it('[saved-4][S4] more than four megabytes are not taken, save for whoever has little', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    const cho = scene.join('cho')
    await scene.settle()
    const disk = gate(scene)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()
    expect(scene.room.gauge.queuedBytes).toBeGreaterThan(0)
    ama.sendSync(SYNC.update, new Uint8Array(LIMITS.unsavedBytes - 100))
    ben.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    cho.sendSync(SYNC.update, new Uint8Array(100_000))
    await scene.pump()

    expect(cho.heard.refused).toEqual([expect.objectContaining({ code: 'not_saving' })])
    expect(cho.closedWith?.code).toBe(1013)
    for (const it of [ama, ben]) expect(it.closedWith).toBeNull()
    // What is saved, or was refused, waits no more.
    disk.open()
    await scene.settle()
    expect(scene.room.gauge.queuedBytes).toBe(0)
  })

  it('[A5] a sync that failed ends the process rather than being tried again', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    let tries = 0
    scene.stores.faults.before = ({ what }) => {
      if (what !== 'append') return
      tries += 1
      throw new StorageFatal('input/output error')
    }
    const savedBefore = ama.heard.saved.at(-1)

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()

    expect(tries).toBe(1)
    expect(scene.fatal).toHaveLength(1)
    expect(ama.heard.saved.at(-1)).toBe(savedBefore)
    expect(ama.closedWith?.code).toBe(1012)
  })

  it('[saved-1][A5] gives nobody a copy of what was to be saved in the same turn', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const disk = gate(scene)
    const before = scene.room.record([{ type: 'lock', at: 1, by: 'server', from: false, to: false }])

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    const late = scene.join('late')
    let isSettled = false
    void scene.room.settled().then(() => {
      isSettled = true
    })
    await scene.pump()
    scene.stores.faults.before = ({ what }) => {
      if (what === 'append') throw new StorageFatal('input/output error')
    }
    disk.open()
    await before
    await scene.settle()

    expect(scene.fatal).toHaveLength(1)
    expect(late.heard.sync).not.toContain('step2')
    expect(late.doc.getMap('placements').has('F1')).toBe(false)
    expect(late.closedWith?.code).toBe(1012)
    // Whoever only waits for what came before is told that it is over.
    expect(isSettled).toBe(true)
  })
})

describe('a snapshot', () => {
  it('[A8] that cannot be kept holds up nobody, and one that cannot be known ends the process', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    let error: Error = new StorageUnavailable('no room')
    scene.stores.faults.before = ({ what }) => {
      if (what === 'snapshot') throw error
    }

    await scene.room.snapshot()
    expect(scene.fatal).toEqual([])
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)

    error = new StorageFatal('input/output error')
    await scene.room.snapshot()
    expect(scene.fatal).toEqual([error])
  })
})

describe('after a crash', () => {
  it('[saved-3][A1] what was called saved is there, and what was not comes back from its author', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const saved = contentOf(scene.room.doc)
    gate(scene)
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.pump()
    // The second is on no disk yet, and nobody was told that it is.
    expect(ama.heard.saved.at(-1)).toBe(ama.sent - 1)

    await scene.restart()
    ama.drop()
    expect(contentOf(scene.room.doc)).toEqual(saved)
    expect(scene.room.state).toMatchObject({ phase: 'open', epoch: 1 })
    const again = scene.join('ama', 'participant', { doc: ama.doc })
    await scene.settle()

    expect(scene.room.doc.getMap('placements').has('F2')).toBe(true)
    expect(again.heard.saved.at(-1)).toBe(again.sent)
  })

  it('[saved-5][A9] an update that cannot be applied is set aside, the others are there, and copies are taken anew', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const bad = { type: 'update', at: 1, by: 'server', bytes: Uint8Array.of(1, 1, 5, 0, 200) } as const
    await scene.room.store.journal.append([bad])

    await scene.restart()
    await quiet()

    expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
    expect(scene.log.lines).toContainEqual(
      expect.objectContaining({
        what: 'an update was set aside',
        facts: expect.objectContaining({ board: BOARD }),
      }),
    )
    expect(scene.room.state.epoch).toBe(2)
    const stale = scene.join('ama', 'participant', { doc: ama.doc })
    await scene.settle()
    expect(stale.closedWith?.code).toBe(4409)
  })

  it('[saved-3] a snapshot and the records since are the same board as the records alone', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    await scene.room.changePhase('fay', 'open', 'review', 'Enough said.')
    await scene.room.snapshot()
    await scene.room.changeLock('fay', false, true)
    const before = { content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }

    await scene.restart()
    expect({ content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }).toEqual(before)
    const snapshot = scene.world.boards.get(BOARD)
    if (snapshot) snapshot.snapshot = null
    await scene.restart()
    expect({ content: contentOf(scene.room.doc), state: scene.room.state.toJSON() }).toEqual(before)
  })

  it('[A8] a snapshot that cannot be read is done without', async () => {
    const scene = await openScene()
    await scene.room.snapshot()
    const kept = scene.world.boards.get(BOARD)
    if (kept?.snapshot) kept.snapshot.state = Uint8Array.of(9, 9, 9)

    await scene.restart()

    expect(scene.room.doc.getMap('statements').size).toBe(3)
    expect(scene.room.state.phase).toBe('open')
  })
})
