/**
 * How much of the disk somebody may fill who writes as fast as they are read, for a whole night of made-up time;
 * and that nobody at a workshop is near it.
 */
import { describe, expect, it } from 'vitest'
import { Allowances } from '../../../server/sync/allowance.ts'
import { Budgets } from '../../../server/sync/budget.ts'
import type { RoomConnection } from '../../../server/sync/connection.ts'
import { openVolumes } from '../../../server/sync/volume.ts'
import { addComment, moveStatement } from '../../../shared/doc/edits.ts'
import { openScene } from '../../support/rooms.ts'
import { testClock } from '../../support/test-clock.ts'

const KIB = 1024
const MIB = 1024 * KIB
const HOUR = 60 * 60

/** People who each want to write so many bytes a second, and how many they have written after so many seconds. */
function writeFor(seconds: number, people: readonly string[], perSecond: number): number[] {
  const clock = testClock()
  const volumes = openVolumes(clock)
  const writers = people.map((name) => ({ volume: volumes('board', name, 'linkP'), written: 0 }))
  for (let second = 0; second < seconds; second += 1) {
    for (const it of writers) {
      if (it.volume.wait() > 0) continue
      it.volume.use(perSecond)
      it.written += perSecond
    }
    clock.advance(1_000)
  }
  return writers.map((it) => it.written)
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, it) => all + it, 0)
const names = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`)

describe('[S4][E3] what one person writes', () => {
  it('is tens of megabytes at once, and then so little that no night fills a disk', () => {
    const [written = 0] = writeFor(12 * HOUR, ['eve'], 128 * KIB)

    expect(written).toBeGreaterThan(32 * MIB)
    expect(written).toBeLessThan(256 * MIB)
  })

  it('never waits where it is a day of what people do: five changes a second from a hundred', () => {
    const hall = writeFor(HOUR / 6, names(100), 5 * 430)
    const typist = writeFor(8 * HOUR, ['ama'], 2 * KIB)

    expect(new Set(hall)).toEqual(new Set([(HOUR / 6) * 5 * 430]))
    expect(typist).toEqual([8 * HOUR * 2 * KIB])
  })

  it('is bounded for all people of one link together, each of whom has what anybody needs', () => {
    const written = writeFor(2 * HOUR, names(200), 16 * KIB)

    expect(sum(written)).toBeLessThan(3_000 * MIB)
    expect(Math.min(...written)).toBeGreaterThan(2 * HOUR * KIB)
  })
})

it('[S4][E3] whoever has filled their part of the disk waits, loses nothing, and holds up nobody', async () => {
  const scene = await openScene()
  const [ama, eve] = [scene.join('ama'), scene.join('eve')]
  await scene.settle()
  const { allowance } = eve.connection as unknown as RoomConnection
  allowance.kept(32 * MIB)
  const words = (text: string) => eve.edit((doc) => addComment(doc, 'eve', text, { on: 'F1', text }))
  const kept = () => [...scene.room.doc.getMap('comments').keys()]

  words('first')
  await scene.pump()
  expect(eve.isPaused).toBe(true)
  words('second')
  ama.edit((doc) => moveStatement(doc, 'F1', { column: 'due-regard', above: null, below: null }))
  await scene.pump()

  expect(kept()).toEqual(['eve/first'])
  expect(scene.room.doc.getMap('placements').has('F1')).toBe(true)
  scene.clock.advance(10_000)
  await scene.pump()
  expect(kept()).toEqual(['eve/first', 'eve/second'])
  expect(eve.closedWith).toBeNull()
})

it('[S4][E3] comes in again only once that is paid, also where the room was opened anew in between', () => {
  const clock = testClock()
  const volumes = openVolumes(clock)
  const room = () => new Allowances(clock, (person, link) => volumes('board', person, link))
  room()
    .of('eve', 'linkP')
    .kept(33 * MIB)

  const again = room().of('eve', 'linkP')

  expect(again.owes).toBe(true)
  expect(room().of('ama', 'linkP').owes).toBe(false)
  clock.advance(300_000)
  expect(again.owes).toBe(false)
})

it('[E6] of those who wrote little and long ago nothing is remembered', () => {
  const clock = testClock()
  const budgets = new Budgets(clock, 10, 100)
  for (let at = 0; at < 999; at += 1) budgets.use(`p${at}`, 50)
  clock.advance(60_000)
  budgets.use('late', 150)

  for (let at = 0; at < 10; at += 1) budgets.use(`q${at}`, 1)

  expect(budgets.size).toBeLessThan(20)
  expect(budgets.wait('late')).toBeGreaterThan(0)
})
