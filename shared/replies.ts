/**
 * What every call over HTTP answers, as shapes: the OpenAPI document says them, and tests hold what is really
 * answered against them.
 *
 * Strict, so that nothing leaves the server that is not said here. Both sides compile against the types; each
 * shape is held to its type. No page needs these.
 */
import * as z from 'zod/mini'
import type * as api from './api.ts'
import { PHASES, type Placement, ROLES } from './board.ts'
import { CATEGORY_IDS, COLUMN_IDS } from './columns.ts'
import { ANSWERS } from './consult/answers.ts'
import type { ChoiceReply, DecisionReply, VoteReply } from './consult/calls.ts'
import type { TimerReply } from './consult/timer.ts'
import { DECIDED_HOW, type Decision, type RoundResult, type VoteMark } from './consult/vote.ts'
import type { EraseReceipt } from './erasure/calls.ts'
import type { ReadingCard, ReadingReply } from './imports/candidates.ts'
import { type InvitedReply, type Invitee, type InviteReply, type NamesReply, WAYS } from './invited.ts'
import { OUTCOMES } from './outcomes.ts'
import type { ChangesReply, RestoreEntry, RestorePreview, RestoreReply } from './past/calls.ts'
import type { Comparison } from './past/comparison.ts'
import type { VersionReply } from './version.ts'
import type { PersonCard } from './wire.ts'

/** A shape of exactly this type. */
type Shape<Type> = z.ZodMiniType<Type>

const { array, boolean, int, nullable, number, optional, record, strictObject, string } = z
const id = string()
const moment = int()
const count = int().check(z.nonnegative())
const role = z.enum(ROLES)
const column = z.enum(COLUMN_IDS)
const category = z.enum(CATEGORY_IDS)
const is = <const Value extends string | boolean>(value: Value) => z.literal(value)

const person: Shape<PersonCard> = strictObject({ id, name: string(), role, group: optional(string()) })
const placement: Shape<Placement> = strictObject({ column, order: string() })

// Boards, and how people come in

export const linkReply: Shape<api.LinkReply> = strictObject({
  id,
  role,
  label: optional(string()),
  path: string(),
  createdAt: moment,
  expiresAt: optional(moment),
  withdrawnAt: optional(moment),
})
export const linksReply = array(linkReply)

export const newBoardReply: Shape<api.NewBoardReply> = strictObject({
  board: strictObject({ id, title: string() }),
  links: record(role, linkReply),
})

export const boardReply: Shape<Omit<api.BoardReply, 'limits'> & { limits: Record<string, number> }> =
  strictObject({
    id,
    title: string(),
    organisation: string(),
    phase: z.enum(PHASES),
    locked: boolean(),
    epoch: int(),
    columns: record(
      column,
      strictObject({ title: string(), line: string(), key: optional(nullable(string())) }),
    ),
    counts: strictObject({
      unsorted: count,
      'new-action': count,
      'due-regard': count,
      'watching-brief': count,
      'set-aside': count,
      statements: count,
      ready: count,
    }),
    me: strictObject({ id, name: string(), role, group: optional(string()), as: id }),
    invited: boolean(),
    people: array(person),
    changedAt: moment,
    keeping: boolean(),
    limits: record(string(), int()),
    example: boolean(),
    retention: optional(strictObject({ until: nullable(moment), hold: boolean() })),
  })

export const joinReply: Shape<api.JoinReply> = z.union([
  strictObject({
    needs: is('name'),
    role,
    board: strictObject({ id, title: string(), organisation: string() }),
    invited: optional(is(true)),
  }),
  strictObject({ participant: person, role, board: id, as: id, seat: optional(string()) }),
])
export const namesReply: Shape<NamesReply> = strictObject({
  names: array(strictObject({ id, name: string(), post: optional(string()), taken: boolean() })),
})
export const seatReply: Shape<api.SeatReply> = strictObject({ participant: person, as: id, seat: string() })
export const guestsReply: Shape<api.GuestsReply> = strictObject({ guests: array(person) })
export const personCodeReply: Shape<api.PersonCodeReply> = strictObject({ code: string(), until: moment })
export const doorsReply: Shape<api.DoorsReply> = z.union([
  strictObject({ open: is(false) }),
  strictObject({ open: is(true), code: string(), until: moment, link: id }),
])
export const leaveReply: Shape<api.LeaveReply> = strictObject({ left: is(true) })

export const personReply = person
export const peopleReply: Shape<api.PeopleReply> = strictObject({
  people: array(
    strictObject({
      id,
      name: string(),
      role,
      group: optional(string()),
      joinedAt: moment,
      present: boolean(),
    }),
  ),
})

const inviteeFields = {
  id,
  name: string(),
  post: optional(string()),
  group: optional(string()),
  way: optional(z.enum(WAYS)),
}
const rejected = array(strictObject({ row: int(), reason: string() }))
export const inviteeReply: Shape<Invitee> = strictObject(inviteeFields)
export const inviteReply: Shape<InviteReply> = strictObject({
  added: count,
  updated: count,
  unchanged: count,
  rejected,
})
export const invitedReply: Shape<InvitedReply> = strictObject({
  invited: array(strictObject({ ...inviteeFields, joined: nullable(id) })),
  joined: count,
  tookPart: nullable(count),
  others: count,
  groups: array(strictObject({ title: string(), people: count })),
})
export const removedReply = strictObject({ removed: is(true) })

