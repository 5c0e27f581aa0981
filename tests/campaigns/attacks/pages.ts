/** What a page does as well, done without end: there and back, for and against, written and withdrawn. */
import type { ParticipantId } from '../../../shared/board.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { ask } from '../../support/guests.ts'
import type { RawLink } from '../../support/raw-link.ts'
import { awarenessFrameOf } from '../../support/rooms.ts'
import { copyFor } from '../writer.ts'
import { attacks, calls, flood, frame, get, pause, type Stage, socketOf, update } from './stage.ts'

/** Two changes by turns, of a copy of the board as it was when they began. */
async function byTurns(stage: Stage, change: (roots: Roots, at: number) => void, every = 0): Promise<void> {
  const doc = await copyFor(stage.eve)
  const out: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => out.push(bytes))
  let at = 0
  await flood(
    stage,
    () => {
      at += 1
      change(rootsOf(doc), at)
      return Buffer.concat(out.splice(0).map(update))
    },
    { every },
  )
  doc.destroy()
}
type Roots = ReturnType<typeof rootsOf>

const there = (at: number) => ({ column: at % 2 === 0 ? 'due-regard' : 'new-action', order: `a${at}V` })

const commentOf = (person: ParticipantId, at: number) => `${person}/back${at % 20}`

/** A vote on cards that nobody else moves. */
async function openVote({ grace }: Stage): Promise<void> {
  const statements = Array.from({ length: 10 }, (_, at) => `F${at + 20}`)
  await ask(grace, 'POST', '/votes', { packs: [{ title: 'To choose', statements }], quorum: 1, hands: 30 })
}

/** Says where each of these tabs is, and what it holds. */
async function sayWhere(stage: Stage, tabs: readonly RawLink[]): Promise<void> {
  for (let clock = 1; !stage.isOver(); clock += 1) {
    for (const [at, tab] of tabs.entries()) {
      const hold = { statement: `F${1 + ((at + clock) % 30)}`, over: 'due-regard', slot: at, x: 0.5, y: 0.5 }
      const entry = { client: 9_000 + at, clock, state: { hold, looking: 'F1' } }
      if (tab.tcp.writable) tab.write(frame(awarenessFrameOf([entry])))
    }
    await pause(20)
  }
}

export const PAGES = attacks({
  'flips one card there and back, as fast as it may': (stage) =>
    byTurns(stage, ({ placements }, at) => placements.set('F5', there(at)), 10),
  'flips one card there and back, faster than it may': (stage) =>
    byTurns(stage, ({ placements }, at) => placements.set('F5', there(at))),
  'sends every card there and back': (stage) =>
    byTurns(
      stage,
      ({ placements }, at) => {
        for (let card = 5; card <= 19; card += 1) placements.set(`F${card}`, there(at))
      },
      20,
    ),
  'writes a comment and withdraws it': (stage) => {
    const { id } = stage.eve.me
    return byTurns(
      stage,
      ({ comments }, at) => {
        comments.set(commentOf(id, at), { on: 'F5', text: 'Noted.' })
        comments.delete(commentOf(id, at))
      },
      10,
    )
  },
  'chooses and takes it back': async (stage) => {
    await openVote(stage)
    await calls(stage, 8, (at) =>
      ask(stage.eve, 'PUT', `/votes/1/choices/F${20 + (at % 10)}`, {
        choice: [null, 'due-regard', 'new-action'][at % 3],
        reason: 'x'.repeat(1_000),
      }),
    )
  },
  'counts hands, and presses the timer, which it may not': (stage) =>
    calls(stage, 8, (at) =>
      at % 2 === 0
        ? ask(stage.eve, 'POST', '/timer', { start: 60_000 })
        : ask(stage.eve, 'PUT', '/votes/1/hands/F20', {
            'new-action': at % 5,
            'due-regard': 0,
            'watching-brief': 0,
          }),
    ),
  'as facilitator counts hands up and down, and presses the timer': async (stage) => {
    await openVote(stage)
    await calls(stage, 8, (at) =>
      at % 2 === 0
        ? ask(stage.grace, 'POST', '/timer', at % 4 === 0 ? { start: 60_000 } : { stop: true })
        : ask(stage.grace, 'PUT', '/votes/1/hands/F20', {
            'new-action': at % 5,
            'due-regard': at % 3,
            'watching-brief': 0,
          }),
    )
  },
  'asks for every kind of file there is': (stage) =>
    calls(stage, 30, (at) => get(stage.eve, `/exports/${EXPORTERS[at % EXPORTERS.length]?.file}`)),
  'has twenty tabs, each of which says where it is': async (stage) => {
    const tabs = await Promise.all(Array.from({ length: 20 }, () => socketOf(stage, stage.eve)))
    await sayWhere(
      stage,
      tabs.filter((it) => it !== null),
    )
  },
})
