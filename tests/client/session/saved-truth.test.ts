import { describe, expect, it } from 'vitest'
import { APART_MS } from '../../../client/session/connector.ts'
import { savedState } from '../../../client/session/saved-state.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import fc from '../../support/properties.ts'
import { sessionWorld, type Visit } from '../../support/session-world.ts'

/** What may happen next, drawn by chance. */
type Event =
  | { does: 'comment' | 'move' | 'type' | 'undo'; who: number }
  | { does: 'cut' | 'regain' | 'step' | 'reopen' | 'deafen'; who: number }
  | { does: 'flush' | 'restart' | 'rebuild' | 'lock' | 'settle' | 'refuse' }
  | { does: 'wait'; ms: number }
  /** Goes away, moves a card that somebody else moves later, and comes back. */
  | { does: 'absence'; who: number; ms: number }

// The third is a second tab of the first person, on the same device.
const who = fc.integer({ min: 0, max: 2 })
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('comment', 'move', 'type', 'undo'), who }) },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('step', 'step', 'step', 'cut', 'regain'), who }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('reopen', 'deafen'), who }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('flush', 'flush', 'settle', 'lock') }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('absence'), who, ms: fc.constantFrom(10_000, 35_000) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('restart', 'rebuild', 'refuse') }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('wait'), ms: fc.constantFrom(1_000, 5_000, 35_000, 35_000) }),
  },
) as fc.Arbitrary<Event>

describe('[saved-2] the saved line', () => {
  it('says Saved only when connected, introduced, fully acknowledged and with nothing waiting', () => {
    fc.assert(
      fc.property(
        fc.record({
          connected: fc.boolean(),
          step2Sent: fc.boolean(),
          sent: fc.nat(3),
          acknowledged: fc.nat(3),
          pending: fc.nat(2),
          kept: fc.boolean(),
          stalled: fc.boolean(),
        }),
        (account) => {
          const says = savedState(account)
          const { connected, step2Sent, sent, acknowledged, pending, kept } = account
          expect(says === 'saved').toBe(connected && step2Sent && sent === acknowledged && pending === 0)
          if (says === 'kept') expect(kept).toBe(true)
          if (says === 'saving') expect(connected).toBe(true)
        },
      ),
    )
  })

  it('[R6] is true whatever is lost, refused, rebuilt or restarted, and in the end nothing is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 10, maxLength: 60 }), async (events) => {
        const play = await openPlay()
        for (const it of events) {
          await play.let(it)
          play.check()
        }
        await play.end()
      }),
      { numRuns: Number(process.env.SESSION_RUNS ?? 60) },
    )
  }, 120_000)
})

