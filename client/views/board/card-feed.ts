/**
 * What each card shows, derived once and heard of card by card.
 *
 * The snapshot says *that* the board changed; the feed finds *which* cards look different, so that a move
 * draws the columns it touches and no other card, however many there are.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import type { DecisionMark } from '../../../shared/consult/vote.ts'
import type { StatementView } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import type { Watched } from '../../session/contract.ts'
import { keyed } from '../../ui/changing.ts'
import { type CardMark, marksOf } from './card-marks.ts'

export interface CardView {
  statement: StatementView
  column: ColumnId
  theme: string
  marks: readonly CardMark[]
  /** "Needs a lead and a date", or null where nothing is missing or nothing is asked yet. */
  missing: string | null
  /** "Same as K3", "Part of F37", or null. */
  kin: string | null
  comments: number
  decision: DecisionMark | null
  underVote: boolean
}

export interface CardFeed {
  get(id: StatementId): CardView | undefined
  subscribe(id: StatementId, changed: () => void): () => void
  /** Follows the board until the function it gives back is called. */
  open(): () => void
}

export function cardFeed(snapshot: Watched<BoardSnapshot>): CardFeed {
  const cards = keyed<CardView>()
  let seen: BoardSnapshot | null = null

  const follow = () => {
    const board = snapshot.get()
    if (board === seen) return
    const was = seen
    seen = board
    cards.update(
      Array.from(touched(was, board), (id) => {
        const before = cards.get(id)
        const now = viewOf(board, id)
        return [id, before && now && alike(before, now) ? before : now] as const
      }),
    )
  }
  return {
    get(id) {
      follow()
      return cards.get(id)
    },
    subscribe: cards.subscribe,
    open() {
      follow()
      return snapshot.subscribe(follow)
    },
  }
}

const BY_CARD = ['statements', 'placements', 'lacks', 'responses', 'comments'] as const

function* touched(was: BoardSnapshot | null, now: BoardSnapshot): Iterable<StatementId> {
  if (was === null || was.plan !== now.plan || was.live !== now.live || was.facts !== now.facts) {
    yield* now.ids
  } else {
    const changed = BY_CARD.filter((name) => was[name] !== now[name])
    for (const id of now.ids) if (changed.some((name) => was[name].get(id) !== now[name].get(id))) yield id
  }
  if (was && was.ids !== now.ids) for (const id of was.ids) if (!now.statements.has(id)) yield id
}

function viewOf(board: BoardSnapshot, id: StatementId): CardView | undefined {
  const statement = board.statements.get(id)
  if (!statement) return undefined
  const column = board.placements.get(id)?.column ?? 'unsorted'
  const lacks = board.lacks.get(id) ?? []
  return {
    statement,
    column,
    theme: board.facts.themes.find((it) => it.id === statement.theme)?.title ?? statement.theme ?? '',
    marks: marksOf(board, id),
    missing: column === 'unsorted' || lacks.length === 0 ? null : lackSentence(lacks),
    kin: kinWords(board, statement),
    comments: board.comments.get(id)?.length ?? 0,
    decision: board.live.decisions.get(id) ?? null,
    underVote: board.live.votes.get(id)?.open === true,
  }
}

function kinWords({ statements }: BoardSnapshot, { sameAs, partOf }: StatementView): string | null {
  const same = statements.get(sameAs ?? '')?.ref
  const whole = statements.get(partOf ?? '')?.ref
  return same ? `Same as ${same}` : whole ? `Part of ${whole}` : null
}

const alike = (a: CardView, b: CardView) =>
  a.statement === b.statement &&
  a.column === b.column &&
  a.theme === b.theme &&
  a.missing === b.missing &&
  a.kin === b.kin &&
  a.comments === b.comments &&
  a.decision === b.decision &&
  a.underVote === b.underVote &&
  a.marks.length === b.marks.length &&
  a.marks.every((it, at) => it.kind === b.marks[at]?.kind && it.words === b.marks[at]?.words)
