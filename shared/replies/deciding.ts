/** Private votes and decisions. */
import * as z from 'zod/mini'
import { ANSWERS } from '../consult/answers.ts'
import type { ChoiceReply, DecisionReply, VoteReply } from '../consult/calls.ts'
import type { TimerReply } from '../consult/timer.ts'
import { DECIDED_HOW, type Decision, type RoundResult, type VoteMark } from '../consult/vote.ts'
import { category, count, id, is, moment, parked, placement, type Shape } from './atoms.ts'

const { array, boolean, int, nullable, number, optional, record, strictObject, string } = z

const hands = strictObject({ 'new-action': count, 'due-regard': count, 'watching-brief': count })
const tally = record(z.enum(ANSWERS), count)
const result: Shape<RoundResult> = strictObject({
  counts: nullable(tally),
  hands: nullable(hands),
  agreement: z.enum(['too-few', 'agreed', 'mixed', 'divided']),
  groups: array(strictObject({ group: string(), tally })),
  answered: count,
  onLent: optional(strictObject({ byFacilitators: count, byOthers: count })),
})
const mark: Shape<VoteMark> = strictObject({
  vote: int(),
  round: int(),
  open: boolean(),
  answered: count,
  expected: count,
  deadline: nullable(moment),
  result: optional(result),
  shownAt: optional(moment),
  pulled: optional(is(true)),
})
export const voteReply: Shape<VoteReply> = strictObject({
  vote: int(),
  openedAt: moment,
  closedAt: nullable(moment),
  deadline: nullable(moment),
  quorum: count,
  hands: count,
  packs: array(strictObject({ title: string(), statements: array(id) })),
  statements: record(id, mark),
  raised: nullable(record(id, hands)),
  done: nullable(array(id)),
})
export const votesReply = array(voteReply)
export const choiceReply: Shape<ChoiceReply> = strictObject({
  statement: id,
  round: int(),
  choice: nullable(z.enum(ANSWERS)),
  reason: optional(string()),
  late: boolean(),
  withheld: optional(is(true)),
})
export const choicesReply = array(choiceReply)
export const handsReply = strictObject({ statement: id, hands })

const decision: Shape<Decision> = strictObject({
  seq: int(),
  statement: id,
  column: nullable(category),
  parked: optional(parked),
  how: z.enum(DECIDED_HOW),
  reason: optional(string()),
  otherView: optional(string()),
  result: nullable(result),
  before: nullable(placement),
})
export const decisionsReply = array(decision)
export const decisionReply: Shape<DecisionReply> = strictObject({ seq: int(), decisions: array(decision) })
export const statementReply = strictObject({ statement: id })
export const undoneReply = strictObject({ seq: int(), statements: array(id) })
export const agreedReply = array(strictObject({ statement: id, column: category }))
export const timerReply: Shape<TimerReply> = strictObject({
  timer: strictObject({ endsAt: nullable(number()), left: number() }),
  at: moment,
})
