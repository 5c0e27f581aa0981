/**
 * The clock of the machine is set a day forward or back while a board is open.
 */
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../shared/clock.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, moveStatement } from '../../../shared/doc/edits.ts'
import { contentOf, openScene } from '../../support/rooms.ts'

const DAY_MS = 86_400_000
const top = (column: 'due-regard' | 'new-action') => ({ column, above: null, below: null }) as const

/** Timers go on as they were: only what the clock says has changed. */
function set(clock: Clock, by: number): void {
  const before = clock.now
  clock.now = () => before() + by
}

describe.each([
  ['forward', DAY_MS],
  ['back', -DAY_MS],
])('[A11] a clock set a day %s', (_, by) => {
  it('leaves history and journal in the order things happened', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', top('due-regard')))
    await scene.settle()

    set(scene.clock, by)
    ama.edit((doc) => moveStatement(doc, 'F1', top('new-action')))
    await scene.settle()

    const columns = (await scene.room.history({ statement: 'F1', limit: 10 })).map(
      ({ to }) => (to as { column?: string }).column,
    )
    expect(columns.slice(0, 2)).toEqual(['new-action', 'due-regard'])
    const before = contentOf(scene.room.doc)
    await scene.restart()
    expect(contentOf(scene.room.doc)).toEqual(before)
  })

  it('holds up neither changes nor presence on their way to others', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    const ben = scene.join('ben')
    await scene.settle()
    ama.edit((doc) => moveStatement(doc, 'F1', top('due-regard')))
    ama.sendPresence({ looking: 'F1' }, 1)
    await scene.settle()

    set(scene.clock, by)
    ama.edit((doc) => moveStatement(doc, 'F2', top('due-regard')))
    ama.sendPresence({ looking: 'F2' }, 2)
    await scene.settle()

    expect(ben.doc.getMap('placements').has('F2')).toBe(true)
    expect(ben.heard.presence.get(ama.doc.clientID)).toMatchObject({ looking: 'F2' })
    expect(ama.heard.saved.at(-1)).toBe(ama.sent)
  })

  it('does not let what an earlier phase allowed through for longer', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    await scene.room.changePhase('fay', 'open', 'review')

    set(scene.clock, by)
    scene.clock.advance(2_001)
    ama.edit((doc) => moveStatement(doc, 'F1', top('due-regard')))
    await scene.settle()

    expect(ama.closedWith).toMatchObject({ code: 4409 })
    expect(rootsOf(scene.room.doc).placements.has('F1')).toBe(false)
  })

  it('goes on keeping snapshots', async () => {
    const scene = await openScene()
    let snapshots = 0
    scene.stores.faults.before = ({ what }) => {
      if (what === 'snapshot') snapshots += 1
    }
    const ama = scene.join('ama')
    await scene.settle()
    const writeAlot = async (round: number) => {
      for (let at = 0; at < 300; at += 1) {
        ama.edit((doc) => addComment(doc, 'ama', `c${round}-${at}`, { on: 'F1', text: 'Noted.' }))
        await scene.pump()
        scene.clock.advance(100)
      }
    }
    await writeAlot(1)
    expect(snapshots).toBeGreaterThan(0)
    const before = snapshots

    set(scene.clock, by)
    await writeAlot(2)

    expect(snapshots).toBeGreaterThan(before)
  })

  it('neither starves a connection nor frees it of its limits', async () => {
    const scene = await openScene()
    const ama = scene.join('ama')
    await scene.settle()
    const write = (from: number, count: number) => {
      for (let at = from; at < from + count; at += 1) {
        ama.edit((doc) => addComment(doc, 'ama', `c${at}`, { on: 'F1', text: 'Noted.' }))
      }
    }
    write(0, 150)
    await scene.pump()

    set(scene.clock, by)
    write(500, 10)
    await scene.pump()
    scene.clock.advance(2_000)
    write(1_000, 100)
    await scene.settle()
    expect(ama.closedWith).toBeNull()

    write(2_000, 400)
    await scene.settle()
    expect(ama.closedWith).toMatchObject({ reason: 'too_many' })
  })
})
