/** What is different from the version before. */
import { compare } from '../past/comparison.ts'
import { comparisonGroups, countLines } from '../past/comparison-words.ts'
import type { ExportSource } from './contract.ts'
import type { Sheet, SheetCell, SheetColumn } from './office/xlsx.ts'

/** Counts first, then what is different, line by line. */
export function changesSheet({ before, ...after }: ExportSource): Sheet {
  const name = 'Changes'
  const columns: SheetColumn[] = [
    { header: before ? `Since version ${before.version.version}` : 'What', width: 28 },
    { header: 'Ref or name', width: 32 },
    { header: 'Title', width: 44 },
    { header: 'What is different', width: 60 },
  ]
  if (!before) return { name, columns, rows: [['No version was sealed before this.']] }
  const { facts } = after.snapshot
  const found = compare(before.then, after)
  return {
    name,
    columns,
    rows: [
      ...countLines(found, facts.columns)
        .filter((it) => it.before !== it.after)
        .map((it): SheetCell[] => ['How many', it.what, undefined, `${it.before} → ${it.after}`]),
      ...comparisonGroups(found, facts.columns).flatMap(({ title, lines }) =>
        lines.map((it): SheetCell[] => [title, it.name, it.title, it.words]),
      ),
    ],
  }
}
