/**
 * What kind of bad luck a seed has. Few seeds have all of it: what only goes wrong where two troubles meet
 * and the others stay away is found by having different ones each time.
 */
import type { Role } from '../../shared/board.ts'
import { Chance } from './chance.ts'

export const TROUBLES = [
  'link down',
  'link stalled',
  'everybody away',
  'server killed',
  'power lost',
  'power lost in a disk call',
  'power lost as a frame leaves',
  'server stopped',
  'disk full',
  'disk slow',
  'sync fails',
  'short writes',
  'page closed',
  'page crashed',
  'phase',
  'preparing',
  'lock',
  'decision',
  'rebuild',
  'hostile client',
  'restored',
] as const
export type Trouble = (typeof TROUBLES)[number]

export interface Plan {
  statements: number
  people: Role[]
  /** Milliseconds of trouble. */
  length: number
  /** Mean time between what one page's person does. */
  pace: number
  /** Mean time between one and the next. */
  troubles: Map<Trouble, number>
  /** So many numbers a new copy of a document draws its client id from. */
  clientIds: number
  /** Share of devices without storage. */
  forgetful: number
  latency: number
  /** Whether long work gives way again and again; how fast the machine is must not say so. */
  isSliced: boolean
  /** For what was tried later than the rest, so that a seed without it stays as it was. */
  laterChance: Chance
}

export function drawPlan(seed: number, chance: Chance, only?: readonly Trouble[]): Plan {
  const people: Role[] = ['facilitator', 'participant']
  for (const role of ['participant', 'participant', 'reviewer', 'observer'] as const)
    if (chance.often(0.5)) people.push(role)
  const length = chance.between(25_000, 140_000)
  const share = chance.between(0.1, 0.6)
  const troubles = new Map<Trouble, number>()
  const laterChance = new Chance(seed ^ 0x1a7e)
  for (const trouble of TROUBLES) {
    if (trouble === 'restored') continue
    const interval = chance.between(4_000, 60_000)
    if (chance.often(RARE.has(trouble) ? share / 4 : share)) troubles.set(trouble, interval)
  }
  if (laterChance.often(0.25)) troubles.set('restored', laterChance.between(4_000, 60_000))
  if (only) for (const trouble of TROUBLES) if (!only.includes(trouble)) troubles.delete(trouble)
  return {
    statements: chance.whole(3, 8),
    people,
    length,
    pace: chance.pick([600, 1_500, 4_000]),
    troubles,
    clientIds: chance.often(0.06) ? 60 : 2 ** 32,
    forgetful: chance.pick([0, 0, 0.3]),
    latency: chance.pick([1, 15, 40, 150]),
    isSliced: new Chance(seed ^ 0x51ce).often(0.25),
    laterChance,
  }
}

const RARE = new Set<Trouble>(['preparing', 'sync fails', 'everybody away'])
