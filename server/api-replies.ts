/**
 * What each call answers: the shape of its reply, and every way it can say no.
 *
 * A route that is added has one line here; a test holds that it has, and that what is really answered is what
 * stands here.
 */
import type * as z from 'zod/mini'
import type { ProblemCode } from '../shared/problem.ts'
import * as boards from '../shared/replies/boards.ts'
import * as deciding from '../shared/replies/deciding.ts'
import * as past from '../shared/replies/past.ts'
import * as people from '../shared/replies/people.ts'
import * as statements from '../shared/replies/statements.ts'

export interface Answers {
  /** 200 where it is not said. */
  status?: 200 | 201
  /** A file of many kinds has no shape. */
  reply: z.ZodMiniType | 'file'
  /** What it may refuse beside that which any call of its place may. */
  problems: readonly ProblemCode[]
}

const gives = (reply: Answers['reply'], ...problems: ProblemCode[]): Answers => ({ reply, problems })
const makes = (reply: Answers['reply'], ...problems: ProblemCode[]): Answers => ({
  ...gives(reply, ...problems),
  status: 201,
})

const BOARD = '/api/boards/{id}'
/** Of calls that let somebody in or show that a key is right. */
const AT_THE_DOOR = ['link_invalid', 'link_withdrawn', 'board_erased', 'server_full', 'too_many'] as const
const COMING_IN = [...AT_THE_DOOR, 'door_crowded', 'board_full', 'name_taken', 'item_unknown'] as const
/** Of calls that only some roles may, in a phase in which they may read. */
const FOR_SOME = ['role_forbids', 'phase_forbids'] as const
const VOTING = [
  ...FOR_SOME,
  'item_unknown',
  'statement_unknown',
  'statement_decided',
  'vote_open',
  'state_stale',
] as const
const SPLITTING = [
  ...FOR_SOME,
  ...(['statement_unknown', 'statement_decided', 'vote_open', 'board_full', 'state_stale'] as const),
] as const
const WRITING = [...FOR_SOME, 'board_locked', 'board_full'] as const

