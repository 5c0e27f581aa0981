import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shortDayWords } from '../../../client/ui/dates.ts'
import { cardFeed } from '../../../client/views/board/card-feed.ts'
import { openHolders, shortName } from '../../../client/views/board/holders.ts'
import { ownMoves } from '../../../client/views/board/own-moves.ts'
import { endOf } from '../../../client/views/board/spot-for.ts'
import { areTogether } from '../../../client/views/board/watch-moves.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import type { Presence } from '../../../shared/doc/presence.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { localSession } from '../../support/local-session.ts'

const PEOPLE: readonly PersonCard[] = [
  { id: 'ben', name: 'Ben Kaur', role: 'participant' },
  { id: 'farah', name: 'Farah Rahman', role: 'participant' },
]
const holding = (
  connection: number,
  who: string,
  statement: string,
  slot: number | null = null,
): Presence => ({
  connection,
  who,
  hold: { statement, over: 'due-regard', slot, x: 0.5, y: 0.5 },
})

it('a move is heard of by the card that moved and by no other', () => {
  const { session } = localSession()
  const feed = cardFeed(session.snapshot)
  feed.open()
  const heard: string[] = []
  for (const id of session.snapshot.get().ids) feed.subscribe(id, () => heard.push(id))

  session.edit('Move F3', (doc) =>
    moveStatement(doc, 'F3', endOf(session.snapshot.get(), 'due-regard', 'F3')),
  )

  expect(heard).toEqual(['F3'])
  expect(feed.get('F3')).toMatchObject({ column: 'due-regard', missing: 'Needs a work stream' })
})

it('[live-2] the first of two who reach for one card holds it, and is remembered as who moved it', () => {
  const { session, world } = localSession({ people: PEOPLE })
  const holders = openHolders(session.presence, session.people)
  holders.open()
  const heard = vi.fn()
  holders.of.subscribe('F2', heard)

  world.presence([holding(7, 'ben', 'F2'), holding(8, 'farah', 'F2')])
  expect(holders.of.get('F2')).toEqual({ who: 'ben', name: 'Ben' })
  world.presence([])

  expect(holders.of.get('F2')).toBeUndefined()
  expect(holders.lately('F2')?.name).toBe('Farah')
  expect(heard).toHaveBeenCalledTimes(2)
})

it('a gap opens for somebody else only where they have come to rest', () => {
  vi.useFakeTimers()
  const { session, world } = localSession({ people: PEOPLE })
  const holders = openHolders(session.presence, session.people)
  const end = holders.open()

  for (const slot of [0, 1, 2]) world.presence([holding(7, 'ben', 'F2', slot)])
  expect(holders.slots.get()['due-regard']).toBeUndefined()
  vi.advanceTimersByTime(200)
  expect(holders.slots.get()['due-regard']).toMatchObject({ slot: 2, statement: 'F2' })
  world.presence([holding(7, 'ben', 'F2', 0)])
  expect(holders.slots.get()['due-regard']).toBeUndefined()

  end()
  vi.useRealTimers()
})

it('first names are enough where they tell the people who are here apart', () => {
  const okri: PersonCard = { id: 'ben2', name: 'Ben Okri', role: 'reviewer' }
  const people = new Map([...PEOPLE, okri].map((it) => [it.id, it]))

  expect(shortName(people, ['ben', 'farah'], 'ben')).toBe('Ben')
  expect(shortName(people, ['ben', 'ben2'], 'ben')).toBe('Ben Kaur')
  expect(shortName(people, ['gone'], 'gone')).toBe('Somebody')
})

describe('others’ moves', () => {
  let frames: (() => void)[] = []
  const nextFrame = () => {
    for (const run of frames.splice(0)) run()
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    frames = []
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
    vi.stubGlobal('cancelAnimationFrame', () => frames.splice(0))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  function sharedBoard(gapMs: number) {
    const { session: given, world } = localSession()
    const { session, isMine } = ownMoves(given, { gapMs: () => gapMs })
    const drawn = vi.fn()
    session.snapshot.subscribe(drawn)
    return {
      drawn,
      isMine,
      session,
      place: (id: string) => session.snapshot.get().placements.get(id) ?? { column: 'unsorted', order: '' },
      columns: (...ids: string[]) => ids.map((id) => session.snapshot.get().placements.get(id)?.column),
      others: (...ids: string[]) => {
        for (const id of ids)
          world.change((doc) =>
            moveStatement(doc, id, endOf(given.snapshot.get(), 'due-regard', id), 'world'),
          )
      },
    }
  }

  it('come with the next frame and are not mine; what I do is shown at once and is', () => {
    const { session, drawn, others, columns, isMine, place } = sharedBoard(100)
    others('F1', 'F2')
    expect([drawn.mock.calls.length, columns('F1')]).toEqual([0, ['unsorted']])

    session.edit('Move F3', (doc) =>
      moveStatement(doc, 'F3', endOf(session.snapshot.get(), 'new-action', 'F3')),
    )

    expect(columns('F1', 'F2', 'F3')).toEqual(['due-regard', 'due-regard', 'new-action'])
    expect(drawn).toHaveBeenCalledTimes(2)
    expect([isMine('F1', place('F1')), isMine('F3', place('F3'))]).toEqual([false, true])
  })

  it('that keep coming are drawn together when the gap is over, and the last of them for certain', () => {
    const { drawn, others, columns } = sharedBoard(100)
    others('F1')
    nextFrame()
    expect(columns('F1')).toEqual(['due-regard'])

    others('F2')
    nextFrame()
    vi.advanceTimersByTime(50)
    others('F3')
    nextFrame()
    expect([drawn.mock.calls.length, ...columns('F2', 'F3')]).toEqual([1, 'unsorted', 'unsorted'])

    vi.advanceTimersByTime(50)
    nextFrame()
    expect([drawn.mock.calls.length, ...columns('F2', 'F3')]).toEqual([2, 'due-regard', 'due-regard'])
  })

  it('stream across together where several came to one column, and not where each has a place of its own', () => {
    const { session, others } = sharedBoard(0)
    others('F1', 'F2')
    nextFrame()
    const board = session.snapshot.get()
    expect(areTogether(['F1', 'F2'], board)).toBe(true)
    expect([areTogether(['F1'], board), areTogether(['F1', 'F3'], board)]).toEqual([false, false])
  })

  it('are shown on a page that gets no frames too', () => {
    const { others, columns } = sharedBoard(100)
    others('F1')
    vi.advanceTimersByTime(250)
    others('F2')
    vi.advanceTimersByTime(350)
    expect(columns('F1', 'F2')).toEqual(['due-regard', 'due-regard'])
  })
})

it('a day is written with its year unless that is this year', () => {
  const today = new Date('2027-03-01T12:00:00Z')

  expect(shortDayWords('2027-06-30', today)).toBe('30 Jun')
  expect(shortDayWords('2028-01-02', today)).toBe('2 Jan 2028')
})
