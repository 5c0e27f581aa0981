/**
 * The list of my changes that the room overtook or refused, in words, until each is used or dismissed.
 */

import type * as Y from 'yjs'
import type { HistoryLine } from '../../shared/api.ts'
import type { Millis } from '../../shared/clock.ts'
import { isTextRoot } from '../../shared/doc/board-doc.ts'
import { editText, textChange } from '../../shared/doc/edits.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { type Overtaker, overtakenSentence, refusedSentence } from './board-words.ts'
import type { Leftover, Watched } from './contract.ts'
import { type Edit, isSame, placeOf, valueAt } from './draft.ts'
import type { KeptLeftover, MadeEdit } from './local-copy.ts'
import { mergeText } from './merge-text.ts'
import type { LeftOver } from './rebase.ts'
import { cell } from './watched.ts'

export interface Leftovers extends Watched<readonly Leftover[]> {
  find(id: string): KeptLeftover | undefined
  /** From an earlier visit. */
  restore(kept: readonly KeptLeftover[]): void
  /**
   * Adds them; gives back what changed for keeping. Of values of one place the one that was wanted last is
   * listed, words all are: other words of mine are other words.
   */
  add(
    board: BoardSnapshot,
    found: readonly LeftOver[],
    id: () => string,
  ): { put: KeptLeftover[]; drop: string[] }
  remove(id: string): void
  /** Names and times, once the history has been asked. */
  tell(board: BoardSnapshot, history: readonly HistoryLine[], me: string): KeptLeftover[]
  /** Policy may have changed. */
  review(refusal: (edit: Edit) => ProblemCode | null): void
}

export function openLeftovers(): Leftovers {
  const list = cell<readonly KeptLeftover[]>([])
  return {
    get: list.get,
    subscribe: list.subscribe,
    find: (id) => list.get().find((it) => it.id === id),
    restore: (kept) => list.set([...list.get(), ...kept]),
    add(board, found, id) {
      // Another page of mine may have waited longer with an older one.
      const isOver = ({ edit }: LeftOver) =>
        !isTextRoot(edit.root) &&
        list.get().some((it) => placeOf(it.edit) === placeOf(edit) && madeAt(it.edit) > madeAt(edit))
      const news = found.filter((it) => !isOver(it))
      if (news.length === 0) return { put: [], drop: [] }
      const put = news.map(({ edit, theirs, because }): KeptLeftover => {
        const { root, key, to } = edit
        const sentence = because
          ? refusedSentence(board, edit, because)
          : overtakenSentence(board, edit, theirs, null)
        return { id: id(), sentence, root, key, mine: to, theirs, canUse: because === null, edit }
      })
      const places = new Set(put.filter((it) => !isTextRoot(it.edit.root)).map(placeOf))
      const older = list.get().filter((it) => places.has(placeOf(it)))
      list.set([...list.get().filter((it) => !older.includes(it)), ...put])
      return { put, drop: older.map((it) => it.id) }
    },
    remove: (id) => list.set(list.get().filter((it) => it.id !== id)),
    tell(board, history, me) {
      const told: KeptLeftover[] = []
      const next = list.get().map((it) => {
        const line = history.find((entry) => entry.root === it.root && entry.key === it.key)
        // Mine may be the last that reached the board, and refusals are nobody's doing.
        if (!line || line.by === me || it.sentence !== overtakenSentence(board, it.edit, it.theirs, null))
          return it
        const by: Overtaker = { name: line.name, at: line.at }
        const changed = { ...it, sentence: overtakenSentence(board, it.edit, it.theirs, by) }
        told.push(changed)
        return changed
      })
      if (told.length > 0) list.set(next)
      return told
    },
    review(refusal) {
      if (list.get().length === 0) return
      const next = list.get().map((it) => {
        const canUse = refusal({ ...it.edit, from: it.theirs }) === null
        return canUse === it.canUse ? it : { ...it, canUse }
      })
      if (!isSame(next, list.get())) list.set(next)
    },
  }
}

/** Nothing is known of one that an earlier program kept: it is older than any. */
const madeAt = (edit: MadeEdit): Millis => edit.at ?? Number.NEGATIVE_INFINITY

/** Makes a leftover of mine once more; words that collide go to the end of the text. */
export function putBack(doc: Y.Doc, { root, key, from, to }: Edit): void {
  if (isTextRoot(root)) {
    const of = root === 'why' ? { why: key } : { paper: key }
    const now = valueAt(doc, root, key) as string
    const { insert } = textChange(String(from), String(to))
    const atEnd = now === '' || now.endsWith('\n') ? now + insert : `${now}\n${insert}`
    editText(doc, of, textChange(now, mergeText(String(from), String(to), now) ?? atEnd))
  } else if (to === undefined) doc.getMap(root).delete(key)
  else doc.getMap(root).set(key, to)
}
