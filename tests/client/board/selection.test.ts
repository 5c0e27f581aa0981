import { describe, expect, it, vi } from 'vitest'
import { bulkWords } from '../../../client/views/board/bulk-words.ts'
import { openSelection } from '../../../client/views/board/selection.ts'
import { lookingIn } from '../../../client/views/board/shown.ts'
import { layTable } from '../../../client/views/board/table.tsx'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { boardWith } from '../../support/boards.ts'
import { type LocalOptions, localSession } from '../../support/local-session.ts'

const LIST = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6']

function choosing() {
  const selection = openSelection()
  return { selection, chosen: () => Array.from(selection.ids.get()).sort() }
}

describe('a selection', () => {
  it('takes one more, and leaves it out again', () => {
    const { selection, chosen } = choosing()

    selection.toggle('F2')
    selection.toggle('F4')
    selection.toggle('F2')

    expect(chosen()).toEqual(['F4'])
  })

  it('reaches from the card chosen last, either way, and gives back what it reached over before', () => {
    const { selection, chosen } = choosing()
    selection.toggle('F6')
    selection.toggle('F3')

    selection.reach('F5', LIST)
    expect(chosen()).toEqual(['F3', 'F4', 'F5', 'F6'])
    selection.reach('F4', LIST)
    expect(chosen()).toEqual(['F3', 'F4', 'F6'])
    selection.reach('F1', LIST)
    expect(chosen()).toEqual(['F1', 'F2', 'F3', 'F6'])
  })

  it('begins anew in another column, keeping what there is', () => {
    const { selection, chosen } = choosing()
    selection.toggle('F2')

    selection.reach('K1', ['K1', 'K2', 'K3'])
    selection.reach('K3', ['K1', 'K2', 'K3'])

    expect(chosen()).toEqual(['F2', 'K1', 'K2', 'K3'])
  })

  it('is heard of by the cards that come and go, and by no other', () => {
    const { selection } = choosing()
    const heard: string[] = []
    for (const id of LIST) selection.of.subscribe(id, () => heard.push(id))
    selection.add(['F1', 'F2'])
    heard.length = 0

    selection.toggle('F3')
    selection.keep((id) => id !== 'F1')

    expect(heard).toEqual(['F3', 'F1'])
    expect(selection.of.get('F2')).toBe(true)
  })

  it('ends with picking', () => {
    const { selection, chosen } = choosing()
    selection.pick(true)
    selection.add(LIST)

    selection.clear()

    expect(chosen()).toEqual([])
    expect(selection.picking.get()).toBe(false)
  })
})

function table(options: LocalOptions = {}, search = '') {
  // What others do arrives with the next frame, which here is now.
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => {
    frame()
    return 0
  })
  vi.stubGlobal('cancelAnimationFrame', () => {})
  const { session, world } = localSession(options)
  const laid = layTable(session, search)
  laid.open()
  const inColumn = (column: 'unsorted' | 'due-regard' | 'new-action') =>
    session.snapshot.get().inColumn[column]
  return { table: laid, session, world, inColumn }
}