// Statements and their history

export const importReply: Shape<api.ImportReply> = inviteReply
export const statementsReply = array(
  strictObject({
    id,
    ref: string(),
    source: string(),
    number: string(),
    text: string(),
    title: optional(string()),
    chapter: optional(string()),
    page: optional(string()),
    theme: optional(string()),
    addressedTo: optional(string()),
    official: optional(strictObject({ status: string(), text: string() })),
    sameAs: optional(string()),
    partOf: optional(string()),
    placement,
    /** As the response form has it. */
    response: z.looseObject({}),
    lacks: array(string()),
    decision: nullable(z.looseObject({})),
  }),
)

export const partsReply: Shape<api.PartsReply> = strictObject({ statement: id, parts: array(id) })

const publication = strictObject({ title: string(), code: string() })
export const readingsReply: Shape<ReadingCard[]> = array(
  strictObject({
    id,
    name: nullable(string()),
    candidates: count,
    setAside: count,
    by: id,
    at: moment,
  }),
)
export const readingReply: Shape<ReadingReply> = strictObject({
  id,
  name: nullable(string()),
  publication,
  version: int(),
  order: nullable(array(id)),
  /** A row as an import takes it, with its id. */
  changed: array(z.looseObject({ id })),
})

export const historyReply: Shape<api.HistoryReply> = strictObject({
  entries: array(
    strictObject({
      position: int(),
      at: moment,
      by: string(),
      name: string(),
      root: string(),
      key: string(),
      from: optional(z.unknown()),
      to: optional(z.unknown()),
      inserted: optional(int()),
      removed: optional(int()),
      reason: optional(string()),
    }),
  ),
  next: nullable(int()),
})

// Private votes and decisions

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

const parked = strictObject({ who: optional(string()), by: optional(string()) })
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

// Sealed versions, and going back

const totals = strictObject({
  statements: count,
  in: record(column, count),
  ready: count,
  decided: count,
  parked: count,
  shown: count,
})
const named = { id, ref: string(), title: string() }
const parts = array(string())
const decided = nullable(strictObject({ column: nullable(column), parked: optional(parked) }))
const what = z.enum(['added', 'removed', 'changed'])
const words = { added: count, removed: count }
const comparison: Shape<Comparison> = strictObject({
  totals: strictObject({ before: totals, after: totals }),
  added: array(strictObject(named)),
  removed: array(strictObject(named)),
  moved: array(strictObject({ ...named, from: column, to: column })),
  decided: array(strictObject({ ...named, from: decided, to: decided })),
  reworded: array(strictObject({ ...named, parts })),
  answered: array(strictObject({ ...named, parts })),
  why: array(strictObject({ ...named, ...words })),
  paper: array(strictObject({ section: string(), ...words })),
  plan: array(
    strictObject({
      kind: z.enum(['stream', 'action', 'watch']),
      id,
      title: string(),
      what,
      fields: array(strictObject({ label: string(), from: string(), to: string() })),
    }),
  ),
  facts: array(strictObject({ key: string(), what })),
})
const people = strictObject({ invited: count, joined: count })

export const versionReply: Shape<VersionReply> = strictObject({
  version: int(),
  label: string(),
  position: int(),
  sha256: string(),
  fullSha256: string(),
  phase: optional(z.enum(PHASES)),
  people: optional(people),
  redacted: optional(strictObject({ at: moment, sha256: string(), fullSha256: string() })),
  sealedAt: moment,
  by: string(),
  approvals: array(
    strictObject({
      meeting: string(),
      outcome: z.enum(OUTCOMES),
      presented: optional(string()),
      date: optional(string()),
      minute: optional(string()),
      note: optional(string()),
      recordedAt: moment,
    }),
  ),
})
export const versionsReply = array(versionReply)
export const changesReply: Shape<ChangesReply> = strictObject({
  changes: comparison,
  people: strictObject({ before: nullable(people), after: nullable(people) }),
})

export const eraseReceipt: Shape<EraseReceipt> = strictObject({
  board: id,
  erased: z.enum(['person', 'statement', 'comment', 'board']),
  id: string(),
  at: moment,
  by: string(),
  reason: string(),
  places: count,
  records: count,
  versions: array(int()),
  stillNamed: array(string()),
  wordsIn: array(string()),
  backupsUntil: nullable(moment),
  beyond: string(),
})

const to = z.union([strictObject({ version: int() }), strictObject({ position: int() })])
export const restoreReply: Shape<RestoreReply> = strictObject({ restore: int(), changedSince: count })
const restoreEntry: Shape<RestoreEntry> = strictObject({
  restore: int(),
  to,
  asAt: moment,
  reason: string(),
  at: moment,
  by: string(),
  takenBack: nullable(strictObject({ at: moment, by: string(), reason: optional(string()) })),
})
export const restoresReply = array(restoreEntry)
export const restorePreview: Shape<RestorePreview> = strictObject({
  to,
  asAt: moment,
  changes: comparison,
  underVote: array(id),
  from: int(),
})

// The first page and the network check

export const homeReply: Shape<api.HomeReply> = strictObject({
  example: nullable(strictObject({ board: id, title: string(), links: record(role, string()) })),
  createKeyNeeded: boolean(),
  promise: string(),
})
export const checkReply: Shape<api.CheckReply> = strictObject({ said: string(), at: moment })
