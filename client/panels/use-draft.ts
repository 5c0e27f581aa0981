/**
 * What somebody is typing in a field that others may change: it stays theirs until they leave the field.
 *
 * Words are saved in the pauses of typing, not only on leaving, so nothing long stays unsaved beside a line
 * that says *Saved*. Where somebody else wrote there meanwhile nothing is saved over them unasked: both stand
 * side by side until a person chooses. What the board refuses is kept, with the reason.
 */
import { useEffect, useRef, useState } from 'react'
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'
import { toast } from '../ui/toasts.tsx'

const PAUSE_MS = 700

interface Draft {
  words: string
  /** What stood there when typing began, or what was last saved from here. */
  base: string
  refused: ProblemCode | null
}

export interface DraftField {
  words: string
  /** What somebody else has written there since typing began, or null. */
  theirs: string | null
  /** Why the words are not saved, as a sentence, or null. */
  refused: string | null
  type(words: string): void
  /** Saves at once, over whatever stands there. */
  save(): void
  leave(): void
  /** Gives up what was typed for what stands on the board. */
  drop(): void
}

const isSame = (a: string, b: string) => a.trim() === b.trim()
const isDirty = (draft: Draft) => !isSame(draft.words, draft.base)
const isOvertaken = (draft: Draft, value: string) => !isSame(value, draft.base) && !isSame(value, draft.words)

/**
 * `save` gives back why it did not, or null. Words that do not `fit` are not saved, and are given up on
 * leaving: a half-written date, an empty title.
 */
export function useDraft(
  value: string,
  save: (words: string) => ProblemCode | null,
  fits: (words: string) => boolean = () => true,
): DraftField {
  const [draft, setDraft] = useState<Draft | null>(null)
  const latest = useRef({ draft, value, save, fits })
  latest.current = { draft, value, save, fits }

  const put = (next: Draft | null) => {
    latest.current.draft = next
    setDraft(next)
  }
  const flush = useRef((): Draft | null => {
    const { draft, save, fits } = latest.current
    if (!draft || !isDirty(draft) || !fits(draft.words)) return draft
    const refused = save(draft.words)
    const next = refused ? { ...draft, refused } : { ...draft, base: draft.words, refused: null }
    latest.current.draft = next
    return next
  }).current

  const words = draft?.words
  useEffect(() => {
    if (words === undefined) return
    const timer = setTimeout(() => {
      const { draft, value } = latest.current
      if (draft && !isOvertaken(draft, value)) setDraft(flush())
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words, flush])
  // Closing the panel in the middle of a word saves the word, and so does closing the page.
  useEffect(() => {
    const close = () => {
      const { draft, value } = latest.current
      if (draft && !isOvertaken(draft, value)) flush()
    }
    window.addEventListener('beforeunload', close, { capture: true })
    window.addEventListener('pagehide', close)
    return () => {
      window.removeEventListener('beforeunload', close, { capture: true })
      window.removeEventListener('pagehide', close)
      const { draft, value, save, fits } = latest.current
      if (!draft || !isDirty(draft) || !fits(draft.words)) return
      if (!isOvertaken(draft, value)) flush()
      else {
        toast(
          'Somebody else has written there meanwhile, so what you typed was not saved.',
          { label: 'Save mine', run: () => save(draft.words) },
          undefined,
          true,
        )
      }
    }
  }, [flush])

  return {
    words: draft ? draft.words : value,
    theirs: draft && isOvertaken(draft, value) ? value : null,
    refused: draft?.refused ? PROBLEMS[draft.refused].says : null,
    type(words) {
      const { draft, value } = latest.current
      put({ words, base: draft?.base ?? value, refused: null })
    },
    save: () => put(flush()),
    leave() {
      const { draft, value, fits } = latest.current
      if (draft && isDirty(draft) && fits(draft.words) && isOvertaken(draft, value)) return
      const after = flush()
      put(after?.refused ? after : null)
    },
    drop: () => put(null),
  }
}
