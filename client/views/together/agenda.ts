/**
 * What there is to talk about, in the order in which it is worth talking about: what divides most first.
 */
import type { StatementId } from '../../../shared/board.ts'
import { byDisagreement, type Opinion, opinionOf } from '../../../shared/consult/agreement.ts'
import type { DecisionMark, VoteMark } from '../../../shared/consult/vote.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { LIMITS } from '../../../shared/limits.ts'

export interface AgendaItem {
  id: StatementId
  mark: VoteMark | null
  decision: DecisionMark | null
  /** Null while nothing is shown, or so few answered that counts are not told. */
  opinion: Opinion | null
  index: number | null
}

export interface Agenda {
  /** A private vote is open on them. */
  choosing: readonly AgendaItem[]
  /** Shown, and not of one mind: themes in the order of what divides most in them, within each the lowest A first. */
  toTalk: readonly AgendaItem[]
  agreed: readonly AgendaItem[]
  parked: readonly AgendaItem[]
  decided: readonly AgendaItem[]
  /** Key statements that nobody was asked about. */
  notAsked: readonly AgendaItem[]
}

type Board = Pick<BoardSnapshot, 'ids' | 'live' | 'placements' | 'statements'>

export function agendaOf({ ids, live, placements, statements }: Board): Agenda {
  const items = ids
    .filter((id) => placements.get(id)?.column !== 'set-aside')
    .map((id) => itemOf(id, live.votes.get(id) ?? null, live.decisions.get(id) ?? null))
  const undecided = items.filter((it) => !it.decision && !it.mark?.open)
  const shown = undecided.filter((it) => it.mark?.result)
  const isAgreed = ({ mark }: AgendaItem) => mark?.result?.agreement === 'agreed' && !mark.pulled
  return {
    choosing: items.filter((it) => it.mark?.open),
    toTalk: withinThemes(
      byDisagreement(shown.filter((it) => !isAgreed(it))),
      (id) => statements.get(id)?.theme ?? '',
    ),
    agreed: shown.filter(isAgreed),
    parked: items.filter((it) => it.decision?.column === null),
    decided: items.filter((it) => it.decision?.column),
    notAsked: undecided.filter((it) => !it.mark?.result),
  }
}

/** All of them, in the order of the page. */
export const listedIn = ({
  toTalk,
  choosing,
  agreed,
  parked,
  decided,
  notAsked,
}: Agenda): readonly AgendaItem[] => [toTalk, choosing, agreed, parked, decided, notAsked].flat()

/** A room stays with one subject: a theme is talked through before the next begins. */
function withinThemes(
  items: readonly AgendaItem[],
  themeOf: (id: StatementId) => string,
): readonly AgendaItem[] {
  const themes = new Map<string, AgendaItem[]>()
  for (const item of items) {
    const theme = themeOf(item.id)
    themes.set(theme, [...(themes.get(theme) ?? []), item])
  }
  return [...themes.values()].flat()
}

function itemOf(id: StatementId, mark: VoteMark | null, decision: DecisionMark | null): AgendaItem {
  const counts = mark?.result?.counts
  const opinion = counts ? opinionOf(counts, { quorum: 0 }) : null
  return { id, mark, decision, opinion, index: opinion?.index ?? null }
}

/** The one after or before in the order of the lists, or null at their ends. */
export function nextIn(items: readonly AgendaItem[], id: StatementId | null, by: 1 | -1): StatementId | null {
  const at = items.findIndex((it) => it.id === id)
  if (at < 0) return by === 1 ? (items[0]?.id ?? null) : null
  return items[at + by]?.id ?? null
}

/** About a quarter of an hour. */
export const PACK_SIZE = 40

/** Packs of so many, in the order of the publication; of more where they would be too many parts. */
export function packsOf(
  ids: readonly StatementId[],
  size = PACK_SIZE,
): { title: string; statements: StatementId[] }[] {
  const many = Math.min(LIMITS.packs, Math.max(1, Math.ceil(ids.length / size)))
  // Evenly, so that the last is not a handful.
  const each = Math.ceil(ids.length / many)
  return Array.from({ length: many }, (_, at) => ({
    title: many === 1 ? 'All statements' : `Part ${at + 1}`,
    statements: ids.slice(at * each, (at + 1) * each),
  })).filter((pack) => pack.statements.length > 0)
}
