/** How many statements stand where: by category, and of each category by chapter. */
import { COLUMN_IDS } from '../columns.ts'
import type { ExportSource } from './contract.ts'
import type { Sheet, SheetCell, SheetColumn } from './office/xlsx.ts'

export function summarySheet({ snapshot }: ExportSource): Sheet {
  const { facts, inColumn, readyIn, ids } = snapshot
  const columns = COLUMN_IDS.filter((it) => it !== 'unsorted' || inColumn.unsorted.length > 0)
  // A chapter stands in a statement by its id or by its title.
  const named = new Map<string, string>()
  for (const { id, title } of facts.chapters) {
    for (const name of [id, title]) if (!named.has(name)) named.set(name, id)
  }
  const counts = new Map<string | null, Map<string, number>>()
  for (const id of ids) {
    const chapter = named.get(snapshot.statements.get(id)?.chapter ?? '') ?? null
    const column = snapshot.placements.get(id)?.column ?? 'unsorted'
    const inChapter = counts.get(chapter) ?? new Map<string, number>()
    counts.set(chapter, inChapter.set(column, (inChapter.get(column) ?? 0) + 1))
  }
  const chapters = facts.chapters.filter((it) => counts.has(it.id))
  const others = counts.has(null)
  const within = (chapter: string | null, column?: string) =>
    Array.from(counts.get(chapter) ?? [])
      .filter(([name]) => column === undefined || name === column)
      .reduce((sum, [, count]) => sum + count, 0)
  return {
    name: 'Summary',
    isProse: true,
    columns: [
      { header: 'Category', width: 40 },
      { header: 'Statements', width: 14 },
      { header: 'Ready for the Board', width: 14 },
      { header: 'Details awaited', width: 14 },
      ...chapters.map(({ title }): SheetColumn => ({ header: title, width: 18, tone: 'plain' })),
      ...(others ? [{ header: 'Other chapters', width: 18, tone: 'plain' as const }] : []),
    ],
    rows: [
      ...columns.map((column): SheetCell[] => [
        facts.columns[column].title,
        inColumn[column].length,
        readyIn[column],
        inColumn[column].length - readyIn[column],
        ...chapters.map(({ id }) => within(id, column)),
        ...(others ? [within(null, column)] : []),
      ]),
      [
        'All',
        ids.length,
        columns.reduce((sum, it) => sum + readyIn[it], 0),
        columns.reduce((sum, it) => sum + inColumn[it].length - readyIn[it], 0),
        ...chapters.map(({ id }) => within(id)),
        ...(others ? [within(null)] : []),
      ],
    ],
  }
}
