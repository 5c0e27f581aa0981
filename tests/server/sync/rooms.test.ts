import { describe, expect, it } from 'vitest'
import { StorageFatal } from '../../../server/store/contract.ts'
import { IDLE_MS } from '../../../server/sync/rooms.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { BOARD, contentOf, openScene, quiet, type Scene } from '../../support/rooms.ts'

const inDueRegard = { column: 'due-regard', above: null, below: null } as const

/** The nth save of a kind stands still until it is let go. */
function stallNth(scene: Scene, what: string, nth = 1): () => void {
  let letGo = () => {}
  let count = 0
  const stalled = new Promise<void>((resolve) => {
    letGo = resolve
  })
  scene.stores.faults.before = (saving) => {
    if (saving.what !== what) return
    count += 1
    return count === nth ? stalled : undefined
  }
  return letGo
}

const saidLast = ({ log }: Scene) => log.lines.at(-1)?.what

describe('live boards', () => {
  it('[B4] are opened once, however many ask at once', async () => {
    const scene = await openScene()
    await scene.restart()

    const [first, second] = await Promise.all([scene.rooms.open(BOARD), scene.rooms.open(BOARD)])

    expect(second).toBe(first)
    expect(scene.rooms.peek(BOARD)).toBe(first)
    expect(scene.rooms.size).toBe(1)
  })

  it('[link-3] that are not there are said so, and leave nothing behind', async () => {
    const scene = await openScene()

    await expect(scene.rooms.open('nowhere')).rejects.toMatchObject({ code: 'board_unknown' })
    await quiet()

    expect(scene.rooms.size).toBe(1)
    expect(scene.rooms.peek('nowhere')).toBeUndefined()
  })

  it('[A5] that cannot be synced while they are opened end the process, whoever asked for them', async () => {
    const scene = await openScene()
    await scene.rooms.evict(BOARD, 1012, 'stopping')
    const error = new StorageFatal('input/output error')
    scene.stores.openBoard = () => Promise.reject(error)

    await expect(scene.rooms.open(BOARD)).rejects.toBe(error)
    expect(scene.fatal).toEqual([error])
  })

  it('[B4][E6] are put away after a minute in which nobody came, and leave no timer', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    const before = contentOf(scene.room.doc)

    scene.clock.advance(10 * IDLE_MS)
    await quiet()
    expect(scene.rooms.size).toBe(1)
    ama.drop()
    scene.clock.advance(IDLE_MS)
    await quiet()
    await quiet()

    expect(scene.rooms.size).toBe(0)
    expect(scene.clock.waiting).toBe(0)
    expect(scene.world.boards.get(BOARD)?.snapshot).not.toBeNull()
    const again = await scene.rooms.open(BOARD)
    expect(contentOf(again.doc)).toEqual(before)
  })

  it('[B4] that drain while somebody comes are live again, with nothing lost', async () => {
    const scene = await openScene()
    const { room } = scene
    await room.edit('server', (doc) => rootsOf(doc).board.set('title', 'Another title'))
    const letGo = stallNth(scene, 'snapshot')

    scene.clock.advance(IDLE_MS)
    await quiet()
    const opening = scene.rooms.open(BOARD)
    const ama = scene.join('ama')
    letGo()
    await scene.settle()

    expect(await opening).toBe(room)
    expect(ama.closedWith).toBeNull()
    expect(contentOf(ama.doc)).toEqual(contentOf(room.doc))
    expect(scene.rooms.peek(BOARD)).toBe(room)
  })

  it('[B4] that are asked for while they close are opened anew from disk', async () => {
    const scene = await openScene()
    const before = contentOf(scene.room.doc)

    const gone = scene.rooms.evict(BOARD, 1012, 'moved')
    const opening = scene.rooms.open(BOARD)
    await gone
    const again = await opening

    expect(again).not.toBe(scene.room)
    expect(contentOf(again.doc)).toEqual(before)
  })

  it('[S7] that are erased send everybody away to forget them', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()

    await scene.rooms.evict(BOARD, 4410, 'board_erased')

    expect(ama.closedWith).toEqual({ code: 4410, reason: 'board_erased' })
    expect(scene.rooms.size).toBe(0)
  })

  it('[I1] at the end keep what is on its way, send everybody away, and let nobody in', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    for (const frame of ama.up.splice(0)) ama.connection?.receive(frame)

    await scene.rooms.close()

    expect(ama.closedWith?.code).toBe(1012)
    expect(saidLast(scene)).toBeUndefined()
    await expect(scene.rooms.open(BOARD)).rejects.toMatchObject({ code: 'stopping' })
    expect(scene.clock.waiting).toBe(0)
    await scene.restart()
    expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
  })

  it('[I1][B7] at the end send many people away a few at a time', async () => {
    const scene = await openScene()
    const people = Array.from({ length: 100 }, (_, seat) => scene.join(`p${seat}`))
    const gone = () => people.filter((it) => it.closedWith !== null).length
    await scene.pump()

    const closing = scene.rooms.close()
    await quiet()
    expect(gone()).toBe(10)
    for (let slice = 0; slice < 10; slice += 1) {
      scene.clock.advance(500)
      await quiet()
    }
    await closing

    expect(gone()).toBe(100)
  })

  it('[I3] at the end do not wait for ever for a disk that keeps nothing', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    stallNth(scene, 'append')
    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.pump()

    const closing = scene.rooms.close()
    await quiet()
    scene.clock.advance(5_000)
    await closing

    expect(ama.closedWith?.code).toBe(1012)
    expect(ama.heard.saved.at(-1)).toBe(ama.sent - 1)
    expect(saidLast(scene)).toBe('closed with changes that could not be saved')
  })

  it('[C16] with more client ids than is good are written anew by one hand once nobody is there', async () => {
    const scene = await openScene({
      fill: (doc) => {
        for (let client = 1; client <= 1_001; client += 1) {
          doc.clientID = client
          rootsOf(doc).responses.set(`F1/action/a${client}`, true)
        }
      },
    })
    const before = contentOf(scene.room.doc)
    expect(scene.room.clientIds).toBeGreaterThan(1_000)

    scene.clock.advance(IDLE_MS)
    for (let turn = 0; turn < 5; turn += 1) await quiet()

    const again = await scene.rooms.open(BOARD)
    expect(again.doc.store.clients.size).toBe(1)
    expect(again.state.epoch).toBe(2)
    expect(contentOf(again.doc)).toEqual(before)
  })

  it('[A8] keep a snapshot after five hundred records, and open the same from it', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    for (let move = 0; move < 260; move += 1) {
      ama.edit((doc) => moveStatement(doc, `F${1 + (move % 3)}`, inDueRegard))
      await scene.pump()
      scene.clock.advance(100)
    }
    await scene.settle()

    const { snapshot } = scene.world.boards.get(BOARD) ?? {}
    expect(snapshot?.position).toBeGreaterThan(500)
    const before = contentOf(scene.room.doc)
    await scene.restart()
    expect(contentOf(scene.room.doc)).toEqual(before)
  })
})

