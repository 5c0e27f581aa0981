import { describe, expect, it } from 'vitest'
import { changing } from '../../../client/ui/changing.ts'
import { choicesOf, facetsOf, flagCounts, titleOf } from '../../../client/views/board/facets.ts'
import {
  countOf,
  type Filters,
  FLAGS,
  filterOf,
  filtersIn,
  NO_FILTERS,
  toggled,
  writeFilters,
} from '../../../client/views/board/filters.ts'
import { lookingIn, openShown } from '../../../client/views/board/shown.ts'
import { openTouched, statementOf } from '../../../client/views/board/touched.ts'
import type { Statement } from '../../../shared/board.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement, putStatement, setBoardFact, tickObjective } from '../../../shared/doc/edits.ts'
import { localSession } from '../../support/local-session.ts'
import fc from '../../support/properties.ts'

const NOBODY = { me: 'me', touched: new Set<string>() }

/** F1 to F12; the first four with a theme, chapter or official response of their own. */
function report() {
  const { session, world } = localSession()
  const describe = (id: string, more: Partial<Statement>) =>
    world.change((doc) => {
      const statement = rootsOf(doc).statements.get(id) as Statement
      putStatement(doc, id, { ...statement, ...more }, 'world')
    })
  world.change((doc) => {
    setBoardFact(doc, 'theme/open', { title: 'Openness', order: 2 })
    setBoardFact(doc, 'theme/care', { title: 'Care', order: 1 })
    setBoardFact(doc, 'objective/staff', { title: 'A place to work' })
  })
  describe('F1', { theme: 'open', chapter: 'One', official: { status: 'Accepted', text: '' } })
  describe('F2', { theme: 'open', chapter: 'Two', official: { status: 'Accepted in part', text: '' } })
  describe('F3', { theme: 'care', chapter: 'Two' })
  describe('F4', { theme: 'Standards, old & new' })
  const passing = (filters: Partial<Filters>, mine = NOBODY) => {
    const board = session.snapshot.get()
    const passes = filterOf(board, { ...NO_FILTERS, ...filters }, mine)
    return passes && board.ids.filter(passes)
  }
  return { session, world, passing, board: () => session.snapshot.get() }
}

describe('filters', () => {
  it('let everything through while none is on', () => {
    expect(report().passing({})).toBeNull()
  })

  it('let through what has one of the values of each', () => {
    const { passing } = report()

    expect(passing({ theme: ['Openness', 'Care'] })).toEqual(['F1', 'F2', 'F3'])
    expect(passing({ theme: ['Openness', 'Care'], chapter: ['Two'] })).toEqual(['F2', 'F3'])
    expect(passing({ theme: ['Openness'], official: ['Accepted'] })).toEqual(['F1'])
    expect(passing({ source: ['K'] })).toEqual([])
  })

  it('find what has no theme, chapter or official response', () => {
    const { passing } = report()

    expect(passing({ theme: [''] })?.slice(0, 2)).toEqual(['F5', 'F6'])
    expect(passing({ theme: ['', 'Care'] })?.slice(0, 2)).toEqual(['F3', 'F5'])
  })

  it('know what a statement is answered with and what is said of it', () => {
    const { world, passing } = report()
    world.change((doc) => {
      tickObjective(doc, 'F7', 'staff', true)
      rootsOf(doc).comments.set('ben/c1', { on: 'F8', text: 'Hm.' })
      rootsOf(doc).comments.set('me/c2', { on: 'F9', text: 'Mine.' })
      rootsOf(doc).live.set('decision/F1', { seq: 1, column: null, parked: { who: 'CEO' }, at: 0 })
      rootsOf(doc).live.set('decision/F2', { seq: 2, column: 'due-regard', at: 0 })
      rootsOf(doc).live.set('vote/F3', { open: false, result: { agreement: 'divided' } })
      rootsOf(doc).live.set('vote/F4', { open: false, result: { agreement: 'agreed' } })
    })

    expect(passing({ objective: ['staff'] })).toEqual(['F7'])
    expect(passing({ only: ['commented'] })).toEqual(['F8', 'F9'])
    expect(passing({ only: ['mine'] })).toEqual(['F9'])
    expect(passing({ only: ['mine'] }, { me: 'me', touched: new Set(['F5']) })).toEqual(['F5', 'F9'])
    expect(passing({ only: ['parked'] })).toEqual(['F1'])
    expect(passing({ only: ['divided'] })).toEqual(['F3'])
    expect(passing({ only: ['divided', 'commented'] })).toEqual([])
  })

  it('[ready-4] count what is not sorted among what is not ready', () => {
    const { world, passing } = report()
    world.change((doc) => {
      moveStatement(doc, 'F1', { column: 'set-aside', above: null, below: null })
      rootsOf(doc).responses.set('F1/setAsideReason', 'A national matter.')
    })

    expect(passing({ only: ['not-ready'] })).toHaveLength(11)
    expect(passing({ only: ['not-ready'] })).not.toContain('F1')
  })
})

