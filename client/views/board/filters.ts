/**
 * Which statements the board shows: each filter lets through what has one of its values, and all must.
 *
 * Filters live in the address, so a board can be passed on as it is looked at. They hide cards; they never
 * change where a card is or in which order.
 */
import type { ParticipantId, StatementId } from '../../../shared/board.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'

export const FACETS = ['theme', 'chapter', 'source', 'objective', 'official'] as const
export type Facet = (typeof FACETS)[number]

export const FLAGS = ['mine', 'commented', 'divided', 'not-ready', 'parked'] as const
export type Flag = (typeof FLAGS)[number]

export interface Filters extends Readonly<Record<Facet, readonly string[]>> {
  only: readonly Flag[]
}

export const NO_FILTERS: Filters = {
  theme: [],
  chapter: [],
  source: [],
  objective: [],
  official: [],
  only: [],
}

/** A statement that has no theme, chapter, objective or response is found under this value. */
export const NONE = ''

export const countOf = (filters: Filters): number =>
  FACETS.reduce((count, facet) => count + filters[facet].length, filters.only.length)

/** Adds a value, or takes it away where it is there. */
export function toggled<Name extends keyof Filters>(
  filters: Filters,
  name: Name,
  value: Filters[Name][number],
): Filters {
  const values: readonly string[] = filters[name]
  const next = values.includes(value) ? values.filter((it) => it !== value) : [...values, value]
  return { ...filters, [name]: next }
}

const isFlag = (value: string): value is Flag => (FLAGS as readonly string[]).includes(value)

/** The filters an address names; what is no filter is left alone. */
export function filtersIn(search: string): Filters {
  const params = new URLSearchParams(search)
  const values = (name: string) => Array.from(new Set(params.getAll(name)))
  const facets = Object.fromEntries(FACETS.map((facet) => [facet, values(facet)]))
  return { ...NO_FILTERS, ...facets, only: values('only').filter(isFlag) }
}

/** Puts these filters in the place of the address's own; everything else in it stays. */
export function writeFilters(params: URLSearchParams, filters: Filters): void {
  for (const name of [...FACETS, 'only'] as const) {
    params.delete(name)
    for (const value of filters[name]) params.append(name, value)
  }
}

/** What filters look at. */
export type Filtered = Pick<
  BoardSnapshot,
  'facts' | 'statements' | 'responses' | 'comments' | 'lacks' | 'live'
>

/** Whose screen it is: *mine* is another set for everybody. */
export interface Mine {
  me: ParticipantId
  /** Statements I moved or wrote about, as far as it is known here. */
  touched: ReadonlySet<StatementId>
}

/** The words under which a statement is listed: the board's title of its theme or chapter, else its own. */
export function titleIn(list: readonly { id: string; title: string }[], value: string | undefined): string {
  return list.find((it) => it.id === value)?.title ?? value ?? NONE
}

/** What a statement has of a facet; at least one value. */
export function valuesOf(board: Filtered, id: StatementId, facet: Facet): readonly string[] {
  const statement = board.statements.get(id)
  switch (facet) {
    case 'theme':
      return [titleIn(board.facts.themes, statement?.theme)]
    case 'chapter':
      return [titleIn(board.facts.chapters, statement?.chapter)]
    case 'source':
      return [statement?.source ?? NONE]
    case 'official':
      return [statement?.official?.status ?? NONE]
    case 'objective': {
      const objectives = board.responses.get(id)?.objectives ?? []
      return objectives.length > 0 ? objectives : [NONE]
    }
  }
}

export function isFlagged(board: Filtered, id: StatementId, flag: Flag, { me, touched }: Mine): boolean {
  switch (flag) {
    case 'mine':
      return touched.has(id) || (board.comments.get(id)?.some(({ by }) => by === me) ?? false)
    case 'commented':
      return (board.comments.get(id)?.length ?? 0) > 0
    case 'divided':
      return board.live.votes.get(id)?.result?.agreement === 'divided'
    case 'not-ready':
      return (board.lacks.get(id)?.length ?? 0) > 0
    case 'parked':
      return board.live.decisions.get(id)?.parked !== undefined
  }
}

/** Whether a statement passes, or null where nothing is filtered. `except` leaves one filter out. */
export function filterOf(
  board: Filtered,
  filters: Filters,
  mine: Mine,
  except?: Facet,
): ((id: StatementId) => boolean) | null {
  const facets = FACETS.filter((it) => it !== except && filters[it].length > 0)
  if (facets.length === 0 && filters.only.length === 0) return null
  return (id) =>
    facets.every((facet) => valuesOf(board, id, facet).some((it) => filters[facet].includes(it))) &&
    filters.only.every((flag) => isFlagged(board, id, flag, mine))
}
