/**
 * One copy of the board as a person works on it: what they see, and what they change.
 *
 * A desk knows nothing of the network. The copy on it can be exchanged for a fresh one; everything handed
 * out (snapshot, texts, undo) goes on with the new copy.
 */
import type * as Y from 'yjs'
import { isId, type Placement, type StatementId } from '../../shared/board.ts'
import { isTextRoot, LOCAL } from '../../shared/doc/board-doc.ts'
import { implicitOrder } from '../../shared/doc/order-keys.ts'
import type { Live } from '../../shared/doc/reads/live.ts'
import { type BoardReads, type BoardSnapshot, openReads } from '../../shared/doc/reads.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import {
  type Action,
  type Circumstances,
  mayDo,
  type Target,
  type Writer,
  writeRefusal,
} from '../../shared/policy.ts'
import { Problem, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { columnTitle, nameOf, statementRef } from './board-words.ts'
import type { BoardSession, Watched } from './contract.ts'
import { draftOf, type Edit, valueAt, write } from './draft.ts'
import { openUndo, type Step } from './undo-steps.ts'

export type TextOf = { why: StatementId } | { paper: string }

export interface Desk
  extends Pick<BoardSession, 'snapshot' | 'undoable' | 'edit' | 'may' | 'mayDo' | 'text' | 'undo' | 'redo'> {
  doc(): Y.Doc
  /** Why the room would refuse this edit now, or null. */
  refusal(edit: Edit): ProblemCode | null
  /** Exchanges the copy for another one; everybody who looks is told. */
  put(doc: Y.Doc): void
  close(): void
}

export interface DeskOptions {
  doc: Y.Doc
  me: PersonCard
  now: () => number
  /** Called with what is about to be written, and with the writing itself, which gives back its clocks. */
  record?: (edits: readonly Edit[], write: () => (number | null)[]) => void
  /** Why nothing at all may be changed now: the session has ended. */
  closed?: () => ProblemCode | null
}

export function openDesk({ doc: first, me, now, record, closed }: DeskOptions): Desk {
  let doc = first
  let reads: BoardReads = openReads(doc)
  const writer = writerOf(me)
  const listeners = new Set<() => void>()
  const texts = new Map<string, Watched<string> & { changed(): void }>()
  const changed = () => {
    for (const listener of Array.from(listeners)) listener()
  }
  const textsChanged = (transaction: Y.Transaction) => {
    for (const [name, text] of texts) {
      const type = doc.share.get(name)
      if (type && transaction.changed.has(type as never)) text.changed()
    }
  }
  const take = (next: Y.Doc) => {
    doc = next
    reads = openReads(doc)
    reads.subscribe(changed)
    doc.on('afterTransaction', textsChanged)
  }
  const drop = () => {
    reads.close()
    doc.off('afterTransaction', textsChanged)
  }
  reads.close()
  take(first)

  const snapshot: Watched<BoardSnapshot> = {
    get: () => reads.snapshot(),
    subscribe(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }

  const refusal = (edit: Edit): ProblemCode | null => editRefusal(writer, edit, reads.snapshot())
  // Every card asks what may be done with it whenever anything changes: the state is read once for all.
  let known: { live: Live; now: Circumstances } | null = null
  const circumstances = (): Circumstances => {
    const { live } = reads.snapshot()
    if (known?.live !== live) known = { live, now: circumstancesOf({ live }) }
    return known.now
  }
  const make = (edits: readonly Edit[]) => {
    const run = () => write(doc, edits, LOCAL)
    if (record) record(edits, run)
    else run()
  }

  const undo = openUndo({
    now,
    read: (root, key) => valueAt(doc, root, key),
    emptied(root, key) {
      // A placement is never taken away: undoing a first move sends the card back to where its publication has it.
      const at = root === 'placements' ? reads.snapshot().ids.indexOf(key) : -1
      return at < 0 ? undefined : { column: 'unsorted', order: implicitOrder(at) }
    },
    refusal,
    write: make,
    words: (how, step, edits, staying) => takenBack(reads.snapshot(), how, step, edits, staying),
    overtaken: (step, edit) =>
      edit.root === 'placements' && step.edits.length > 1
        ? `All ${step.edits.length} statements were moved by somebody since. They stay where they are now.`
        : edit.root === 'placements'
          ? `${statementRef(reads.snapshot(), edit.key)} was moved by somebody since. It stays where it is now.`
          : `${nameOf(reads.snapshot(), edit)} was changed by somebody since. “${step.what}” was not taken back.`,
  })

  return {
    snapshot,
    undoable: undo.undoable,
    doc: () => doc,
    refusal,
    edit(what, change) {
      const over = closed?.()
      if (over) return over
      let edits: Edit[]
      try {
        edits = draftOf(doc, change)
      } catch (error) {
        if (error instanceof Problem) return error.code
        throw error
      }
      for (const edit of edits) {
        const refused = refusal(edit)
        if (refused) return refused
      }
      if (edits.length > 0) {
        make(edits)
        undo.made(what, edits)
      }
      return null
    },
    may: (target: Target) => !closed?.() && writeRefusal(writer, target, circumstances()) === null,
    mayDo: (action: Action) => mayDo(me.role, action),
    text(of) {
      const name = 'why' in of ? `why/${of.why}` : `paper/${of.paper}`
      const known = texts.get(name)
      if (known) return known
      const watchers = new Set<() => void>()
      const text = {
        get: () => doc.getText(name).toString(),
        subscribe(listener: () => void) {
          const own = () => listener()
          watchers.add(own)
          return () => {
            watchers.delete(own)
          }
        },
        changed() {
          for (const watcher of Array.from(watchers)) watcher()
        },
      }
      texts.set(name, text)
      return text
    },
    undo: () => (closed?.() ? { nothing: true } : undo.undo()),
    redo: () => (closed?.() ? { nothing: true } : undo.redo()),
    put(next) {
      drop()
      take(next)
      changed()
      for (const text of texts.values()) text.changed()
    },
    close() {
      drop()
      listeners.clear()
      texts.clear()
    },
  }
}

export const writerOf = (me: PersonCard): Writer => ({ role: me.role, participant: me.id })

/** The state of the board that policy depends on, as the board itself shows it. */
export function circumstancesOf({ live }: Pick<BoardSnapshot, 'live'>): Circumstances {
  return {
    phase: live.phase,
    locked: live.locked,
    isDecided: (id) => live.decisions.has(id),
    isUnderVote: (id) => isOpenVote(live.votes.get(id)),
  }
}

const isOpenVote = (mark: unknown): boolean =>
  typeof mark === 'object' && mark !== null && 'open' in mark && mark.open === true

/** What the room would say to an edit: policy first, then the shape of the value. */
export function editRefusal(writer: Writer, edit: Edit, board: BoardSnapshot): ProblemCode | null {
  const refused = writeRefusal(writer, edit, circumstancesOf(board))
  if (refused || edit.to === undefined) return refused
  const about = statementOf(edit)
  if (about !== undefined && !board.statements.has(about)) return 'statement_unknown'
  if (isTextRoot(edit.root)) return String(edit.to).length > LIMITS.sharedText ? 'too_large' : null
  return valueProblem(edit.root, edit.key, edit.to) === null ? null : 'value_invalid'
}

/** The statement that a place belongs to, where it belongs to one. */
function statementOf({ root, key, to }: Edit): StatementId | undefined {
  switch (root) {
    case 'placements':
    case 'why':
      return key
    case 'responses':
      return key.slice(0, key.indexOf('/'))
    case 'comments': {
      const on = (to as { on?: string } | undefined)?.on
      // A comment may be on the plan.
      return isId(on) ? on : undefined
    }
    default:
      return undefined
  }
}

function takenBack(
  board: BoardSnapshot,
  how: 'undone' | 'redone',
  step: Step,
  edits: readonly Edit[],
  staying: number,
): string {
  if (!edits.every((it) => it.root === 'placements'))
    return how === 'undone' ? `Taken back: ${step.what}` : `Done again: ${step.what}`
  const [edit] = edits
  const what = edits.length === 1 && edit ? statementRef(board, edit.key) : `${edits.length} statements`
  const columns = new Set(edits.map((it) => (it.to as Placement).column))
  const [column] = columns
  const to = columns.size === 1 && column ? ` to ${columnTitle(board, column)}` : ''
  const others =
    staying === 0
      ? ''
      : staying === 1
        ? '. 1 stays: it was moved or decided since'
        : `. ${staying} stay: they were moved or decided since`
  return `Moved ${what}${how === 'undone' ? ' back' : ''}${to}${others}`
}
