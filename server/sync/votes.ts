/**
 * The private votes and decisions of a board, as its journal adds them up.
 *
 * What stands here is the only place where choices are together; nothing here is ever a reply as it is.
 */
import type { StatementId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import { type Tally, tallyOf } from '../../shared/consult/answers.ts'
import type {
  ChoiceStep,
  Decision,
  DecisionStep,
  Hands,
  Pack,
  RoundResult,
  Voter,
  VoteStep,
} from '../../shared/consult/vote.ts'

export interface Ballot {
  answer: NonNullable<ChoiceStep['answer']>
  reason?: string
  late?: true
  seat?: Voter
}

export interface Round {
  vote: number
  /** After it a choice is late; a statement that is asked about again has none. */
  deadline: Millis | null
  result: RoundResult | null
  hands: Hands | null
  ballots: Map<Voter, Ballot>
  /** Late ones: kept, marked, not counted. */
  late: Map<Voter, Ballot>
}

export interface Vote {
  number: number
  openedAt: Millis
  closedAt: Millis | null
  packs: readonly Pack[]
  deadline: Millis | null
  quorum: number
  hands: number
}

export class Votes {
  private readonly all = new Map<number, Vote>()
  private readonly rounds = new Map<StatementId, Round[]>()
  private readonly decided = new Map<StatementId, Decision>()
  private readonly pulled = new Set<StatementId>()
  private acts = new Map<number, readonly Decision[]>()
  /** Of the last act; the next has one more. */
  seq = 0

  list(): readonly Vote[] {
    return [...this.all.values()]
  }

  vote(number: number): Vote | undefined {
    return this.all.get(number)
  }

  /** The round that counts for a statement now, and its number from 1 on. */
  roundOf(statement: StatementId): { round: Round; number: number } | null {
    const rounds = this.rounds.get(statement)
    const round = rounds?.at(-1)
    return round && rounds ? { round, number: rounds.length } : null
  }

  allRounds(): Iterable<readonly [StatementId, readonly Round[]]> {
    return this.rounds
  }

  roundsOf(statement: StatementId): readonly Round[] {
    return this.rounds.get(statement) ?? []
  }

  decision(statement: StatementId): Decision | undefined {
    return this.decided.get(statement)
  }

  decisions(): readonly Decision[] {
    return [...this.decided.values()]
  }

  /** Also what was opened again since: a sealed version may know it. */
  everDecided(): readonly Decision[] {
    return [...this.acts.values()].flat()
  }

  isPulled(statement: StatementId): boolean {
    return this.pulled.has(statement)
  }

  /** What one act decided and nobody reopened since. */
  actOf(seq: number): readonly Decision[] {
    return (this.acts.get(seq) ?? []).filter((it) => this.decided.get(it.statement)?.seq === seq)
  }

  tally({ ballots }: Round): Tally {
    return tallyOf(Array.from(ballots.values(), (it) => it.answer))
  }

  foldVote(body: VoteStep, at: Millis): void {
    switch (body.step) {
      case 'open': {
        const { packs, deadline, quorum, hands } = body
        const opened = { number: body.vote, openedAt: at, closedAt: null, packs, deadline, quorum, hands }
        this.all.set(body.vote, opened)
        for (const statement of packs.flatMap((it) => it.statements)) this.ask(statement, body.vote, deadline)
        break
      }
      case 'again':
        for (const statement of body.statements) this.ask(statement, body.vote, null)
        break
      case 'show':
        for (const [statement, result] of Object.entries(body.results)) {
          const last = this.rounds.get(statement)?.at(-1)
          if (last) last.result = result
        }
        break
      case 'hands': {
        const last = this.rounds.get(body.statement)?.at(-1)
        if (last) last.hands = body.hands
        break
      }
      case 'without-device': {
        const vote = this.all.get(body.vote)
        if (vote) vote.hands = body.hands
        break
      }
      case 'close':
        for (const vote of this.all.values()) if (vote.number === body.vote) vote.closedAt = at
        break
      case 'pull':
        this.pulled.add(body.statement)
        break
    }
  }

  foldChoice({ statement, round, voter, answer, reason, late, seat }: ChoiceStep): void {
    const asked = this.rounds.get(statement)?.[round - 1]
    if (!asked) return
    const ballots = late ? asked.late : asked.ballots
    if (answer === null) ballots.delete(voter)
    else
      ballots.set(voter, { answer, ...(reason && { reason }), ...(late && { late }), ...(seat && { seat }) })
  }

  foldDecision(body: DecisionStep): void {
    this.seq = Math.max(this.seq, body.seq)
    if (body.step === 'decide') {
      this.acts.set(body.seq, body.decisions)
      for (const decision of body.decisions) this.decided.set(decision.statement, decision)
    } else for (const statement of body.statements) this.decided.delete(statement)
  }

  /** Everybody with a choice that counts in any round. */
  voters(): Set<Voter> {
    const voters = new Set<Voter>()
    for (const rounds of this.rounds.values())
      for (const { ballots } of rounds) for (const voter of ballots.keys()) voters.add(voter)
    return voters
  }

  toJSON() {
    const written = (ballots: Map<Voter, Ballot>) => [...ballots]
    return {
      seq: this.seq,
      votes: [...this.all.values()],
      rounds: Array.from(
        this.rounds,
        ([statement, rounds]) =>
          [
            statement,
            rounds.map((it) => ({ ...it, ballots: written(it.ballots), late: written(it.late) })),
          ] as const,
      ),
      decided: [...this.decided.values()],
      acts: [...this.acts],
      pulled: [...this.pulled],
    }
  }

  restore({ seq, votes, rounds, decided, acts, pulled }: ReturnType<Votes['toJSON']>): void {
    this.seq = seq
    for (const vote of votes) this.all.set(vote.number, vote)
    for (const [statement, list] of rounds) {
      const read = list.map((it) => ({ ...it, ballots: new Map(it.ballots), late: new Map(it.late) }))
      this.rounds.set(statement, read)
    }
    for (const decision of decided) this.decided.set(decision.statement, decision)
    this.acts = new Map(acts)
    for (const statement of pulled) this.pulled.add(statement)
  }

  private ask(statement: StatementId, vote: number, deadline: Millis | null): void {
    const rounds = this.rounds.get(statement) ?? []
    // Asked again, it may be agreed on again.
    this.pulled.delete(statement)
    this.rounds.set(statement, [
      ...rounds,
      { vote, deadline, result: null, hands: null, ballots: new Map(), late: new Map() },
    ])
  }
}