describe('what is chosen on a board', () => {
  it('[find-3] is given up when a filter hides it', () => {
    const { table: on } = table()
    on.selection.add(['F1', 'F2', 'F12'])

    on.looking.set(lookingIn('?q=F1'))

    expect(Array.from(on.selection.ids.get())).toEqual(['F1', 'F12'])
  })

  it('[find-4] moves to the end of a column in its order, as one step back', () => {
    const { table: on, session, world, inColumn } = table()
    on.moves.send('F9', 'due-regard')

    const bulk = on.bulk.sendAll(['F1', 'F9', 'F3', 'F7'], 'due-regard')

    expect(bulk).toMatchObject({ moved: ['F1', 'F3', 'F7'], there: ['F9'] })
    expect(inColumn('due-regard')).toEqual(['F9', 'F1', 'F3', 'F7'])
    expect(world.edits.at(-1)).toBe('Move 3 statements to Due regard')
    expect(world.said.hold).toBeNull()
    session.undo()
    expect(inColumn('due-regard')).toEqual(['F9'])
  })

  it('[move-3] lands together where one of it is let go, among the cards that stay', () => {
    const { table: on, inColumn } = table()

    on.bulk.dropAll(['F2', 'F3', 'F8'], 'F3', { column: 'unsorted', slot: 4 })

    expect(inColumn('unsorted').slice(0, 7)).toEqual(['F1', 'F4', 'F5', 'F2', 'F3', 'F8', 'F6'])
  })

  it('[live-2] [move-6] leaves what is held or decided where it is, and moves the rest', () => {
    const {
      table: on,
      world,
      inColumn,
    } = table({
      people: [{ id: 'ben', name: 'Ben Kaur', role: 'participant' }],
    })
    world.change((doc) => rootsOf(doc).live.set('decision/F2', { seq: 1, column: 'due-regard', at: 0 }))
    world.presence([
      { connection: 7, who: 'ben', hold: { statement: 'F3', over: null, slot: null, x: 0, y: 0 } },
    ])

    const { moved, stayed } = on.bulk.sendAll(['F1', 'F2', 'F3'], 'new-action')

    expect(moved).toEqual(['F1'])
    expect(Array.from(stayed)).toEqual([
      ['F2', { because: 'statement_decided' }],
      ['F3', { heldBy: 'Ben' }],
    ])
    expect(inColumn('new-action')).toEqual(['F1'])
  })

  it('[move-7] moves nothing of a locked board, nor for somebody who only reads', () => {
    const locked = table({ role: 'participant' })
    locked.world.change((doc) => rootsOf(doc).live.set('lock', true))
    const reader = table({ role: 'reviewer' })

    const stays = (from: typeof locked) =>
      Array.from(new Set(from.table.bulk.sendAll(['F1', 'F2'], 'new-action').stayed.values()))
    expect(stays(reader)).toEqual([{ because: 'role_forbids' }, { because: 'role_forbids' }])
    expect(locked.table.bulk.sendAll(['F1', 'F2'], 'new-action').moved).toEqual([])
  })

  it('may be the whole of the largest board', () => {
    const { table: on, inColumn } = table({ doc: boardWith(LIMITS.statements) })
    const all = [...inColumn('unsorted')]

    expect(on.bulk.sendAll(all, 'new-action').moved).toHaveLength(LIMITS.statements)

    expect(inColumn('new-action')).toEqual(all)
  })
})

describe('what is said of a bulk move', () => {
  const say = (
    moved: number,
    there: number,
    stayed: readonly (readonly [
      string,
      Parameters<typeof bulkWords>[0]['stayed'] extends ReadonlyMap<string, infer Why> ? Why : never,
    ])[] = [],
  ) => {
    const ids = (count: number, from: string) => Array.from({ length: count }, (_, at) => `${from}${at + 1}`)
    return bulkWords(
      { moved: ids(moved, 'F'), there: ids(there, 'K'), stayed: new Map(stayed) },
      'Due regard',
      (id) => id,
    )
  }
  const decided = { because: 'statement_decided' } as const
  const locked = { because: 'board_locked' } as const

  it('names one, counts more', () => {
    expect(say(1, 0)).toBe('Moved F1 to Due regard.')
    expect(say(5, 0)).toBe('Moved 5 statements to Due regard.')
    expect(say(2, 1)).toBe('Moved 2 statements to Due regard; 1 was there already.')
    expect(say(0, 3)).toBe('All 3 statements are in Due regard already.')
    expect(say(0, 1)).toBe('K1 is in Due regard already.')
  })

  it('[find-4] says in one sentence how many stay and why', () => {
    expect(
      say(0, 0, [
        ['H1', locked],
        ['H2', locked],
      ]),
    ).toBe('None of the 2 statements moved: the facilitator has locked the board.')
    expect(say(0, 0, [['H1', decided]])).toBe('H1 stays where it is: it has been decided.')
    expect(
      say(2, 0, [
        ['H1', decided],
        ['H2', { heldBy: 'Ben' }],
        ['H3', decided],
        ['H4', { because: 'vote_open' }],
      ]),
    ).toBe(
      'Moved 2 statements to Due regard. 4 stay where they are: 2 have been decided, Ben is moving H2, a private vote is open on H4.',
    )
  })
})