describe('erasing', () => {
  it('[A12][S7] leaves nothing of what was taken out in any record, and the rest as it was', async () => {
    const marker = 'Patient Zero'
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => rootsOf(doc).responses.set('F1/evidence', marker))
    ama.edit((doc) => moveStatement(doc, 'F2', inDueRegard))
    await scene.settle()
    await scene.room.snapshot()

    await scene.room.erase(
      'erased',
      (doc) => rootsOf(doc).responses.delete('F1/evidence'),
      ({ record }) =>
        record.type === 'change'
          ? { ...record, touches: record.touches.filter((it) => it.key !== 'F1/evidence') }
          : record,
    )

    const bytes = () => {
      const { records, snapshot } = scene.world.boards.get(BOARD) ?? { records: [], snapshot: null }
      return Buffer.concat([...records, snapshot?.state ?? new Uint8Array()])
    }
    expect(bytes().includes(marker)).toBe(false)
    await scene.room.snapshot()
    expect(bytes().includes(marker)).toBe(false)
    expect(JSON.stringify(await scene.room.history({ limit: 100 }))).not.toContain(marker)
    expect(scene.room.doc.getMap('placements').has('F2')).toBe(true)
    expect(ama.closedWith?.code).toBe(4409)
    await scene.restart()
    expect(scene.room.doc.getMap('responses').size).toBe(0)
    expect(scene.room.doc.getMap('placements').has('F2')).toBe(true)
  })
})
