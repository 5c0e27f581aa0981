/**
 * What only a facilitator does, over HTTP: the phase, the lock, decisions, and going back to what the board was.
 *
 * It is the product's own code that does it, in the room's turn, as a route would have it done.
 */
import { decide, reopen, takeBack } from '../../server/consult/deciding.ts'
import { restoreBoard, takeRestoreBack } from '../../server/past/restoring.ts'
import type { JournalRecord } from '../../server/store/contract.ts'
import type { LiveRoom } from '../../server/sync/room.ts'
import type { ParticipantId, Phase, StatementId } from '../../shared/board.ts'
import { CATEGORY_IDS } from '../../shared/columns.ts'
import type { DecisionStep } from '../../shared/consult/vote.ts'
import { Problem } from '../../shared/problem.ts'
import type { Chance } from './chance.ts'
import { callServer } from './network.ts'
import type { Page } from './pages.ts'
import type { Trouble } from './plan.ts'
import type { Server } from './server.ts'
import { BIRTH } from './words.ts'

export interface LeadingWorld {
  chance: Chance
  /** Of what was tried later than the rest: the same seed stays the same without it. */
  laterChance: Chance
  server: Server
  scheduler: { now: number }
  often(trouble: Trouble, run: () => void): void
  trace(line: () => string): void
  /** Anything but a refusal is a fault. */
  faulty(error: unknown): void
}

export function lead(page: Page, world: LeadingWorld): void {
  const { chance, laterChance, server, often } = world
  const { device, person } = page
  const at = () => Math.floor(BIRTH + world.scheduler.now)
  const ask = (what: string, act: (room: LiveRoom) => Promise<unknown>) => {
    if (!page.isUsable) return
    world.trace(() => `${page.name} asks: ${what}`)
    callServer(device.link, page.owner, () => server.within(act)).then(
      () => world.trace(() => `${page.name} has it: ${what}`),
      (error) => {
        if (!(error instanceof Problem)) world.faulty(error)
        world.trace(() => `${page.name} is told: ${error}`)
      },
    )
  }
  const shown = () => page.session?.snapshot.get().live
  const toPhase = (phases: readonly Phase[]) => {
    const live = shown()
    if (!live) return
    const to = live.phase === 'open' ? chance.pick(phases) : 'open'
    ask(`from ${live.phase} to ${to}`, (it) => it.changePhase(person.id, live.phase, to))
  }
  often('phase', () => toPhase(['review', 'review', 'agreed']))
  often('preparing', () => toPhase(['preparing']))
  often('lock', () => {
    const live = shown()
    if (!live) return
    ask(live.locked ? 'unlock' : 'lock', (it) => it.changeLock(person.id, live.locked, !live.locked))
  })
  often('decision', () => {
    const { ids } = page.session?.snapshot.get() ?? { ids: [] }
    if (ids.length === 0) return
    const id = chance.pick(ids)
    ask(`decide ${id} or not`, (room) => decideOrNot(room, person.id, id, laterChance, at()))
  })
  often('restored', () => ask('go back, or forth', (room) => goBack(room, person.id, laterChance, at)))
}

async function decideOrNot(
  room: LiveRoom,
  by: ParticipantId,
  statement: StatementId,
  chance: Chance,
  at: number,
): Promise<void> {
  const record = (body: DecisionStep): JournalRecord[] => [{ type: 'decision', at, by, body }]
  await room.act(by, (doc) => {
    const { votes } = room.state
    const seq = votes.seq + 1
    const standing = votes.decision(statement)
    if (!standing) {
      const what = { statement, column: chance.pick(CATEGORY_IDS), how: 'discussed' } as const
      return record({ step: 'decide', seq, decisions: decide(doc, room, what, seq, at) })
    }
    if (chance.often(0.5)) {
      return record({ step: 'reopen', seq, statements: takeBack(doc, room, standing.seq) })
    }
    reopen(doc, room, [statement])
    return record({ step: 'reopen', seq, statements: [statement] })
  })
}

/** To any moment of the journal; or the last time it was done is taken back. */
async function goBack(room: LiveRoom, by: ParticipantId, chance: Chance, at: () => number): Promise<void> {
  const done = room.state.restores.list()
  const last = done.at(-1)
  if (last && !last.takenBack && chance.often(0.5)) {
    await takeRestoreBack(room, by, last.restore, undefined, at)
  } else {
    const position = chance.whole(1, room.state.position + 1)
    await restoreBoard(room, by, { to: { position }, reason: 'It was better.', from: done.length }, at)
  }
}
