/**
 * Undo and redo of one person's own changes, by value.
 *
 * A step remembers each place, what stood there before and after. It is taken back only while the place
 * still holds what the step put there; a step that somebody overtook is dropped alone, and said; of
 * statements moved together those that nobody overtook go back. Because
 * steps speak of values and not of Yjs ids they survive a fresh copy of the document. (Y.UndoManager would
 * pass silently to an earlier step, and undoes the first move of a statement by deleting its placement,
 * which the room refuses.)
 */
import { isTextRoot, type Root } from '../../shared/doc/board-doc.ts'
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'
import type { UndoOutcome, Watched } from './contract.ts'
import { type Edit, isSame } from './draft.ts'
import { mergeText } from './merge-text.ts'
import { cell } from './watched.ts'

/** Words typed within this of each other are taken back together. */
const TYPING_MS = 500
const STEPS = 200

export interface Step {
  what: string
  edits: readonly Edit[]
  at: number
}

export interface UndoHands {
  now(): number
  read(root: Root, key: string): unknown
  /** What stands at a place where a step found nothing; undefined where nothing may stand there again. */
  emptied(root: Root, key: string): unknown
  refusal(edit: Edit): ProblemCode | null
  write(edits: readonly Edit[]): void
  /** "Moved F37 back to To sort"; of statements moved together, how many of them stay. */
  words(how: 'undone' | 'redone', step: Step, edits: readonly Edit[], staying: number): string
  overtaken(step: Step, place: Edit): string
}

export interface UndoSteps {
  readonly undoable: Watched<{ undo: string | null; redo: string | null }>
  made(what: string, edits: readonly Edit[]): void
  undo(): UndoOutcome
  redo(): UndoOutcome
}

export function openUndo(hands: UndoHands): UndoSteps {
  const undos: Step[] = []
  const redos: Step[] = []
  const undoable = cell<{ undo: string | null; redo: string | null }>({ undo: null, redo: null })
  const tell = () => {
    const next = { undo: undos.at(-1)?.what ?? null, redo: redos.at(-1)?.what ?? null }
    if (!isSame(next, undoable.get())) undoable.set(next)
  }

  function takeBack(how: 'undone' | 'redone', stack: Step[], other: Step[]): UndoOutcome {
    const step = stack.at(-1)
    if (!step) return { nothing: true }
    const all: Edit[] = []
    const lost: Edit[] = []
    for (const edit of step.edits) {
      const { root, key } = edit
      const now = hands.read(root, key)
      const to = isTextRoot(root)
        ? mergeText(String(edit.to), String(edit.from), String(now))
        : isSame(now, edit.to)
          ? (edit.from ?? hands.emptied(root, key))
          : null
      if (to === null || isSame(now, to)) lost.push(edit)
      else all.push({ root, key, from: now, to })
    }
    // Of statements moved together each has a place of its own: those that may go back do.
    const isBulk = step.edits.length > 1 && step.edits.every((it) => it.root === 'placements')
    const [first] = lost
    if (first && (all.length === 0 || !isBulk)) {
      stack.pop()
      tell()
      return { overtaken: hands.overtaken(step, first) }
    }
    const refused = all.flatMap((it) => hands.refusal(it) ?? [])
    const [refusal] = refused
    // The step stays: what is locked now may be unlocked again.
    if (refusal && (refused.length === all.length || !isBulk)) return { overtaken: PROBLEMS[refusal].says }
    const back = refusal ? all.filter((it) => hands.refusal(it) === null) : all
    stack.pop()
    other.push({ what: step.what, edits: back, at: Number.NEGATIVE_INFINITY })
    hands.write(back)
    tell()
    return { done: hands.words(how, step, back, step.edits.length - back.length) }
  }

  return {
    undoable,
    made(what, edits) {
      const [edit, ...rest] = edits
      if (!edit) return
      redos.length = 0
      const last = undos.at(-1)
      const typed = last?.edits[0]
      const typesOn =
        last !== undefined &&
        typed !== undefined &&
        rest.length === 0 &&
        last.edits.length === 1 &&
        isTextRoot(edit.root) &&
        typed.root === edit.root &&
        typed.key === edit.key &&
        typed.to === edit.from &&
        hands.now() - last.at < TYPING_MS
      if (typesOn) {
        undos[undos.length - 1] = { what, edits: [{ ...typed, to: edit.to }], at: hands.now() }
      } else {
        undos.push({ what, edits, at: hands.now() })
        if (undos.length > STEPS) undos.shift()
      }
      tell()
    },
    undo: () => takeBack('undone', undos, redos),
    redo: () => takeBack('redone', redos, undos),
  }
}
