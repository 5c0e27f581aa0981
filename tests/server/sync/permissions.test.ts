import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { PHASES, type Phase, ROLES, type Role } from '../../../shared/board.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { editText } from '../../../shared/doc/edits.ts'
import type { Circumstances } from '../../../shared/policy.ts'
import { forge, idOf } from '../../support/forge.ts'
import { type JudgedBoard, judgedBoard } from '../../support/judged.ts'

/** The table of `policy.ts` written out once more, by hand: who may, in each phase, by first letter. */
type Allowed = Record<Phase, string>
const row = (preparing: string, open: string, review: string, agreed: string): Allowed => ({
  preparing,
  open,
  review,
  agreed,
})
const NOBODY = row('', '', '', '')
const FACILITATOR = row('F', 'F', 'F', 'F')
const UNTIL_AGREED = row('F', 'F', 'F', '')
const WORKSHOP = row('F', 'FP', 'F', '')
const WORKSHOP_AND_AFTER = row('F', 'FP', 'F', 'F')
const COMMENTS = row('F', 'FPR', 'FPR', 'FR')

interface Write {
  what: string
  allowed: Allowed
  /** Moves alone depend on lock, decisions and votes. */
  isMove?: boolean
  bytes: (board: JudgedBoard, who: { participant: string; role: Role }) => Uint8Array
}

const change =
  (edit: (doc: Y.Doc, me: string) => void): Write['bytes'] =>
  (board, who) =>
    board.copyFor(who).changed((doc) => edit(doc, who.participant))

const placed = { column: 'new-action', order: 'a2V' }
const statement = (number: string, text: string) => ({ source: 'F', number, text })

/** Takes a key away by a struct that holds nothing, with an empty delete set. */
const erase =
  (root: string, key: string): Write['bytes'] =>
  (board) =>
    forge([{ client: 77, clock: 0, items: [{ origin: idOf(board.doc, root, key), deleted: 1 }] }])

/** The change, its undoing, and only then what is sent: as somebody who thought better of it. */
const undone =
  (root: string, edit: (doc: Y.Doc) => void): Write['bytes'] =>
  (board, who) => {
    const copy = board.copyFor(who)
    const undo = new Y.UndoManager(copy.doc.getMap(root), { captureTimeout: 0 })
    copy.doc.transact(() => edit(copy.doc))
    undo.undo()
    return Y.encodeStateAsUpdate(copy.doc, Y.encodeStateVector(board.doc))
  }

