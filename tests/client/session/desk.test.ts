import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Desk, openDesk } from '../../../client/session/desk.ts'
import { type Root, rootsOf } from '../../../shared/doc/board-doc.ts'
import {
  addComment,
  createPlanItem,
  editText,
  linkAction,
  moveStatement,
  moveStatements,
} from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { boardWith, copyOf } from '../../support/boards.ts'

const AMA: PersonCard = { id: 'ama', name: 'Ama', role: 'participant' }

let doc: Y.Doc
let desk: Desk
let now = 0

function deskOf(me = AMA) {
  doc = boardWith(8)
  rootsOf(doc).live.set('phase', 'open')
  now = 1_000
  desk = openDesk({ doc, me, now: () => now })
}

const move = (id: string, column: 'new-action' | 'due-regard' | 'watching-brief' = 'due-regard') =>
  desk.edit(`Move ${id}`, (it) => moveStatement(it, id, spotAt(desk.snapshot.get(), column, 0)))
const columnOf = (id: string) => desk.snapshot.get().placements.get(id)?.column
const byBen = (change: (doc: Y.Doc) => void) => desk.doc().transact(() => change(desk.doc()), 'ben')

beforeEach(() => deskOf())

describe('an edit at the desk', () => {
  it('[write-1] is made where policy allows it', () => {
    expect(move('F3')).toBeNull()
    expect(columnOf('F3')).toBe('due-regard')
  })

  it('[write-1] is refused whole before anything is written where one place of it is not allowed', () => {
    byBen((it) => rootsOf(it).live.set('decision/F2', { seq: 1, column: 'new-action', at: 1 }))
    const before = Y.encodeStateVector(doc)

    const because = desk.edit('Move two', (it) =>
      moveStatements(it, ['F1', 'F2'], spotAt(desk.snapshot.get(), 'new-action', 0)),
    )

    expect(because).toBe('statement_decided')
    expect(Y.encodeStateVector(doc)).toEqual(before)
  })

  it('[value-1] is refused where the value does not fit its place', () => {
    expect(
      desk.edit('Say too much', (it) => addComment(it, 'ama', 'c1', { on: 'F1', text: 'x'.repeat(2_001) })),
    ).toBe('value_invalid')
    expect(
      desk.edit('Write too much', (it) =>
        editText(it, { why: 'F1' }, { at: 0, remove: 0, insert: 'x'.repeat(8_001) }),
      ),
    ).toBe('too_large')
    expect(doc.getText('why/F1').length).toBe(0)
  })

  it('[write-4] says why rather than writing under another name', () => {
    expect(desk.edit('Comment', (it) => addComment(it, 'ben', 'c1', { on: 'F1', text: 'Mine.' }))).toBe(
      'role_forbids',
    )
  })

  it('gives the code of a problem that the change itself raised', () => {
    expect(move('F99')).toBe('statement_unknown')
  })

  it('reads its own writes while it is tried', () => {
    desk.edit('Plan an action', (it) => {
      createPlanItem(it, 'action', 'a1', { title: 'Train ward leads' })
      linkAction(it, 'F1', 'a1', true)
      expect(it.getMap('plan').get('action/a1/title')).toBe('Train ward leads')
      expect(Array.from(it.getMap('responses').keys())).toEqual(['F1/action/a1'])
    })
    expect(desk.snapshot.get().responses.get('F1')?.actions).toEqual(['a1'])
  })

  it('writes a very large change in several transactions', () => {
    deskOf({ ...AMA, role: 'facilitator' })
    let updates = 0
    doc.on('update', () => {
      updates += 1
    })
    desk.edit('Fill', (it) => {
      for (let at = 0; at < 450; at += 1) it.getMap('board').set(`theme/t${at}`, { title: `Theme ${at}` })
    })
    expect(updates).toBe(3)
    expect(desk.snapshot.get().facts.themes).toHaveLength(450)
  })
})

