import { expect, it } from 'vitest'
import { Precedence } from '../../../server/sync/precedence.ts'
import { testClock } from '../../support/test-clock.ts'

/** A room in which each of these people writes so often in a second, evenly; how many of a person's changes went ahead. */
function aheadOf(person: string, perSecond: Record<string, number>, seconds: number, connections: number) {
  const clock = testClock()
  const precedence = new Precedence(clock)
  let ahead = 0
  for (let tick = 0; tick < seconds * 200; tick += 1) {
    for (const [name, rate] of Object.entries(perSecond)) {
      if ((tick * rate) % 200 >= rate) continue
      if (precedence.isGranted(name, 80, connections) && name === person) ahead += 1
    }
    clock.advance(5)
  }
  return ahead
}

const crowd = (count: number, rate: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, rate]))

it('[E2] whoever writes far less than the others goes ahead of them, once they have begun', () => {
  expect(aheadOf('ama', { ...crowd(30, 66), ama: 15 }, 10, 33)).toBeGreaterThan(130)
})

it('[E2] from the first quarter of a second on, also who wrote as much as anybody until then', () => {
  const clock = testClock()
  const precedence = new Precedence(clock)
  const flood = () => {
    for (let at = 0; at < 30; at += 1) precedence.isGranted(`p${at}`, 80, 33)
  }
  const ama = () => precedence.isGranted('ama', 80, 33)
  for (let at = 0; at < 40; at += 1, clock.advance(50)) expect(ama()).toBe(false)

  for (let at = 0; at < 20; at += 1, clock.advance(15)) flood()

  expect(ama()).toBe(true)
})

it('[E2] what was written long ago does not make little of what is asked of the server now', () => {
  const clock = testClock()
  const precedence = new Precedence(clock)
  clock.advance(60_000)
  for (let at = 0; at < 6; at += 1) precedence.count('fay')

  expect(precedence.isGranted('ama', 80, 33)).toBe(true)
})

it('[E4] nobody does in a room where all write alike, nor whoever writes alone', () => {
  expect(aheadOf('p7', crowd(100, 5), 10, 100)).toBeLessThanOrEqual(1)
  expect(aheadOf('ama', { ama: 20 }, 10, 100)).toBe(0)
})

it('[E4] no more of them go ahead than the room bears', () => {
  const seldom = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`seldom${at}`, 1]))
  const clock = testClock()
  const precedence = new Precedence(clock)
  let ahead = 0
  for (let second = 0; second < 20; second += 1) {
    for (let at = 0; at < 200; at += 1) precedence.isGranted('eve', 80, 400)
    for (const name of Object.keys(seldom)) if (precedence.isGranted(name, 80, 400)) ahead += 1
    clock.advance(1_000)
  }

  expect(ahead).toBeGreaterThan(20)
  expect(ahead * (400 + 30)).toBeLessThan(20 * 1_500 + 3_000 + 430)
})

it('[E2] few large changes are as much as many small ones', () => {
  const precedence = new Precedence(testClock())
  for (let at = 0; at < 10; at += 1) precedence.isGranted('eve', 5_000, 3)

  const ama = Array.from({ length: 40 }, () => precedence.isGranted('ama', 80, 3))

  expect(ama.filter((it) => it).length).toBeGreaterThan(30)
  expect(precedence.isGranted('eve', 80, 3)).toBe(false)
})
