/**
 * A board for the guard to look at, and people whose real copies make real bytes.
 */
import * as Y from 'yjs'
import { newBoardDoc } from '../../server/sync/board-state.ts'
import { type Guarded, judge, type Verdict } from '../../server/sync/update-guard.ts'
import type { ParticipantId, Role } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { editText, moveStatement } from '../../shared/doc/edits.ts'
import type { Circumstances } from '../../shared/policy.ts'
import { boardWith } from './boards.ts'

export const OPEN: Circumstances = {
  phase: 'open',
  locked: false,
  isDecided: () => false,
  isUnderVote: () => false,
}

export interface JudgedBoard extends Guarded {
  claims: Map<number, ParticipantId | 'server'>
  retired: Set<number>
  judge(update: Uint8Array, who: Sender, ...now: Circumstances[]): Verdict
  /** Takes an update that passes, as a room would. */
  take(update: Uint8Array, who: Sender): void
  /** A copy that somebody has open, with what it made since it was opened. */
  copyFor(who: Sender): Copy
}

interface Sender {
  participant: ParticipantId
  role: Role
}

export interface Copy {
  doc: Y.Doc
  /** Bytes of what was changed, as its provider would send them. */
  changed(change: (doc: Y.Doc) => void): Uint8Array
}

export const fay: Sender = { participant: 'fay', role: 'facilitator' }
export const ama: Sender = { participant: 'ama', role: 'participant' }
export const ben: Sender = { participant: 'ben', role: 'participant' }
export const rob: Sender = { participant: 'rob', role: 'reviewer' }
export const oli: Sender = { participant: 'oli', role: 'observer' }

/** Statements F1 to F3, F1 placed in Due regard with a reason, a comment of Ben's, a plan begun. */
export function judgedBoard(): JudgedBoard {
  const doc = newBoardDoc()
  const made = boardWith(3)
  moveStatement(made, 'F1', { column: 'due-regard', above: null, below: null })
  editText(made, { why: 'F1' }, { at: 0, remove: 0, insert: 'Because it is so.' })
  editText(made, { paper: 'purpose' }, { at: 0, remove: 0, insert: 'To answer.' })
  const roots = rootsOf(made)
  roots.responses.set('F1/evidence', 'We do this.')
  roots.plan.set('action/a1/title', 'Do it')
  roots.plan.set('action/a1/status', 'on-track')
  roots.comments.set('ben/c1', { on: 'F1', text: 'Yes.' })
  roots.facilitation.set('focus', { statement: 'F1' })
  roots.live.set('phase', 'open')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(made))
  const claims = new Map<number, ParticipantId | 'server'>([[made.clientID, 'server']])
  const board: JudgedBoard = {
    doc,
    claims,
    retired: new Set(),
    ownerOf: (client) => claims.get(client),
    countOf: (participant) => [...claims.values()].filter((it) => it === participant).length,
    judge: (update, who, ...now) => {
      const [first = OPEN, ...others] = now
      return judge(board, update, who, [first, ...others])
    },
    take(update, who) {
      const verdict = board.judge(update, who)
      if (verdict.is !== 'pass') throw new Error(`it did not pass: ${JSON.stringify(verdict)}`)
      for (const client of verdict.claims) claims.set(client, who.participant)
      Y.applyUpdate(doc, update)
    },
    copyFor(who) {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
      claims.set(copy.clientID, who.participant)
      return {
        doc: copy,
        changed(change) {
          const updates: Uint8Array[] = []
          const listen = (update: Uint8Array) => updates.push(update)
          copy.on('update', listen)
          change(copy)
          copy.off('update', listen)
          return Y.mergeUpdates(updates)
        },
      }
    },
  }
  return board
}

/** What cannot change while an update is judged. */
export const stateOf = ({ doc }: Guarded) => ({
  bytes: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64'),
  roots: [...doc.share.keys()],
})

export const refusedFor = (verdict: Verdict): string =>
  verdict.is === 'refuse' ? verdict.problem.code : verdict.is
