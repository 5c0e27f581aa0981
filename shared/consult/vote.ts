/**
 * A private vote: what the server records of it, and what of it everybody may see.
 *
 * A statement is asked about in rounds: opening a vote on it begins one, *vote again* the next. While a
 * round is open only its progress is told; showing it releases counts, never who chose what.
 */
import type { ParticipantId, Placement, StatementId } from '../board.ts'
import type { Millis } from '../clock.ts'
import type { CategoryId } from '../columns.ts'
import type { Agreement } from './agreement.ts'
import type { Answer, Tally } from './answers.ts'
import type { GroupResult } from './groups.ts'

/** Who chose, as the board's choice key has it: nobody without that key can tell who it is. */
export type Voter = string

/** Raised hands of people without a device, asked before results are shown. */
export type Hands = Readonly<Record<CategoryId, number>>

export interface Pack {
  title: string
  statements: readonly StatementId[]
}

export interface RoundResult {
  /** Choices made in time; hands are apart. Null where so few answered that it would tell who. */
  counts: Tally | null
  hands: Hands | null
  agreement: Agreement
  groups: readonly GroupResult[]
  answered: number
  /** How many of them answered on somebody else's device, by whose it was; left out where nobody did. */
  onLent?: { byFacilitators: number; byOthers: number }
}

export type VoteStep =
  | {
      step: 'open'
      vote: number
      packs: readonly Pack[]
      deadline: Millis | null
      quorum: number
      /** How many people have no device: as many hands are counted at most. */
      hands: number
    }
  | { step: 'show'; vote: number; results: Readonly<Record<StatementId, RoundResult>> }
  | { step: 'again'; vote: number; statements: readonly StatementId[] }
  | { step: 'hands'; vote: number; statement: StatementId; hands: Hands }
  | { step: 'without-device'; vote: number; hands: number }
  | { step: 'close'; vote: number }
  /** Somebody wants to talk about it before it is placed with all that is agreed. */
  | { step: 'pull'; statement: StatementId }

/** An answer of null takes the choice back. */
export interface ChoiceStep {
  statement: StatementId
  round: number
  voter: Voter
  answer: Answer | null
  reason?: string
  /** It came when it could no longer be counted: kept, marked, not counted. */
  late?: true
  /** Made on a seat that does not show what was chosen before it; hashed, as the voter is. */
  seat?: Voter
}

export const DECIDED_HOW = ['private-choices', 'discussed', 'placed-together', 'chair'] as const
export type DecidedHow = (typeof DECIDED_HOW)[number]

export const DECIDED_HOW_WORDS: Readonly<Record<DecidedHow, string>> = {
  'private-choices': 'Private choices matched',
  discussed: 'Discussed',
  'placed-together': 'Placed together',
  chair: 'Decided by the chair',
}

/** Not decided yet, which is a real outcome: who decides, by when. */
export interface Parked {
  who?: string
  /** A day, `2026-11-22`. */
  by?: string
}

export interface Decision {
  /** The number of the act that decided it; several statements may share one. */
  seq: number
  statement: StatementId
  column: CategoryId | null
  parked?: Parked
  how: DecidedHow
  reason?: string
  otherView?: string
  /** What stood shown at that moment. */
  result: RoundResult | null
  /** Where it stood before. */
  before: Placement | null
}

export type DecisionStep =
  | { step: 'decide'; seq: number; decisions: readonly Decision[] }
  | { step: 'reopen'; seq: number; statements: readonly StatementId[]; reason?: string }

/** `live` under `vote/<statement>`: all that a screen is told. */
export interface VoteMark {
  vote: number
  round: number
  open: boolean
  answered: number
  expected: number
  deadline: Millis | null
  result?: RoundResult
  /** Since when the result stands there for everybody. */
  shownAt?: Millis
  /** Agreed on, but somebody wants to talk about it first. */
  pulled?: true
}

/** `live` under `decision/<statement>`; the decision itself is a record. */
export interface DecisionMark {
  seq: number
  /** Null where it is parked. */
  column: CategoryId | null
  parked?: Parked
  how: DecidedHow
  at: Millis
}

/** Whose choice it is, for those who hold the board's choice key. */
export type VoterOf = (participant: ParticipantId) => Voter
