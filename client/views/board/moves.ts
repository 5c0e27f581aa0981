/**
 * The ways a card is moved, all ending in one edit, one announcement and one way back.
 */
import type { Placement, StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { moveStatement, type Spot } from '../../../shared/doc/edits.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import type { BoardSession, UndoOutcome } from '../../session/contract.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { type Holders, WITHOUT_POINTER } from './holders.ts'
import {
  endOf,
  type Landing,
  type Shows,
  type Step,
  slotOf,
  spotFor,
  spotWhere,
  stepped,
} from './spot-for.ts'

/** `isPeer` says among which others a card takes its place on this screen. */
export function openMoves(session: BoardSession, holders: Holders, isPeer: (of: StatementId) => Shows) {
  const board = () => session.snapshot.get()
  const refOf = (id: StatementId) => board().statements.get(id)?.ref ?? id
  const titleOf = (column: ColumnId) => board().facts.columns[column].title

  const refuse = (id: StatementId, because: ProblemCode) => {
    const words = `${refOf(id)} stays where it is. ${PROBLEMS[because].says}`
    toast(words, undefined, 'refused')
    announce(words, 'assertive')
  }

  /** Whether the card can be taken just now; says why where it cannot. */
  const mayTake = (id: StatementId): boolean => {
    const because = whyNot(session, id)
    if (because) {
      refuse(id, because)
      return false
    }
    const holder = holders.of.get(id)
    if (holder) {
      const words = `${holder.name} is moving ${refOf(id)}.`
      toast(words, undefined, 'refused')
      announce(words, 'assertive')
    }
    return !holder
  }

  const place = (id: StatementId, spot: Spot): boolean => {
    const what = `Move ${refOf(id)} to ${titleOf(spot.column)}`
    const because = session.edit(what, (doc) => moveStatement(doc, id, spot))
    if (because) refuse(id, because)
    else announce(placeWords(board(), id))
    return because === null
  }

  /** A card sent without a pointer is held until the move is saved, so that others see who sent it. */
  const signed = (id: StatementId, column: ColumnId, run: () => boolean): boolean => {
    session.hold({ statement: id, over: column, slot: null, x: WITHOUT_POINTER, y: WITHOUT_POINTER })
    const done = run()
    session.hold(null)
    return done
  }

  const told = (how: 'undo' | 'redo', outcome: UndoOutcome) => {
    const words =
      'done' in outcome
        ? outcome.done
        : 'overtaken' in outcome
          ? outcome.overtaken
          : how === 'undo'
            ? 'There is nothing of yours to undo.'
            : 'There is nothing to redo.'
    toast(words, undefined, 'undo')
    announce(words)
  }

  const movedBy = (act: () => void): StatementId | undefined => {
    const was = board().placements
    act()
    for (const [id, place] of board().placements) if (was.get(id) !== place) return id
    return undefined
  }

  return {
    mayTake,

    /** To the end of a column, by key, menu or button. */
    send(id: StatementId, column: ColumnId): boolean {
      if (!mayTake(id)) return false
      if (board().placements.get(id)?.column === column) {
        announce(`${refOf(id)} is in ${titleOf(column)} already.`)
        return false
      }
      return signed(id, column, () => place(id, endOf(board(), column, id)))
    },

    /** Up or down in its column. */
    shift(id: StatementId, step: Extract<Step, 'up' | 'down' | 'top' | 'bottom'>): boolean {
      if (!mayTake(id)) return false
      const column = board().placements.get(id)?.column ?? 'unsorted'
      const peers = isPeer(id)
      const landing = stepped(board(), id, { column, slot: slotOf(board(), id, peers) }, step, peers)
      const spot = spotFor(board(), id, landing, peers)
      if (spot) return signed(id, column, () => place(id, spot))
      announce(`${refOf(id)} is at the ${step === 'up' || step === 'top' ? 'top' : 'end'} already.`)
      return false
    },

    /** Where it was let go; false where that is where it was. */
    drop(id: StatementId, landing: Landing): boolean {
      const spot = spotFor(board(), id, landing, isPeer(id))
      if (spot) return place(id, spot)
      announce(`${refOf(id)} stays in ${titleOf(landing.column)}.`)
      return false
    },

    putBack(id: StatementId, was: Placement): boolean {
      return mayTake(id) && signed(id, was.column, () => place(id, spotWhere(board(), id, was)))
    },

    /** As redo, gives back the statement that moved, for whoever did it wants to go on there. */
    undo: () => movedBy(() => told('undo', session.undo())),
    redo: () => movedBy(() => told('redo', session.redo())),
  }
}
export type Moves = ReturnType<typeof openMoves>

/** Why policy keeps me from moving this card now, or null. */
export function whyNot(session: BoardSession, id: StatementId): ProblemCode | null {
  const { placements, live } = session.snapshot.get()
  const at = placements.get(id)
  if (session.may({ root: 'placements', key: id, from: at, to: at })) return null
  if (live.decisions.has(id)) return 'statement_decided'
  if (live.votes.get(id)?.open) return 'vote_open'
  if (live.locked && session.me.role !== 'facilitator') return 'board_locked'
  return session.me.role === 'facilitator' || session.me.role === 'participant'
    ? 'phase_forbids'
    : 'role_forbids'
}

/** "Statement F37 moved to Due regard, 2 of 41." */
export function placeWords(board: BoardSnapshot, id: StatementId): string {
  const column = board.placements.get(id)?.column ?? 'unsorted'
  const list = board.inColumn[column]
  const ref = board.statements.get(id)?.ref ?? id
  return `Statement ${ref} moved to ${board.facts.columns[column].title}, ${list.indexOf(id) + 1} of ${list.length}.`
}
