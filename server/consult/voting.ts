/**
 * What a room does in its turn for a private vote: ask, count, show, ask again, close.
 *
 * Counts leave this file only for what is shown, and only where they do not tell who chose what.
 */
import type * as Y from 'yjs'
import type { ParticipantId, StatementId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import { FEWEST_ANSWERS, opinionOf } from '../../shared/consult/agreement.ts'
import { NO_ANSWERS } from '../../shared/consult/answers.ts'
import type { ChoiceReply, VoteReply } from '../../shared/consult/calls.ts'
import { groupsToShow, groupTitles } from '../../shared/consult/groups.ts'
import type { Hands, RoundResult, VoteMark, Voter, VoterOf, VoteStep } from '../../shared/consult/vote.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { Problem } from '../../shared/problem.ts'
import type { People } from '../store/contract.ts'
import type { Grant, Room } from '../sync/contract.ts'
import type { Ballot, Round, Vote } from '../sync/votes.ts'

export function voteOf(room: Room, number: number): Vote {
  const vote = room.state.votes.vote(number)
  if (!vote) throw new Problem('item_unknown', 'vote')
  return vote
}

export function mustBeOpen({ state }: Room): void {
  if (state.phase !== 'open')
    throw new Problem('phase_forbids', 'private votes are for when the board is open')
}

export function mayBeAsked({ state, reads }: Room, id: StatementId): void {
  if (!reads.snapshot().statements.has(id)) throw new Problem('statement_unknown', id)
  if (state.isDecided(id)) throw new Problem('statement_decided', id)
  if (state.isUnderVote(id)) throw new Problem('vote_open', id)
}

/**
 * A new choice key makes somebody else of everybody: beside choices under one that is gone, as after a
 * restore, people would count twice. Those are shown or closed first.
 */
export function mayBeginKey(room: Room): void {
  const isCounting = room.state.votes
    .list()
    .filter((vote) => vote.closedAt === null)
    .flatMap((vote) => asksOf(room, vote))
    .map((id) => room.state.votes.roundOf(id)?.round)
    .some((round) => round && round.result === null && round.ballots.size > 0)
  if (isCounting)
    throw new Problem(
      'state_stale',
      'nobody can tell any more whose the open choices are: show or close them',
    )
}

export const isOver = (vote: Vote, { result, deadline }: Round, at: Millis): boolean =>
  vote.closedAt !== null || result !== null || (deadline !== null && at > deadline)

// What everybody sees

export function mark(
  doc: Y.Doc,
  room: Room,
  id: StatementId,
  what: Pick<VoteMark, 'vote' | 'round' | 'open' | 'deadline'> & Partial<VoteMark>,
): void {
  const answered = what.answered ?? 0
  const expected = Math.max(answered, expectedIn(room.store.people.read()))
  rootsOf(doc).live.set(`vote/${id}`, { ...what, answered, expected } satisfies VoteMark)
}

export function progress(doc: Y.Doc, room: Room, id: StatementId, answered: number): void {
  const was = rootsOf(doc).live.get(`vote/${id}`) as VoteMark | undefined
  if (was?.open && was.answered !== answered) mark(doc, room, id, { ...was, answered })
}

/** Those invited who have a device, and whoever else joined to take part: by a neighbour's, or uninvited. */
function expectedIn({ invited, participants }: People): number {
  const asked = new Set(invited.filter((it) => (it.way ?? 'device') === 'device').map((it) => it.id))
  const more = Object.values(participants).filter(
    ({ role, invitee }) => role === 'participant' && !asked.has(invitee ?? ''),
  )
  return asked.size + more.length
}

// What facilitators do

export function show(
  doc: Y.Doc,
  room: Room,
  vote: Vote,
  what: 'all' | readonly StatementId[],
  voterOf: VoterOf | null,
  at: Millis,
): VoteStep {
  const { votes } = room.state
  const own = asksOf(room, vote)
  if (what !== 'all') for (const id of what) if (!own.includes(id)) throw new Problem('item_unknown', id)
  const results: Record<StatementId, RoundResult> = {}
  for (const id of what === 'all' ? own : what) {
    const asked = votes.roundOf(id)
    if (!asked || asked.round.result) continue
    const result = resultOf(room, vote, asked.round, voterOf)
    results[id] = result
    mark(doc, room, id, {
      vote: vote.number,
      round: asked.number,
      open: false,
      deadline: asked.round.deadline,
      answered: result.answered,
      result,
      shownAt: at,
    })
  }
  if (Object.keys(results).length === 0) throw new Problem('state_stale', 'the results are shown already')
  return { step: 'show', vote: vote.number, results }
}

export function askAgain(doc: Y.Doc, room: Room, vote: Vote, statements: readonly StatementId[]): VoteStep {
  const own = asksOf(room, vote)
  if (vote.closedAt !== null) throw new Problem('state_stale', 'the vote is closed')
  // One that is named twice is asked about once.
  const asked = [...new Set(statements)]
  for (const id of asked) {
    if (!own.includes(id)) throw new Problem('item_unknown', id)
    mayBeAsked(room, id)
    const round = room.state.votes.roundsOf(id).length + 1
    mark(doc, room, id, { vote: vote.number, round, open: true, deadline: null })
  }
  return { step: 'again', vote: vote.number, statements: asked }
}

export function close(doc: Y.Doc, room: Room, vote: Vote): VoteStep {
  if (vote.closedAt !== null) throw new Problem('state_stale', 'the vote is closed already')
  for (const id of asksOf(room, vote)) {
    const was = rootsOf(doc).live.get(`vote/${id}`) as VoteMark | undefined
    if (was?.open) mark(doc, room, id, { ...was, open: false })
  }
  return { step: 'close', vote: vote.number }
}

/** Hands that are counted already stand: fewer people than that were never there. */
export function withoutDevice(room: Room, vote: Vote, hands: number): VoteStep {
  if (vote.closedAt !== null) throw new Problem('state_stale', 'the vote is closed')
  const most = Math.max(0, ...Object.values(raisedIn(room, asksOf(room, vote))).map(handsIn))
  if (hands < most) throw new Problem('value_invalid', `${most} hands are counted already`)
  return { step: 'without-device', vote: vote.number, hands }
}

export const handsIn = (hands: Hands): number => Object.values(hands).reduce((sum, count) => sum + count, 0)

function raisedIn(room: Room, asks: readonly StatementId[]): Record<StatementId, Hands> {
  const raised: Record<StatementId, Hands> = {}
  for (const id of asks) {
    const round = room.state.votes.roundOf(id)?.round
    if (round?.hands && !round.result) raised[id] = round.hands
  }
  return raised
}

/** The statements whose latest round is of this vote. */
const asksOf = (room: Room, { number, packs }: Vote): StatementId[] =>
  packs.flatMap((it) => it.statements).filter((id) => room.state.votes.roundOf(id)?.round.vote === number)

function resultOf(room: Room, vote: Vote, round: Round, voterOf: VoterOf | null): RoundResult {
  const counts = room.state.votes.tally(round)
  const answered = round.ballots.size
  // Of so few the counts would tell who chose what. Nobody hides among choices of people who were erased since:
  // they may have been guests, answered for and erased to know the fifth.
  const mayTell = (voterOf ? stillHere(room, round, voterOf) : answered) >= FEWEST_ANSWERS
  const agreement = mayTell ? opinionOf(counts, vote).agreement : 'too-few'
  const groups = mayTell && voterOf ? groupsToShow(byGroup(room, round, voterOf), counts) : []
  const onLent = voterOf && onLentDevices(room.store.people.read(), round, voterOf)
  return {
    counts: mayTell ? counts : null,
    hands: round.hands,
    agreement,
    groups,
    answered,
    ...(onLent && { onLent }),
  }
}

/** How many of those who chose are people of the board. */
const stillHere = (room: Room, { ballots }: Round, voterOf: VoterOf): number =>
  Object.keys(room.store.people.read().participants).filter((id) => ballots.has(voterOf(id))).length

/**
 * A tablet that goes round a hall is an honest thing, and somebody who answers for four invented guests would
 * know the fifth: so everybody is told how many answered on whose device.
 */
function onLentDevices(
  { participants }: People,
  { ballots }: Round,
  voterOf: VoterOf,
): RoundResult['onLent'] {
  let byFacilitators = 0
  let byOthers = 0
  for (const { id, host } of Object.values(participants)) {
    if (host === undefined || !ballots.has(voterOf(id))) continue
    const lender = Object.hasOwn(participants, host) ? participants[host] : undefined
    if (lender?.role === 'facilitator') byFacilitators += 1
    else byOthers += 1
  }
  return byFacilitators + byOthers > 0 ? { byFacilitators, byOthers } : undefined
}

function byGroup(room: Room, { ballots }: Round, voterOf: VoterOf) {
  const tallies = new Map<string, Record<keyof typeof NO_ANSWERS, number>>()
  const people = new Map<string, number>()
  const { participants, invited } = room.store.people.read()
  const titleOf = groupTitles(invited)
  const listed = new Map(invited.map((it) => [it.id, it]))
  for (const { id, group: own = '', invitee, host } of Object.values(participants)) {
    const ballot = ballots.get(voterOf(id))
    if (!ballot) continue
    const group = titleOf(listed.get(invitee ?? '')?.group ?? own)
    const tally = tallies.get(group) ?? { ...NO_ANSWERS }
    tally[ballot.answer] += 1
    const isOwn = host === undefined && (invited.length === 0 || listed.has(invitee ?? ''))
    people.set(group, (people.get(group) ?? 0) + (isOwn ? 1 : 0))
    tallies.set(group, tally)
  }
  return Array.from(tallies, ([group, tally]) => ({ group, tally, people: people.get(group) ?? 0 }))
}

// What is replied

export function voteReply(room: Room, vote: Vote, voterOf: VoterOf | null, isRunning: boolean): VoteReply {
  const { number, openedAt, closedAt, deadline, quorum, hands, packs } = vote
  const { live } = room.reads.snapshot()
  const asks = asksOf(room, vote)
  const marks = asks.flatMap((id) => {
    const it = live.votes.get(id)
    return it ? [[id, it] as const] : []
  })
  return {
    vote: number,
    openedAt,
    closedAt,
    deadline,
    quorum,
    hands,
    packs,
    statements: Object.fromEntries(marks),
    raised: isRunning ? raisedIn(room, asks) : null,
    done: voterOf && whoIsDone(room, asks, voterOf),
  }
}

function whoIsDone(room: Room, asks: readonly StatementId[], voterOf: VoterOf): ParticipantId[] {
  const open = asks.flatMap((id) => {
    const asked = room.state.votes.roundOf(id)
    return asked && !asked.round.result ? [asked.round] : []
  })
  if (open.length === 0) return []
  return Object.keys(room.store.people.read().participants).filter((id) => {
    const voter = voterOf(id)
    return open.every(({ ballots }) => ballots.has(voter))
  })
}

/** What somebody chose, as far as the seat they ask from may show it. */
export function ownChoices(room: Room, vote: Vote, { voter, seat }: Chooser): ChoiceReply[] {
  const replies: ChoiceReply[] = []
  for (const statement of asksOf(room, vote)) {
    const asked = room.state.votes.roundOf(statement)
    const ballot = asked?.round.late.get(voter) ?? asked?.round.ballots.get(voter)
    if (!asked || !ballot) continue
    if (isWithheld(ballot, seat)) {
      replies.push({ statement, round: asked.number, choice: null, late: false, withheld: true })
      continue
    }
    const { answer, reason, late = false } = ballot
    replies.push({ statement, round: asked.number, choice: answer, late, ...(reason && { reason }) })
  }
  return replies
}

/** Who chooses, and from which seat where that is one the owner of the device has opened; both hashed. */
export interface Chooser {
  voter: Voter
  seat: Voter | null
}

export const chooserOf = (
  { participant, device, seat }: Pick<Grant, 'participant' | 'device' | 'seat'>,
  voterOf: VoterOf,
): Chooser => ({ voter: voterOf(participant), seat: seat === 'opened' ? voterOf(device) : null })

/** Whoever lends the device could open the seat alone: there it shows, and changes, what was chosen there. */
export const isWithheld = (ballot: Ballot | undefined, seat: Voter | null): boolean =>
  seat !== null && ballot !== undefined && ballot.seat !== seat