export const API_REPLIES: Readonly<Record<string, Answers>> = {
  'GET /api/home': gives(boards.homeReply),
  'GET /api/check': gives(boards.checkReply),
  // From a version of another board it may say no as that board does.
  'POST /api/boards': makes(
    boards.newBoardReply,
    ...(['create_key_wrong', 'too_many', 'no_session', 'board_unknown', 'board_erased'] as const),
    ...(['link_withdrawn', 'server_full', 'item_unknown', ...FOR_SOME] as const),
  ),
  'POST /api/join': gives(people.joinReply, 'code_wrong', 'board_unknown', ...COMING_IN),
  [`POST ${BOARD}/join`]: gives(people.joinReply, ...COMING_IN),
  [`POST ${BOARD}/names`]: gives(people.namesReply, 'code_wrong', ...AT_THE_DOOR),
  [`POST ${BOARD}/wall`]: gives(people.doorsReply, ...AT_THE_DOOR),

  [`GET ${BOARD}`]: gives(boards.boardReply),
  [`PATCH ${BOARD}`]: gives(boards.boardReply, 'role_forbids', 'state_stale'),
  [`POST ${BOARD}/leave`]: gives(people.leaveReply),
  [`POST ${BOARD}/timer`]: gives(deciding.timerReply, ...FOR_SOME),

  [`GET ${BOARD}/statements`]: gives(statements.statementsReply, ...FOR_SOME),
  [`POST ${BOARD}/statements`]: gives(statements.importReply, ...WRITING),
  [`POST ${BOARD}/statements/{statement}/split`]: makes(statements.partsReply, ...SPLITTING),
  [`POST ${BOARD}/statements/{statement}/join`]: gives(statements.partsReply, ...SPLITTING),
  [`GET ${BOARD}/candidates`]: gives(statements.readingsReply, ...FOR_SOME),
  [`POST ${BOARD}/candidates`]: makes(statements.readingReply, ...FOR_SOME, 'board_full'),
  [`GET ${BOARD}/candidates/{reading}`]: gives(
    statements.readingReply,
    ...FOR_SOME,
    'item_unknown',
    'value_invalid',
  ),
  [`PATCH ${BOARD}/candidates/{reading}`]: gives(
    statements.readingReply,
    ...FOR_SOME,
    'item_unknown',
    'board_full',
    'too_large',
  ),
  [`DELETE ${BOARD}/candidates/{reading}`]: gives(people.removedReply, ...FOR_SOME, 'item_unknown'),
  [`GET ${BOARD}/history`]: gives(statements.historyReply, ...FOR_SOME, 'statement_unknown', 'value_invalid'),
  [`GET ${BOARD}/exports/{file}`]: gives(
    'file',
    ...FOR_SOME,
    'not_found',
    'item_unknown',
    'too_large',
    'value_invalid',
  ),

  [`GET ${BOARD}/links`]: gives(boards.linksReply, ...FOR_SOME),
  [`POST ${BOARD}/links`]: makes(boards.linkReply, ...FOR_SOME, 'board_full'),
  [`PATCH ${BOARD}/links/{linkId}`]: gives(boards.linkReply, ...FOR_SOME, 'item_unknown'),
  [`GET ${BOARD}/doors`]: gives(people.doorsReply, ...FOR_SOME),
  [`PATCH ${BOARD}/doors`]: gives(people.doorsReply, ...FOR_SOME, 'item_unknown', 'state_stale'),

  [`GET ${BOARD}/people`]: gives(people.peopleReply, ...FOR_SOME),
  [`PATCH ${BOARD}/people/{personId}`]: gives(
    people.personReply,
    'role_forbids',
    'item_unknown',
    'name_taken',
  ),
  [`POST ${BOARD}/people/{personId}/code`]: makes(people.personCodeReply, 'role_forbids'),
  [`GET ${BOARD}/people/names`]: gives(people.namesReply, ...FOR_SOME),
  [`POST ${BOARD}/people/here`]: makes(
    people.seatReply,
    ...FOR_SOME,
    'board_full',
    'name_taken',
    'item_unknown',
  ),
  [`GET ${BOARD}/people/here`]: gives(people.guestsReply, ...FOR_SOME),
  [`POST ${BOARD}/people/here/{personId}`]: makes(
    people.seatReply,
    ...FOR_SOME,
    'item_unknown',
    'state_stale',
    'value_invalid',
  ),
  [`GET ${BOARD}/invited`]: gives(people.invitedReply, ...FOR_SOME),
  [`POST ${BOARD}/invited`]: gives(people.inviteReply, ...FOR_SOME),
  [`PATCH ${BOARD}/invited/{invitee}`]: gives(people.inviteeReply, ...FOR_SOME, 'item_unknown'),
  [`DELETE ${BOARD}/invited/{invitee}`]: gives(people.removedReply, ...FOR_SOME, 'item_unknown'),

  [`GET ${BOARD}/votes`]: gives(deciding.votesReply, ...FOR_SOME),
  [`POST ${BOARD}/votes`]: makes(deciding.voteReply, ...VOTING),
  [`PATCH ${BOARD}/votes/{vote}`]: gives(deciding.voteReply, ...VOTING),
  [`GET ${BOARD}/votes/{vote}/choices`]: gives(deciding.choicesReply, ...FOR_SOME, 'item_unknown'),
  [`PUT ${BOARD}/votes/{vote}/choices/{statement}`]: gives(
    deciding.choiceReply,
    ...VOTING,
    'choice_withheld',
    'round_lost',
  ),
  [`PUT ${BOARD}/votes/{vote}/hands/{statement}`]: gives(deciding.handsReply, ...VOTING),
  [`GET ${BOARD}/decisions`]: gives(deciding.decisionsReply, ...FOR_SOME),
  [`POST ${BOARD}/decisions`]: makes(deciding.decisionReply, ...VOTING),
  [`POST ${BOARD}/decisions/{statement}/reopen`]: gives(deciding.statementReply, ...VOTING),
  [`POST ${BOARD}/undo/{seq}`]: gives(deciding.undoneReply, ...VOTING),
  [`GET ${BOARD}/agreed`]: gives(deciding.agreedReply, ...FOR_SOME),
  [`POST ${BOARD}/agreed/{statement}/pull`]: gives(deciding.statementReply, ...VOTING),

  [`GET ${BOARD}/versions`]: gives(past.versionsReply, ...FOR_SOME),
  [`POST ${BOARD}/versions`]: makes(past.versionReply, ...FOR_SOME, 'too_large'),
  [`POST ${BOARD}/versions/{version}/approvals`]: makes(past.versionReply, ...FOR_SOME, 'item_unknown'),
  [`GET ${BOARD}/versions/{version}/changes`]: gives(
    past.changesReply,
    ...FOR_SOME,
    'item_unknown',
    'too_large',
  ),
  [`GET ${BOARD}/versions/{version}/exports/{file}`]: gives(
    'file',
    ...FOR_SOME,
    'not_found',
    'item_unknown',
    'value_invalid',
  ),
  [`POST ${BOARD}/erase`]: makes(past.eraseReceipt, ...FOR_SOME, 'item_unknown', 'on_hold'),
  [`GET ${BOARD}/restores`]: gives(past.restoresReply, ...FOR_SOME),
  [`GET ${BOARD}/restores/preview`]: gives(past.restorePreview, ...FOR_SOME, 'item_unknown', 'value_invalid'),
  [`POST ${BOARD}/restores`]: makes(past.restoreReply, ...FOR_SOME, 'item_unknown', 'state_stale'),
  [`POST ${BOARD}/restores/{restore}/undo`]: gives(
    past.restoreReply,
    ...FOR_SOME,
    'item_unknown',
    'state_stale',
  ),
}
