/**
 * A room of many: what is said and saved does not grow with everybody times everybody.
 */
import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { openScene } from '../../support/rooms.ts'

const SPOT = { column: 'due-regard', above: null, below: null } as const

async function openFullRoom() {
  const scene = await openScene()
  const people = Array.from({ length: 60 }, (_, seat) => scene.join(`p${seat}`))
  await scene.settle()
  return { ...scene, people }
}

describe('sixty people on one board', () => {
  it('[link-2] are told at once who joins, and then no more often than the room bears', async () => {
    const { room, people, clock, pump } = await openFullRoom()
    const heard = () => people.reduce((sum, it) => sum + it.heard.people.length, 0)
    const before = heard()

    for (let joining = 0; joining < 50; joining += 1) room.announcePeople()
    await pump()
    expect(heard() - before).toBe(60)

    clock.advance(300)
    await pump()
    expect(heard() - before).toBe(120)
  })

  it('[saved-1] who all move something at once cost a few writes, and each is told that theirs is saved', async () => {
    const { room, people, settle } = await openFullRoom()
    const before = room.store.journal.end

    for (const it of people) it.edit((doc) => moveStatement(doc, 'F2', SPOT))
    await settle()

    let updates = 0
    for await (const { record } of room.records(before)) if (record.type === 'update') updates += 1
    expect(updates).toBeLessThanOrEqual(2)
    expect(people.map((it) => it.heard.saved.at(-1))).toEqual(people.map((it) => it.sent))
  })

  it('[E2] of whom some write without end keep nobody waiting who seldom writes', async () => {
    const { people, pump, settle } = await openFullRoom()
    const [ama, ben, ...others] = people
    const allMove = async () => {
      for (const it of others) it.edit((doc) => moveStatement(doc, 'F2', SPOT))
      await pump()
    }
    const isSaved = (it: (typeof people)[number]) => it.heard.saved.at(-1) === it.sent
    for (let round = 0; round < 3; round += 1) {
      await allMove()
      await settle()
    }
    await allMove()
    await allMove()
    expect(others.every(isSaved)).toBe(false)

    ama?.edit((doc) => moveStatement(doc, 'F1', SPOT))
    await pump()

    expect(ama && isSaved(ama)).toBe(true)
    expect(rootsOf(ben?.doc as Y.Doc).placements.get('F1')).toMatchObject({ column: 'due-regard' })
  })
})
