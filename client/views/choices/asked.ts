/**
 * What one person is asked in the private votes that are open: packs, in an order of their own.
 */
import type { StatementReply } from '../../../shared/api.ts'
import type { StatementId } from '../../../shared/board.ts'
import type { Answer } from '../../../shared/consult/answers.ts'
import type { ChoiceReply, VoteReply } from '../../../shared/consult/calls.ts'
import { ownOrder } from '../../../shared/consult/own-order.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'

export interface Question {
  vote: number
  statement: StatementReply
  /** False once its results are shown or the vote is closed: an answer comes too late then. */
  open: boolean
  deadline: number | null
}

export interface AskedPack {
  title: string
  questions: readonly Question[]
}

export interface Chosen {
  choice: Answer | null
  late: boolean
  /** Answered before on a page that was closed; what, is not shown here. */
  withheld?: boolean
}

/** Seconds that a statement takes, for "about 15 minutes". */
const SECONDS_EACH = 22

export function packsFor(
  votes: readonly VoteReply[],
  statements: readonly StatementReply[],
  participant: string,
): AskedPack[] {
  const byId = new Map(statements.map((it) => [it.id, it]))
  return votes
    .filter((it) => it.closedAt === null)
    .flatMap(({ vote, packs, statements: marks, deadline }) =>
      packs.map(({ title, statements: ids }) => ({
        title,
        questions: ownOrder(ids, participant).flatMap((id): Question[] => {
          const statement = byId.get(id)
          const mark = marks[id]
          if (!statement || !mark) return []
          return [{ vote, statement, open: mark.open, deadline: mark.round === 1 ? deadline : null }]
        }),
      })),
    )
    .filter((pack) => pack.questions.some((it) => it.open))
}

export const chosenFrom = (replies: readonly ChoiceReply[]): Map<StatementId, Chosen> =>
  new Map(
    replies.map(({ statement, choice, late, withheld }) => [
      statement,
      { choice, late, ...(withheld && { withheld }) },
    ]),
  )

export const isAnswered = (chosen: ReadonlyMap<StatementId, Chosen>, { statement }: Question): boolean =>
  (chosen.get(statement.id)?.choice ?? null) !== null || chosen.get(statement.id)?.withheld === true

export const answeredIn = (pack: AskedPack, chosen: ReadonlyMap<StatementId, Chosen>): number =>
  pack.questions.filter((it) => isAnswered(chosen, it)).length

/** What can still be answered: one whose results are shown meanwhile keeps nobody from being finished. */
export const leftIn = (pack: AskedPack, chosen: ReadonlyMap<StatementId, Chosen>): number =>
  pack.questions.filter((it) => it.open && !isAnswered(chosen, it)).length

/** The next one without an answer after a place, from the beginning again at the end; null when there is none. */
export function nextUnanswered(
  pack: AskedPack,
  chosen: ReadonlyMap<StatementId, Chosen>,
  after: number,
): number | null {
  const { questions } = pack
  for (let step = 1; step <= questions.length; step += 1) {
    const at = (after + step) % questions.length
    const question = questions[at]
    if (question?.open && !isAnswered(chosen, question)) return at
  }
  return null
}

/** About how many minutes are left, at least one. */
export const minutesFor = (left: number): number => Math.max(1, Math.round((left * SECONDS_EACH) / 60))

/** Why a choice did not count, to whoever made it: what was asked may have gone with a restore or an erasure. */
export const notCounted = (because: ProblemCode): string =>
  because === 'item_unknown'
    ? 'This is not asked any more, so your answer is not counted.'
    : PROBLEMS[because].says

/** "Part 2 of 3: Care on the wards"; a part that has no name of its own is not said twice. */
export function partWords(title: string, at: number, of?: number): string {
  const part = `Part ${at + 1}`
  const place = of === undefined ? part : `${part} of ${of}`
  return title === part ? place : `${place}: ${title}`
}
