/**
 * Who may do what, as one table: role and phase → what may be written and done.
 *
 * The browser reads it to show, the server to refuse. `WRITES` says who and when; what a place asks for
 * beyond that stands in `writeRefusal`. A refusal names its rule by the code it gives back.
 */
import type { ParticipantId, Phase, Role, StatementId } from './board.ts'
import type { Root } from './doc/board-doc.ts'
import { parsePlanKey, parseResponseKey } from './plan.ts'
import type { ProblemCode } from './problem.ts'
import { parseWithdrawnKey } from './withdrawn.ts'

/** One place in the document, and what a change makes of it; `undefined` is absent. */
export interface Target {
  root: Root
  /** For the text roots the part behind the slash: `why/F37` is root `why`, key `F37`. */
  key: string
  from?: unknown
  to?: unknown
}

/** The state of the board that the table depends on. */
export interface Circumstances {
  phase: Phase
  locked: boolean
  isDecided(id: StatementId): boolean
  isUnderVote(id: StatementId): boolean
}

type Who = 'F' | 'P' | 'R' | 'O'
const LETTER: Record<Role, Who> = { facilitator: 'F', participant: 'P', reviewer: 'R', observer: 'O' }

/** Who, by first letter. A dash is nobody; `live` is the server's alone. */
const WRITES: Record<Root, Record<Phase, string>> = {
  board: { preparing: 'F', open: 'F', review: 'F', agreed: '-' },
  statements: { preparing: 'F', open: 'F', review: 'F', agreed: '-' },
  placements: { preparing: 'F', open: 'FP', review: 'F', agreed: '-' },
  responses: { preparing: 'F', open: 'FP', review: 'F', agreed: 'F' },
  plan: { preparing: 'F', open: 'FP', review: 'F', agreed: 'F' },
  why: { preparing: 'F', open: 'FP', review: 'F', agreed: 'F' },
  paper: { preparing: 'F', open: 'F', review: 'F', agreed: 'F' },
  comments: { preparing: 'F', open: 'FPR', review: 'FPR', agreed: 'FR' },
  facilitation: { preparing: 'F', open: 'F', review: 'F', agreed: 'F' },
  live: { preparing: '-', open: '-', review: '-', agreed: '-' },
}

const READS: Record<Phase, string> = { preparing: 'F', open: 'FPRO', review: 'FPRO', agreed: 'FPRO' }

export type Writer = { role: Role; participant: ParticipantId }

/** Why a write is refused, or null where it is allowed. Looks at place and state only, never at value shapes. */
export function writeRefusal(writer: Writer, target: Target, now: Circumstances): ProblemCode | null {
  const who = LETTER[writer.role]
  const { root, key } = target
  if (!WRITES[root][now.phase].includes(who)) {
    return Object.values(WRITES[root]).some((allowed) => allowed.includes(who))
      ? 'phase_forbids'
      : 'role_forbids'
  }
  switch (root) {
    case 'statements':
      return identityChanges(target) && now.phase !== 'preparing' ? 'phase_forbids' : null
    case 'placements':
      if (target.to === undefined) return 'role_forbids'
      if (now.isDecided(key)) return 'statement_decided'
      if (now.isUnderVote(key)) return 'vote_open'
      return now.locked && who !== 'F' ? 'board_locked' : null
    case 'plan':
      return now.phase === 'agreed' && !writableWhenAgreed(key) ? 'phase_forbids' : null
    case 'responses':
      return now.phase === 'agreed' && parseResponseKey(key)?.link !== 'evidence' ? 'phase_forbids' : null
    case 'why':
      return now.phase === 'agreed' ? 'phase_forbids' : null
    case 'comments': {
      const isOwn = key.startsWith(`${writer.participant}/`)
      const withdraws = target.to === undefined && who === 'F'
      // An answer goes with its comment, and is otherwise the facilitators'.
      if (key.endsWith('/answer') && key.split('/').length === 3)
        return who === 'F' || (isOwn && target.to === undefined) ? null : 'role_forbids'
      return isOwn || withdraws ? null : 'role_forbids'
    }
    default:
      return null
  }
}

/** Source and number are a statement's identity: fixed once people have begun to talk about it. */
function identityChanges({ from, to }: Target): boolean {
  if (from === undefined) return false
  // Asked before the value is checked: it may be anything.
  if (typeof to !== 'object' || to === null) return true
  const was = from as { source?: unknown; number?: unknown }
  const is = to as { source?: unknown; number?: unknown }
  return was.source !== is.source || was.number !== is.number
}

function writableWhenAgreed(key: string): boolean {
  const path = parsePlanKey(key)
  return path !== null && (path.progressDay !== undefined || path.field.agreed)
}

/** Why a board may not be read now: while it is being prepared, others are told only that. */
export const readRefusal = (role: Role, { phase }: Pick<Circumstances, 'phase'>): ProblemCode | null =>
  READS[phase].includes(LETTER[role]) ? null : 'phase_forbids'

/** What is done over HTTP rather than written into the document. */
export const ACTIONS = {
  readBoard: 'FPRO',
  readFull: 'FPR',
  importStatements: 'F',
  changePhase: 'F',
  lock: 'F',
  manageLinks: 'F',
  managePeople: 'F',
  readHistory: 'FPR',
  exportPublic: 'FPRO',
  exportFull: 'F',
  facilitate: 'F',
  openVote: 'F',
  choose: 'FP',
  decide: 'F',
  seal: 'F',
  restore: 'F',
  erase: 'F',
  retain: 'F',
} as const
export type Action = keyof typeof ACTIONS

export const mayDo = (role: Role, action: Action): boolean => ACTIONS[action].includes(LETTER[role])

export const mayWrite = (writer: Writer, target: Target, now: Circumstances): boolean =>
  writeRefusal(writer, target, now) === null

/** Roots an observer is shown: the public part, for projectors and partners. */
export const PUBLIC_ROOTS: readonly Root[] = [
  'board',
  'statements',
  'placements',
  'responses',
  'plan',
  'facilitation',
  'live',
]

/** Why a comment was taken off the board is for those who may read comments. */
export const isPublic = (root: Root, key: string): boolean =>
  PUBLIC_ROOTS.includes(root) && !(root === 'live' && parseWithdrawnKey(key) !== null)