describe('the address', () => {
  it('says the filters and gives them back, and keeps what else is in it', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('', 'Standards, old & new', 'a=b&c', '#+%'))
    const list = fc.uniqueArray(value, { maxLength: 4 })
    const filters = fc.record({
      theme: list,
      chapter: list,
      source: list,
      objective: list,
      official: list,
      only: fc.uniqueArray(fc.constantFrom(...FLAGS)),
    })
    fc.assert(
      fc.property(filters, (some) => {
        const params = new URLSearchParams('?as=link1&theme=Old&q=falls')
        writeFilters(params, some)
        const search = params.toString()

        expect(filtersIn(search)).toEqual(some)
        expect(new URLSearchParams(search).get('as')).toBe('link1')
        expect(new URLSearchParams(search).get('q')).toBe('falls')
      }),
    )
  })

  it('names no filter that there is not', () => {
    expect(filtersIn('?only=everything&only=mine&only=mine&colour=red').only).toEqual(['mine'])
    expect(countOf(filtersIn('?as=link1&q=falls'))).toBe(0)
  })

  it('takes a value away that is there and adds one that is not', () => {
    const one = toggled(NO_FILTERS, 'theme', 'Care')

    expect(toggled(one, 'theme', 'Openness').theme).toEqual(['Care', 'Openness'])
    expect(toggled(one, 'theme', 'Care')).toEqual(NO_FILTERS)
  })
})

describe('the choices of a filter', () => {
  it('stand in the order of the board, with how many each would show, none last', () => {
    const { board } = report()

    expect(choicesOf(board(), 'theme', NO_FILTERS, '', NOBODY)).toEqual([
      { value: 'Care', title: 'Care', count: 1 },
      { value: 'Openness', title: 'Openness', count: 2 },
      { value: 'Standards, old & new', title: 'Standards, old & new', count: 1 },
      { value: '', title: 'No theme', count: 8 },
    ])
  })

  it('count with find and the other filters, not with their own', () => {
    const { board } = report()
    const filters = { ...NO_FILTERS, theme: ['Care'], chapter: ['Two'] }

    const themes = choicesOf(board(), 'theme', filters, '', NOBODY)
    const chapters = choicesOf(board(), 'chapter', filters, 'F3', NOBODY)

    expect(themes.map((it) => it.count)).toEqual([1, 1, 0, 0])
    expect(chapters.map(({ title, count }) => [title, count])).toEqual([
      ['One', 0],
      ['Two', 1],
      ['No chapter', 0],
    ])
  })

  it('leave out what is set aside, and what does not tell statements apart', () => {
    const { world, board } = report()
    world.change((doc) => moveStatement(doc, 'F3', { column: 'set-aside', above: null, below: null }))

    expect(choicesOf(board(), 'theme', NO_FILTERS, '', NOBODY)[0]).toMatchObject({ title: 'Care', count: 0 })
    expect(facetsOf(board(), NO_FILTERS)).toEqual(['theme', 'chapter', 'official'])
    expect(facetsOf(board(), { ...NO_FILTERS, source: ['K'] })).toContain('source')
    expect(flagCounts(board(), NO_FILTERS, '', NOBODY)).toMatchObject({ 'not-ready': 11, mine: 0 })
  })

  it('are called as the board calls them', () => {
    const { board } = report()

    expect(titleOf(board(), 'source', 'F')).toBe('The report')
    expect(titleOf(board(), 'objective', 'staff')).toBe('A place to work')
    expect(titleOf(board(), 'official', '')).toBe('No official response')
  })
})

describe('what is shown', () => {
  it('is what find and the filters both let through, and follows the board', () => {
    const { session, world } = report()
    const touched = changing<ReadonlySet<string>>(new Set())
    const shown = openShown(session.snapshot, 'me', touched, lookingIn('?theme=Openness&q=statement'))
    const end = shown.open()
    expect(Array.from(shown.match.get() ?? [])).toEqual(['F1', 'F2'])

    world.change((doc) => {
      const statement = rootsOf(doc).statements.get('F5') as Statement
      putStatement(doc, 'F5', { ...statement, theme: 'open' }, 'world')
    })
    expect(Array.from(shown.match.get() ?? [])).toEqual(['F1', 'F2', 'F5'])

    shown.looking.set(lookingIn('?only=mine'))
    expect(shown.match.get()?.size).toBe(0)
    touched.set(new Set(['F6']))
    expect(Array.from(shown.match.get() ?? [])).toEqual(['F6'])
    shown.looking.set(lookingIn(''))
    expect(shown.match.get()).toBeNull()
    end()
  })

  it('is the same set until a card comes or goes', () => {
    const { session, world } = report()
    const touched = changing<ReadonlySet<string>>(new Set())
    const shown = openShown(session.snapshot, 'me', touched, lookingIn('?only=not-ready'))
    shown.open()
    const before = shown.match.get()

    world.change((doc) => moveStatement(doc, 'F1', { column: 'due-regard', above: null, below: null }))

    expect(shown.match.get()).toBe(before)
  })
})

it('what I moved or answered before is known from the history', () => {
  expect(statementOf({ root: 'placements', key: 'F1' })).toEqual(['F1'])
  expect(statementOf({ root: 'responses', key: 'F2/action/a1' })).toEqual(['F2'])
  expect(statementOf({ root: 'why', key: 'F3' })).toEqual(['F3'])
  expect(statementOf({ root: 'statements', key: 'F4' })).toEqual([])
  const { ids, add } = openTouched(localSession().session)
  add(['F1'])
  const before = ids.get()
  add(['F1'])
  expect(ids.get()).toBe(before)
})
