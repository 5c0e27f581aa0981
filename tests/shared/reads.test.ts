import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { COLUMN_IDS } from '../../shared/columns.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import {
  addComment,
  createPlanItem,
  linkAction,
  moveStatement,
  moveStatements,
  putStatement,
  setPlanField,
  setResponse,
} from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import { type BoardSnapshot, openReads } from '../../shared/doc/reads.ts'
import { boardWith, chanceFrom, copyOf, exchange } from '../support/boards.ts'

const freshly = (doc: Y.Doc): BoardSnapshot => {
  const reads = openReads(doc)
  const board = reads.snapshot()
  reads.close()
  return board
}

/** Maps as plain lists, so that two snapshots can be compared whatever the order their maps were filled in. */
const plain = (board: BoardSnapshot) => ({
  ...board,
  statements: Object.fromEntries(board.statements),
  placements: Object.fromEntries(board.placements),
  responses: Object.fromEntries(board.responses),
  comments: Object.fromEntries(board.comments),
  lacks: Object.fromEntries(board.lacks),
  plan: {
    action: Object.fromEntries(board.plan.action),
    stream: Object.fromEntries(board.plan.stream),
    watch: Object.fromEntries(board.plan.watch),
  },
})

describe('reads', () => {
  it('[move-2] a statement nobody placed is in To sort, in the order of its publication', () => {
    const doc = boardWith(12)
    expect(freshly(doc).inColumn.unsorted).toEqual(Array.from({ length: 12 }, (_, at) => `F${at + 1}`))
  })

  it('[move-1] two people moving one statement at once leave it in one place on both screens', () => {
    const ama = boardWith(5)
    const ben = copyOf(ama)
    moveStatement(ama, 'F3', spotAt(freshly(ama), 'new-action', 0))
    moveStatement(ben, 'F3', spotAt(freshly(ben), 'watching-brief', 0))

    exchange(ama, ben)

    expect(plain(freshly(ama))).toEqual(plain(freshly(ben)))
    expect(COLUMN_IDS.filter((id) => freshly(ama).inColumn[id].includes('F3'))).toHaveLength(1)
  })

  it('[move-4] two cards dropped into one gap at once both land in it, in one order', () => {
    const ama = boardWith(6)
    moveStatements(ama, ['F1', 'F2'], spotAt(freshly(ama), 'due-regard', 0))
    const ben = copyOf(ama)
    moveStatement(ama, 'F5', spotAt(freshly(ama), 'due-regard', 1))
    moveStatement(ben, 'F6', spotAt(freshly(ben), 'due-regard', 1))

    exchange(ama, ben)

    const [first, ...rest] = freshly(ama).inColumn['due-regard']
    expect(first).toBe('F1')
    expect(rest.at(-1)).toBe('F2')
    expect(rest.slice(0, 2).sort()).toEqual(['F5', 'F6'])
    expect(freshly(ben).inColumn).toEqual(freshly(ama).inColumn)
  })

  it('[value-3] a value that breaks its shape is skipped and breaks nothing', () => {
    const doc = boardWith(2)
    rootsOf(doc).statements.set('F9', 'not a statement')
    rootsOf(doc).placements.set('F1', { column: 'elsewhere', order: 'a1' })
    rootsOf(doc).plan.set('action/a1/due', 'soon')

    const board = freshly(doc)

    expect(board.ids).toEqual(['F1', 'F2'])
    expect(board.placements.get('F1')?.column).toBe('unsorted')
    expect(board.plan.action.size).toBe(0)
  })

  it('a move leaves the columns and statements it does not touch the same objects', () => {
    const doc = boardWith(20)
    const reads = openReads(doc)
    moveStatement(doc, 'F1', spotAt(reads.snapshot(), 'new-action', 0))
    const was = reads.snapshot()

    moveStatement(doc, 'F2', spotAt(was, 'due-regard', 0))
    const is = reads.snapshot()

    expect(is.inColumn['new-action']).toBe(was.inColumn['new-action'])
    expect(is.inColumn['watching-brief']).toBe(was.inColumn['watching-brief'])
    expect(is.statements).toBe(was.statements)
    expect(is.lacks.get('F5')).toBe(was.lacks.get('F5'))
    expect(is.plan).toBe(was.plan)
    expect(reads.snapshot()).toBe(is)
  })

  it('hundreds moved at once, and taken back, read as if read afresh', () => {
    const doc = boardWith(300)
    const reads = openReads(doc)
    const { ids } = reads.snapshot()
    moveStatements(doc, ids.slice(0, 10), spotAt(reads.snapshot(), 'watching-brief', 0))
    const before = reads.snapshot()

    moveStatements(doc, ids.slice(20, 290), spotAt(before, 'due-regard', 0))
    const moved = reads.snapshot()
    doc.transact(() => {
      for (const id of ids.slice(20, 290)) rootsOf(doc).placements.delete(id)
    })
    const back = reads.snapshot()

    expect(moved.inColumn['due-regard']).toEqual(ids.slice(20, 290))
    expect(moved.inColumn['watching-brief']).toBe(before.inColumn['watching-brief'])
    expect(back.inColumn).toEqual(before.inColumn)
    expect(plain(back)).toEqual(plain(freshly(doc)))
  })

  it('a snapshot kept up to date change by change equals one read afresh', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const chance = chanceFrom(seed)
      const pick = <It>(list: readonly It[]) => list[Math.floor(chance() * list.length)] as It
      const doc = boardWith(15)
      const peer = copyOf(doc)
      const reads = openReads(doc)
      for (let step = 0; step < 60; step += 1) {
        const where = chance() < 0.4 ? peer : doc
        const board = freshly(where)
        const id = pick(board.ids)
        const edits = [
          () =>
            moveStatement(
              where,
              id,
              spotAt(board, pick(COLUMN_IDS), Math.floor(chance() * 6), new Set([id])),
            ),
          () =>
            createPlanItem(where, 'action', `a${step % 4}`, { title: `Action ${step}`, due: '2027-04-01' }),
          () =>
            createPlanItem(where, 'stream', `s${step % 3}`, { title: `Stream ${step}`, projectLead: 'Head' }),
          () => linkAction(where, id, `a${step % 4}`, chance() < 0.7),
          () => setResponse(where, id, 'stream', chance() < 0.3 ? '' : `s${step % 3}`),
          () => setPlanField(where, 'action', `a${step % 4}`, 'lead', chance() < 0.5 ? '' : 'Deputy'),
          () => addComment(where, 'p1', `c${step}`, { on: id, text: `Said ${step}`, at: step }),
          () =>
            putStatement(where, `G${step}`, {
              source: 'G',
              number: String(step),
              text: 'New.',
              title: 'Late one',
            }),
          () => rootsOf(where).live.set('phase', pick(['open', 'review', 'nonsense'])),
          () => rootsOf(where).statements.delete(id),
          () => rootsOf(where).board.set('source/G', { title: 'Another', order: chance() }),
          () => rootsOf(where).board.set('source/F', { title: 'The report', order: chance() }),
        ]
        pick(edits)()
        if (chance() < 0.5) exchange(doc, peer)
        if (chance() < 0.5)
          expect(plain(reads.snapshot()), `seed ${seed} step ${step}`).toEqual(plain(freshly(doc)))
      }
      reads.close()
    }
  })

  it('tells its readers once for each transaction, and stops when they leave', () => {
    const doc = boardWith(3)
    const reads = openReads(doc)
    reads.snapshot()
    let told = 0
    const end = reads.subscribe(() => {
      told += 1
    })

    moveStatements(doc, ['F1', 'F2'], { column: 'new-action', above: null, below: null })
    reads.snapshot()
    end()
    moveStatement(doc, 'F3', { column: 'new-action', above: null, below: null })

    expect(told).toBe(1)
  })
})
