/**
 * What others do among themselves, for whoever wants to hear of everything: moves that come close together
 * are one sentence, so that a room of twenty can still be followed.
 */
import type { Clock } from '../../../shared/clock.ts'
import { announce } from '../../ui/announcer.tsx'
import { announced } from '../../ui/announcing.ts'

export interface HeardMove {
  /** Who moved it, or null where nobody can say. */
  by: string | null
  reference: string
  to: string
}

const GATHERED_MS = 3_000

export function openMovesOfOthers(clock: Pick<Clock, 'after'>) {
  let gathered: HeardMove[] = []
  let cancel: (() => void) | null = null
  const say = () => {
    cancel = null
    announce(movesWords(gathered), 'aside')
    gathered = []
  }
  return {
    add(move: HeardMove): void {
      if (announced.get() !== 'all') return
      gathered.push(move)
      cancel ??= clock.after(GATHERED_MS, say)
    },
    close: () => cancel?.(),
  }
}

/** "Ben Kaur moved F3 to Due regard." or "Ben Kaur and 2 others moved 5 statements." */
export function movesWords(moves: readonly HeardMove[]): string {
  const [first] = moves
  if (!first) return ''
  const names = new Set(moves.map((it) => it.by))
  const others = names.size - 1
  const who = first.by ?? 'Somebody'
  const all = others === 0 ? who : `${who} and ${others === 1 ? 'one other' : `${others} others`}`
  const what = moves.length === 1 ? `${first.reference} to ${first.to}` : `${moves.length} statements`
  return `${all} moved ${what}.`
}
