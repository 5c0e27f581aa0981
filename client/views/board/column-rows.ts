/**
 * What a column draws, from top to bottom: headings, cards, and the place where a card would land.
 */
import type { StatementId } from '../../../shared/board.ts'
import { type Groups, type Section, sectionsOf } from './groups.ts'

export type Row =
  | { kind: 'group'; title: string; count: number; folded: boolean }
  | { kind: 'card'; id: StatementId }
  | { kind: 'slot' }

/** What names a row among those of its column. Only a card's has no space in it. */
export const rowKey = (row: Row): string =>
  row.kind === 'card' ? row.id : row.kind === 'slot' ? SLOT_KEY : groupKey(row.title)
export const SLOT_KEY = ' slot'
export const groupKey = (title: string) => ` group ${title}`

/** Where a card would land: a slot counts those it stands among, itself left out. */
export interface Incoming {
  statement: StatementId
  slot: number
}

/**
 * @param ids what the column shows, in its own order
 * @param incoming a card that is held over this column
 */
export function rowsOf(
  ids: readonly StatementId[],
  groups: Groups | null,
  isFolded: (title: string) => boolean,
  incoming: Incoming | null = null,
): Row[] {
  if (!groups) return cardRows(ids, incoming)
  const home = incoming && groups.of(incoming.statement)
  return withHome(sectionsOf(ids, groups), groups, home).flatMap(({ title, ids: own }): Row[] => {
    const folded = isFolded(title)
    const here = title === home ? incoming : null
    const heading: Row = { kind: 'group', title, count: own.length, folded }
    if (!folded) return [heading, ...cardRows(own, here)]
    // Under a folded heading the order is not to be seen: a card from elsewhere lands there somewhere.
    return here && !own.includes(here.statement) ? [heading, { kind: 'slot' }] : [heading]
  })
}

/** The heading a held card belongs to is drawn even where nothing stands under it yet. */
function withHome(sections: Section[], groups: Groups, home: string | null): Section[] {
  if (home === null || sections.some(({ title }) => title === home)) return sections
  return [...sections, { title: home, ids: [] }].sort((a, b) => groups.rank(a.title) - groups.rank(b.title))
}

function cardRows(ids: readonly StatementId[], incoming: Incoming | null): Row[] {
  const rows = ids.map((id): Row => ({ kind: 'card', id }))
  if (!incoming) return rows
  const own = ids.indexOf(incoming.statement)
  // Over its own place the card stays where it is: its shade says so.
  if (own === incoming.slot) return rows
  rows.splice(own >= 0 && own < incoming.slot ? incoming.slot + 1 : incoming.slot, 0, { kind: 'slot' })
  return rows
}

/** The cards among rows. */
export const cardsIn = (rows: readonly Row[]): StatementId[] =>
  rows.flatMap((row) => (row.kind === 'card' ? [row.id] : []))
