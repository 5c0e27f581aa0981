/** Where the board has got to: what facilitators steer with, and what the server alone says. */
import type * as Y from 'yjs'
import { PHASES, type Phase, type Screen, type StatementId } from '../../board.ts'
import type { Meeting } from '../../consult/pace.ts'
import type { Timer } from '../../consult/timer.ts'
import type { DecisionMark, VoteMark } from '../../consult/vote.ts'
import { parseWithdrawnKey, type Withdrawn } from '../../withdrawn.ts'
import { sound } from './sound.ts'

export interface Facilitation {
  focus: StatementId | null
  timer: Timer | null
  /** What the projector was told to show; null where nobody said. */
  screen: Screen | null
  meeting: Meeting | null
  packs: readonly { title: string; statements: readonly StatementId[] }[]
}

export interface Live {
  phase: Phase
  locked: boolean
  decisions: ReadonlyMap<StatementId, DecisionMark>
  votes: ReadonlyMap<StatementId, VoteMark>
  version: unknown
  /** By what they were on: comments that a facilitator took off the board, oldest first. */
  withdrawn: ReadonlyMap<string, readonly Withdrawn[]>
}

export function readFacilitation(map: Y.Map<unknown>): Facilitation {
  return {
    focus: sound<{ statement: StatementId | null }>(map, 'facilitation', 'focus')?.statement ?? null,
    timer: sound<Timer>(map, 'facilitation', 'timer') ?? null,
    screen: sound<{ show: Screen }>(map, 'facilitation', 'screen')?.show ?? null,
    meeting: sound<Meeting>(map, 'facilitation', 'meeting') ?? null,
    packs: sound<Facilitation['packs']>(map, 'facilitation', 'packs') ?? [],
  }
}

export function readLive(map: Y.Map<unknown>): Live {
  const marks = <Mark>(prefix: string) => {
    const found = new Map<StatementId, Mark>()
    for (const [key, value] of map.entries()) {
      if (key.startsWith(prefix)) found.set(key.slice(prefix.length), value as Mark)
    }
    return found
  }
  const phase = map.get('phase')
  return {
    phase: PHASES.find((it) => it === phase) ?? 'preparing',
    locked: map.get('lock') === true,
    decisions: marks<DecisionMark>('decision/'),
    votes: marks<VoteMark>('vote/'),
    version: map.get('version'),
    withdrawn: readWithdrawn(map),
  }
}

function readWithdrawn(map: Y.Map<unknown>): Live['withdrawn'] {
  const found = new Map<string, Withdrawn[]>()
  for (const [key, value] of map.entries()) {
    const on = parseWithdrawnKey(key)
    if (on === null) continue
    found.set(
      on,
      [...(found.get(on) ?? []), value as Withdrawn].sort((a, b) => a.at - b.at),
    )
  }
  return found
}
