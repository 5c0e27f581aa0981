/**
 * Cells in which something is chosen or ticked, and the one that everybody writes in.
 */
import { BOARD_COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import { tickObjective } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { ACTION_STATUSES } from '../../../shared/plan.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { PatientHint } from '../../panels/patient-hint.tsx'
import { STATUS_WORDS } from '../../panels/plan-inputs.tsx'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useText } from '../../session/use-text.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { valueIn, write } from './cell-edits.ts'
import { type EditorProps, Frame, useDoneKeys } from './editor-frame.tsx'
import styles from './mapping.module.css'

export function CategoryEditor({ line, target, label, onDone }: EditorProps) {
  const session = useSession()
  const keys = useDoneKeys(onDone)
  const { columns } = line.board.facts
  const choices: readonly ColumnId[] =
    line.column === 'set-aside' ? [...BOARD_COLUMN_IDS, 'set-aside'] : BOARD_COLUMN_IDS
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <select
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        value={line.column}
        onChange={(event) => {
          const because = write(session, line, target, event.target.value)
          const title = columns[event.target.value as ColumnId].title
          const said = because ? PROBLEMS[because].says : `${line.statement.ref} moved to ${title}`
          if (because) toast(said)
          announce(said, because ? 'assertive' : 'polite')
        }}
      >
        {choices.map((it) => (
          <option key={it} value={it}>
            {columns[it].title}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function StatusEditor({ line, target, label, onDone }: EditorProps) {
  const session = useSession()
  const keys = useDoneKeys(onDone)
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <select
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        value={valueIn(line, target)}
        onChange={(event) => {
          const because = write(session, line, target, event.target.value)
          if (because) toast(PROBLEMS[because].says)
        }}
      >
        <option value="">Not said</option>
        {ACTION_STATUSES.map((it) => (
          <option key={it} value={it}>
            {STATUS_WORDS[it]}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function WhyEditor({ line, label, onDone }: EditorProps) {
  const keys = useDoneKeys(onDone, true)
  const binding = useText({ why: line.id }, `Why ${line.statement.ref}`, (because) =>
    toast(PROBLEMS[because].says),
  )
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <textarea
        {...binding}
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        rows={6}
        maxLength={LIMITS.sharedText}
      />
      <PatientHint text={binding.value} />
      <p className={styles.hint}>Everyone writes in this one text. Tab or Escape leaves it.</p>
    </Frame>
  )
}

export function ObjectivesEditor({ line, label, onDone }: EditorProps) {
  const edit = useEdit()
  const keys = useDoneKeys(onDone)
  const { id, statement, response, board } = line
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <fieldset className={styles.ticks}>
        <legend className="visually-hidden">{label}</legend>
        {board.facts.objectives.map((it, at) => {
          const on = response.objectives.includes(it.id)
          return (
            <label key={it.id}>
              <input
                type="checkbox"
                // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
                autoFocus={at === 0}
                checked={on}
                onChange={() =>
                  edit(`${on ? 'Untick' : 'Tick'} an objective of ${statement.ref}`, (doc) =>
                    tickObjective(doc, id, it.id, !on),
                  )
                }
              />
              {it.title}
            </label>
          )
        })}
      </fieldset>
    </Frame>
  )
}