/** Two people, a room, and an account of every change made, kept apart from the code under test. */
async function openPlay() {
  const world = sessionWorld({ statements: 4 })
  world.room.prompt = false
  const names = ['ama', 'ben', 'ama']
  const visits: Visit[] = []
  for (const name of names) visits.push(await world.visit({ name }))
  const wrote = names.map(() => new Set<string>())
  /** Every place F2 was put: by whom, when, and between which moments it came to the room. */
  const moves = new Map<
    string,
    { who: number; madeAt: number; arrived?: { after: number; before: number } }
  >()
  let inRoom = ''
  let lookedAt = world.clock.now()
  let count = 0
  let refusing = 0
  world.room.refuses = (place) => {
    if (refusing > 0 && place.startsWith('placements/')) {
      refusing -= 1
      return 'board_locked'
    }
    return rootsOf(world.room.doc).live.get('lock') === true && place.startsWith('placements/')
      ? 'board_locked'
      : null
  }

  /** Whether a comment of mine is where it would survive a crash, or in front of its writer. */
  const isAccounted = (visit: Visit, key: string) =>
    rootsOf(world.room.disk).comments.has(key) || visit.session.leftovers.get().some((it) => it.key === key)

  const play = {
    async let(event: Event) {
      if (event.does !== 'absence') return play.one(event)
      const other = (event.who + 1) % 2
      for (const part of [
        { does: 'cut', who: event.who },
        { does: 'move', who: event.who },
        { does: 'wait', ms: 1_000 },
        { does: 'move', who: other },
        { does: 'settle' },
        { does: 'wait', ms: event.ms },
        { does: 'regain', who: event.who },
        { does: 'settle' },
      ] as const) {
        await play.one(part)
        play.check()
      }
    },
    async one(event: Exclude<Event, { does: 'absence' }>) {
      const visit = 'who' in event ? (visits[event.who] as Visit) : (visits[0] as Visit)
      const at = 'who' in event ? event.who : 0
      const name = names[at] as string
      count += 1
      switch (event.does) {
        case 'comment': {
          const id = `c${count}`
          const because = visit.session.edit('Comment', (doc) =>
            addComment(doc, name, id, { on: 'F1', text: `Word ${count}` }),
          )
          if (!because) wrote[at]?.add(`${name}/${id}`)
          break
        }
        case 'move': {
          const { statements, live } = visit.session.snapshot.get()
          if (!statements.has('F2') || live.locked) break
          visit.move('F2', count % 2 ? 'due-regard' : 'new-action')
          const place = JSON.stringify(visit.session.snapshot.get().placements.get('F2'))
          moves.set(place, { who: at, madeAt: world.clock.now() })
          break
        }
        case 'type':
          if (visit.session.snapshot.get().statements.has('F3'))
            visit.type('F3', `${visit.why('F3')}<${name}${count}>`)
          break
        case 'undo':
          // Comments are what the account is about: they are not taken back.
          if (!visit.session.undoable.get().undo?.startsWith('Comment')) visit.session.undo()
          break
        case 'step':
          visit.network.step()
          await turn()
          break
        case 'cut':
          visit.network.down = true
          visit.network.cut()
          await turn()
          break
        case 'deafen':
          visit.network.halfOpen = true
          break
        case 'regain':
          if (visit.network.halfOpen) visit.network.cut()
          visit.network.halfOpen = false
          visit.network.down = false
          visit.page.online()
          await turn()
          break
        case 'reopen':
          await world.settle()
          visit.crash()
          visits[at] = await world.visit({ name })
          break
        case 'flush':
          world.room.flush()
          break
        case 'restart':
          world.room.restart()
          await turn()
          break
        case 'rebuild':
          world.room.flush()
          world.room.rebuild()
          await turn()
          break
        case 'lock': {
          const live = rootsOf(world.room.doc).live
          world.room.change(() => live.set('lock', live.get('lock') !== true))
          break
        }
        case 'refuse':
          refusing = 1
          break
        case 'settle':
          await world.settle()
          break
        case 'wait':
          await world.pass(event.ms)
      }
    },
    /** [back-1] A move made long before it arrives takes back nothing that others did in between. */
    checkMoves() {
      const now = world.clock.now()
      const is = JSON.stringify(rootsOf(world.room.doc).placements.get('F2'))
      if (is !== inRoom) {
        const [before, after] = [moves.get(inRoom), moves.get(is)]
        inRoom = is
        if (after && after.arrived === undefined) {
          after.arrived = { after: lookedAt, before: now }
          const isLate = lookedAt - after.madeAt > APART_MS
          const isOthers = before !== undefined && names[before.who] !== names[after.who]
          // Two that arrive in one moment pass each other on the way: neither could know.
          const wasThere = before?.arrived !== undefined && before.arrived.before < lookedAt
          if (isLate && isOthers && wasThere) {
            expect(before.arrived?.after).toBeLessThanOrEqual(after.madeAt)
          }
        }
      }
      lookedAt = now
    },
    check() {
      play.checkMoves()
      visits.forEach((visit, at) => {
        if (visit.session.connection.get().saved !== 'saved') return
        for (const key of wrote[at] ?? []) expect(isAccounted(visit, key)).toBe(true)
      })
    },
    async end() {
      refusing = 0
      world.room.prompt = true
      world.room.change((doc) => rootsOf(doc).live.set('lock', false))
      for (const { network } of visits) {
        if (network.halfOpen) network.cut()
        network.halfOpen = false
        network.down = false
      }
      for (let round = 0; round < 6; round += 1) await world.pass(30_000)

      visits.forEach((visit, at) => {
        const { state, saved, unsaved } = visit.session.connection.get()
        expect({ state, saved, unsaved }).toEqual({ state: 'online', saved: 'saved', unsaved: 0 })
        for (const key of wrote[at] ?? []) expect(isAccounted(visit, key)).toBe(true)
        const shown = visit.session.snapshot.get()
        const there = rootsOf(world.room.disk)
        for (const [id, place] of shown.placements) {
          const real = there.placements.get(id)
          if (real) expect(place).toEqual(real)
        }
        expect(visit.why('F3')).toBe(world.room.disk.getText('why/F3').toString())
      })
      // Whatever was typed is there once at most: nothing is doubled by coming back.
      const words = world.room.disk.getText('why/F3').toString().match(/<\w+>/g) ?? []
      expect(new Set(words).size).toBe(words.length)
      await world.end()
    },
  }
  return play
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