describe('undo at the desk', () => {
  it('[back-4] takes back my last change and does it again', () => {
    move('F3')
    move('F4', 'new-action')

    expect(desk.undoable.get()).toEqual({ undo: 'Move F4', redo: null })
    expect(desk.undo()).toEqual({ done: 'Moved F4 back to To sort' })
    expect(columnOf('F4')).toBe('unsorted')
    expect(desk.undoable.get()).toEqual({ undo: 'Move F3', redo: 'Move F4' })
    expect(desk.redo()).toEqual({ done: 'Moved F4 to New action' })
    expect(columnOf('F4')).toBe('new-action')
  })

  it('[move-5] undoing a first move places the card where its publication has it, and deletes nothing', () => {
    move('F3')
    desk.undo()
    expect(rootsOf(doc).placements.has('F3')).toBe(true)
    expect(desk.snapshot.get().inColumn.unsorted).toEqual(['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8'])
  })

  it('[back-4] says that a step was overtaken and drops that step alone', () => {
    move('F2')
    move('F3')
    byBen((it) => rootsOf(it).placements.set('F3', { column: 'watching-brief', order: 'a0V' }))

    expect(desk.undo()).toEqual({ overtaken: 'F3 was moved by somebody since. It stays where it is now.' })
    expect(columnOf('F3')).toBe('watching-brief')
    expect(columnOf('F2')).toBe('due-regard')
    expect(desk.undo()).toEqual({ done: 'Moved F2 back to To sort' })
    expect(desk.undo()).toEqual({ nothing: true })
  })

  it('[move-7] keeps a step that cannot be taken back while the board is locked', () => {
    move('F3')
    byBen((it) => rootsOf(it).live.set('lock', true))
    expect(desk.undo()).toEqual({ overtaken: 'The facilitator has locked the board.' })
    byBen((it) => rootsOf(it).live.set('lock', false))
    expect(desk.undo()).toEqual({ done: 'Moved F3 back to To sort' })
  })

  describe('of statements moved together', () => {
    const five = ['F1', 'F2', 'F3', 'F4', 'F5']
    const together = () =>
      desk.edit('Move 5 statements to New action', (it) =>
        moveStatements(it, five, { column: 'new-action', above: null, below: null }),
      )

    it('takes all of them back as one step, and does it again', () => {
      const before = desk.snapshot.get().inColumn.unsorted
      together()

      expect(desk.undoable.get().undo).toBe('Move 5 statements to New action')
      expect(desk.undo()).toEqual({ done: 'Moved 5 statements back to To sort' })
      expect(desk.snapshot.get().inColumn.unsorted).toEqual(before)
      expect(desk.redo()).toEqual({ done: 'Moved 5 statements to New action' })
      expect(desk.snapshot.get().inColumn['new-action']).toEqual(five)
    })

    it('[back-4] leaves those that somebody moved or decided since, and says how many', () => {
      together()
      byBen((it) => rootsOf(it).placements.set('F3', { column: 'watching-brief', order: 'a0V' }))
      byBen((it) => rootsOf(it).live.set('decision/F4', { seq: 1, column: 'new-action', at: 0 }))

      expect(desk.undo()).toEqual({
        done: 'Moved 3 statements back to To sort. 2 stay: they were moved or decided since',
      })
      expect(five.map(columnOf)).toEqual(['unsorted', 'unsorted', 'watching-brief', 'new-action', 'unsorted'])
    })

    it('[move-7] keeps the step while none of them may go back, and drops it once all were moved since', () => {
      together()
      byBen((it) => rootsOf(it).live.set('lock', true))
      expect(desk.undo()).toEqual({ overtaken: 'The facilitator has locked the board.' })
      byBen((it) => rootsOf(it).live.set('lock', false))
      for (const id of five)
        byBen((it) => rootsOf(it).placements.set(id, { column: 'watching-brief', order: 'a0V' }))

      expect(desk.undo()).toEqual({
        overtaken: 'All 5 statements were moved by somebody since. They stay where they are now.',
      })
      expect(desk.undo()).toEqual({ nothing: true })
    })
  })

  it('takes back words typed within half a second together, and leaves others’ words', () => {
    const type = (at: number, insert: string) =>
      desk.edit('Write why', (it) => editText(it, { why: 'F1' }, { at, remove: 0, insert }))
    type(0, 'A')
    now += 400
    type(1, 'B')
    now += 600
    type(2, 'C')
    byBen((it) => it.getText('why/F1').insert(0, 'Ben: '))

    expect(desk.undo()).toEqual({ done: 'Taken back: Write why' })
    expect(desk.text({ why: 'F1' }).get()).toBe('Ben: AB')
    desk.undo()
    expect(desk.text({ why: 'F1' }).get()).toBe('Ben: ')
    desk.redo()
    expect(desk.text({ why: 'F1' }).get()).toBe('Ben: AB')
  })

  it('a new change forgets what could be done again', () => {
    move('F3')
    desk.undo()
    move('F4')
    expect(desk.redo()).toEqual({ nothing: true })
  })

  it('[back-4] survives a fresh copy of the document', () => {
    move('F3')
    desk.put(copyOf(doc))
    expect(desk.undo()).toEqual({ done: 'Moved F3 back to To sort' })
    expect(columnOf('F3')).toBe('unsorted')
  })
})

describe('what the desk hands out', () => {
  it('tells those who watch a text or the board, and goes on with a fresh copy', () => {
    const text = desk.text({ why: 'F1' })
    const heard: string[] = []
    const end = text.subscribe(() => heard.push(text.get()))
    desk.edit('Write', (it) => editText(it, { why: 'F1' }, { at: 0, remove: 0, insert: 'One' }))
    const fresh = copyOf(doc)
    desk.put(fresh)
    fresh.getText('why/F1').insert(3, ' two')
    end()
    fresh.getText('why/F1').insert(7, ' three')

    expect(heard).toEqual(['One', 'One', 'One two'])
    expect(desk.text({ why: 'F1' })).toBe(text)
  })

  it('[write-1] may follows phase, decisions and lock', () => {
    const target = { root: 'placements' as Root, key: 'F1', to: { column: 'new-action', order: 'a0V' } }
    expect(desk.may(target)).toBe(true)
    byBen((it) => rootsOf(it).live.set('phase', 'review'))
    expect(desk.may(target)).toBe(false)
    expect(desk.mayDo('decide')).toBe(false)
  })
})
