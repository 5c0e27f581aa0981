/**
 * A filtered list that does not move under the hand.
 *
 * What was shown when the filter was chosen stays, where it stood, though it fits no more: a row that somebody
 * is still writing in is not taken away. What is new comes last, and choosing a filter begins afresh.
 */
import { useState } from 'react'

export interface Filter<Row> {
  name: string
  fits(row: Row): boolean
}

export function useSteady<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { name, fits }: Filter<Row>,
): readonly Row[] {
  const [kept, setKept] = useState<{ name: string; keys: readonly string[] }>({ name, keys: [] })
  const now = rows.filter(fits).map(keyOf)
  const before = kept.name === name ? kept.keys : []
  const keys = [...before, ...now.filter((it) => !before.includes(it))]
  if (kept.name !== name || keys.length !== kept.keys.length) setKept({ name, keys })
  const byKey = new Map(rows.map((it) => [keyOf(it), it]))
  return keys.flatMap((it) => byKey.get(it) ?? [])
}
