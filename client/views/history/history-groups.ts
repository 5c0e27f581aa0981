/**
 * Lines of a board's history as a reader takes them in: what was done in one go is one line, with the
 * statements it was done to.
 */
import type { HistoryLine } from '../../../shared/api.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { statementOf } from '../../../shared/past/history-line.ts'
import { historyWords } from '../../../shared/past/history-words.ts'
import { naturally } from '../../../shared/words.ts'
import { dayWords, momentWords } from '../../ui/dates.ts'

export interface HistoryGroup {
  /** The journal's position: the board right after it can be gone back to. */
  position: number
  key: string
  at: number
  by: string
  name: string
  words: string
  reason: string | undefined
  kind: Kind
}

export type Kind = 'move' | 'decision' | 'act' | 'work'

type Board = Pick<BoardSnapshot, 'facts' | 'plan' | 'statements'>

const NAMED_AT_MOST = 4

/** In the order given, newest first. */
export function historyGroups(entries: readonly HistoryLine[], board: Board): HistoryGroup[] {
  const groups: { line: HistoryLine; words: string; ids: string[] }[] = []
  const found = new Map<string, (typeof groups)[number]>()
  for (const line of entries) {
    const words = historyWords(line, board, momentWords)
    if (words === null) continue
    const id = statementOf(line)
    const key = `${line.position} ${line.by} ${words} ${line.reason ?? ''}`
    const group = found.get(key)
    if (group) {
      if (id !== undefined && !group.ids.includes(id)) group.ids.push(id)
      continue
    }
    const begun = { line, words, ids: id === undefined ? [] : [id] }
    found.set(key, begun)
    groups.push(begun)
  }
  return groups.map(({ line, words, ids }) => ({
    position: line.position,
    key: `${line.position} ${line.root}/${line.key}`,
    at: line.at,
    by: line.by,
    name: line.name,
    words: withStatements(words, ids, board),
    reason: line.reason,
    kind: kindOf(line),
  }))
}

export function kindOf({ root, key }: Pick<HistoryLine, 'root' | 'key'>): Kind {
  if (root === 'placements') return 'move'
  if (root !== 'live') return 'work'
  return key.startsWith('decision/') ? 'decision' : 'act'
}

/** Newest first, under the day each is of. */
export function byDay(
  groups: readonly HistoryGroup[],
  now: number,
): { day: string; groups: HistoryGroup[] }[] {
  const days: { day: string; groups: HistoryGroup[] }[] = []
  for (const group of groups) {
    const day = dayWords(group.at, now)
    const last = days.at(-1)
    if (last?.day === day) last.groups.push(group)
    else days.push({ day, groups: [group] })
  }
  return days
}

function withStatements(words: string, ids: readonly string[], { statements }: Board): string {
  if (ids.length === 0) return words
  const refs = ids.map((id) => statements.get(id)?.ref ?? id).toSorted(naturally.compare)
  const named = refs.slice(0, NAMED_AT_MOST)
  const rest = refs.length - named.length
  const phrase =
    rest > 0
      ? `${named.join(', ')} and ${rest} more`
      : named.length < 2
        ? (named[0] ?? '')
        : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
  return /\bit\b/.test(words) ? words.replace(/\bit\b/, phrase) : `${words}: ${phrase}`
}
