/**
 * The five places a statement can be. Ids are fixed; a board may reword title and line, not add to them.
 */
export const COLUMN_IDS = ['unsorted', 'new-action', 'due-regard', 'watching-brief', 'set-aside'] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

/** The three categories a statement is allocated to, as they stand on the board. */
export const CATEGORY_IDS = ['new-action', 'due-regard', 'watching-brief'] as const
export type CategoryId = (typeof CATEGORY_IDS)[number]

/** What the workshop's board shows; statements set aside are listed in the paper instead. */
export const BOARD_COLUMN_IDS = ['unsorted', ...CATEGORY_IDS] as const
export type BoardColumnId = (typeof BOARD_COLUMN_IDS)[number]

export interface ColumnWords {
  title: string
  line: string
}

export const COLUMNS: Readonly<Record<ColumnId, ColumnWords & { key: '0' | '1' | '2' | '3' | null }>> = {
  unsorted: { title: 'To sort', line: 'Drag, or press 1 2 3.', key: '0' },
  'new-action': { title: 'New action', line: 'We must set up a new piece of work.', key: '1' },
  'due-regard': {
    title: 'Due regard',
    line: 'Already in hand; its lead takes it into account.',
    key: '2',
  },
  'watching-brief': {
    title: 'Watching brief',
    line: 'Keep watch; act when national developments come.',
    key: '3',
  },
  'set-aside': { title: 'Set aside', line: 'Not a key statement, and why.', key: null },
}

export const isColumnId = (value: unknown): value is ColumnId =>
  (COLUMN_IDS as readonly unknown[]).includes(value)

export const isCategoryId = (value: unknown): value is CategoryId =>
  (CATEGORY_IDS as readonly unknown[]).includes(value)

/** The column that the keys 0 1 2 3 on a focused card send it to. */
export const columnForKey = (key: string): ColumnId | undefined =>
  COLUMN_IDS.find((id) => COLUMNS[id].key === key)

export const forColumns = <Value>(value: (column: ColumnId) => Value): Record<ColumnId, Value> =>
  Object.fromEntries(COLUMN_IDS.map((id) => [id, value(id)])) as Record<ColumnId, Value>