const WRITES: readonly Write[] = [
  {
    what: 'title the board',
    allowed: UNTIL_AGREED,
    bytes: change((doc) => rootsOf(doc).board.set('title', 'New')),
  },
  {
    what: 'take the title away',
    allowed: UNTIL_AGREED,
    bytes: change((doc) => rootsOf(doc).board.delete('title')),
  },
  {
    what: 'add a statement',
    allowed: UNTIL_AGREED,
    bytes: change((doc) => rootsOf(doc).statements.set('F8', statement('8', 'New.'))),
  },
  {
    what: 'rewrite a statement',
    allowed: UNTIL_AGREED,
    bytes: change((doc) => rootsOf(doc).statements.set('F1', statement('1', 'Other.'))),
  },
  {
    what: 'renumber a statement',
    allowed: row('F', '', '', ''),
    bytes: change((doc) => rootsOf(doc).statements.set('F1', statement('9', 'Statement 1.'))),
  },
  {
    what: 'take a statement away',
    allowed: row('F', '', '', ''),
    bytes: change((doc) => rootsOf(doc).statements.delete('F1')),
  },
  { what: 'erase a statement by nothing', allowed: row('F', '', '', ''), bytes: erase('statements', 'F1') },
  {
    what: 'place a statement',
    allowed: WORKSHOP,
    isMove: true,
    bytes: change((doc) => rootsOf(doc).placements.set('F2', placed)),
  },
  {
    what: 'move a statement',
    allowed: WORKSHOP,
    isMove: true,
    bytes: change((doc) => rootsOf(doc).placements.set('F1', placed)),
  },
  {
    what: 'move a statement and take that back',
    allowed: WORKSHOP,
    isMove: true,
    bytes: undone('placements', (doc) => rootsOf(doc).placements.set('F1', placed)),
  },
  {
    what: 'take a placement away',
    allowed: NOBODY,
    bytes: change((doc) => rootsOf(doc).placements.delete('F1')),
  },
  { what: 'erase a placement by nothing', allowed: NOBODY, bytes: erase('placements', 'F1') },
  {
    what: 'link an action',
    allowed: WORKSHOP,
    bytes: change((doc) => rootsOf(doc).responses.set('F1/action/a1', true)),
  },
  {
    what: 'write evidence',
    allowed: WORKSHOP_AND_AFTER,
    bytes: change((doc) => rootsOf(doc).responses.set('F1/evidence', 'More.')),
  },
  {
    what: 'take evidence away',
    allowed: WORKSHOP_AND_AFTER,
    bytes: change((doc) => rootsOf(doc).responses.delete('F1/evidence')),
  },
  {
    what: 'retitle an action',
    allowed: WORKSHOP,
    bytes: change((doc) => rootsOf(doc).plan.set('action/a1/title', 'Do that')),
  },
  {
    what: 'report on an action',
    allowed: WORKSHOP_AND_AFTER,
    bytes: change((doc) => rootsOf(doc).plan.set('action/a1/status', 'done')),
  },
  {
    what: 'note progress',
    allowed: WORKSHOP_AND_AFTER,
    bytes: change((doc) => rootsOf(doc).plan.set('action/a1/progress/2027-04-01', 'Begun.')),
  },
  {
    what: 'type a reason',
    allowed: WORKSHOP,
    bytes: change((doc) => editText(doc, { why: 'F1' }, { at: 2, remove: 0, insert: 'so' })),
  },
  {
    what: 'take some of a reason away',
    allowed: WORKSHOP,
    bytes: change((doc) => editText(doc, { why: 'F1' }, { at: 2, remove: 3, insert: '' })),
  },
  {
    what: 'write the paper',
    allowed: FACILITATOR,
    bytes: change((doc) => editText(doc, { paper: 'purpose' }, { at: 2, remove: 1, insert: 'so' })),
  },
  {
    what: 'comment',
    allowed: COMMENTS,
    bytes: change((doc, me) => rootsOf(doc).comments.set(`${me}/c9`, { on: 'F1', text: 'No.' })),
  },
  {
    what: 'write under another’s name',
    allowed: NOBODY,
    bytes: change((doc) => rootsOf(doc).comments.set('ben/c1', { on: 'F1', text: 'No.' })),
  },
  {
    what: 'take another’s comment away',
    allowed: FACILITATOR,
    bytes: change((doc) => rootsOf(doc).comments.delete('ben/c1')),
  },
  {
    what: 'call everybody to a statement',
    allowed: FACILITATOR,
    bytes: change((doc) => rootsOf(doc).facilitation.set('focus', { statement: 'F2' })),
  },
  {
    what: 'set the phase',
    allowed: NOBODY,
    bytes: change((doc) => rootsOf(doc).live.set('phase', 'agreed')),
  },
  { what: 'erase the phase by nothing', allowed: NOBODY, bytes: erase('live', 'phase') },
]

const STATES = ['free', 'locked', 'decided', 'under vote'] as const
type State = (typeof STATES)[number]

const circumstances = (phase: Phase, state: State): Circumstances => ({
  phase,
  locked: state === 'locked',
  isDecided: () => state === 'decided',
  isUnderVote: () => state === 'under vote',
})

function isAllowed({ allowed, isMove }: Write, role: Role, phase: Phase, state: State): boolean {
  const letter = role === 'observer' ? 'O' : (role[0]?.toUpperCase() ?? '')
  if (!allowed[phase].includes(letter)) return false
  if (!isMove || state === 'free') return true
  return state === 'locked' && role === 'facilitator'
}

describe('who may write what, by the bytes a real copy sends', () => {
  it.each(WRITES)('[write-1][D1] $what', (write) => {
    const wrong: string[] = []
    for (const role of ROLES) {
      const who = { participant: 'zoe', role }
      const board = judgedBoard()
      const bytes = write.bytes(board, who)
      for (const phase of PHASES) {
        for (const state of STATES) {
          const verdict = board.judge(bytes, who, circumstances(phase, state))
          const passes = verdict.is === 'pass'
          if (passes !== isAllowed(write, role, phase, state))
            wrong.push(`${role}, ${phase}, ${state}: ${verdict.is}`)
        }
      }
    }

    expect(wrong).toEqual([])
  })

  it.each(WRITES)('[write-1][D1] $what, brought in by a whole copy', (write) => {
    const wrong: string[] = []
    for (const role of ROLES) {
      const who = { participant: 'zoe', role }
      const board = judgedBoard()
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(board.doc))
      Y.applyUpdate(copy, write.bytes(board, who))
      const whole = Y.encodeStateAsUpdate(copy)
      for (const phase of PHASES) {
        const passes = board.judge(whole, who, circumstances(phase, 'free')).is === 'pass'
        if (passes !== isAllowed(write, role, phase, 'free')) wrong.push(`${role}, ${phase}`)
      }
    }

    expect(wrong).toEqual([])
  })
})
