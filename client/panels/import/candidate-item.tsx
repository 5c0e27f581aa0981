/**
 * One candidate of a report: whether it is a key statement, its words, and what else may be done with it.
 *
 * Its words and its reason are drafts: what another facilitator writes there meanwhile stands beside them.
 */
import { ArrowUpToLine, Check, Pencil, Scissors, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Candidate } from '../../../shared/imports/candidates.ts'
import type { ImportRow } from '../../../shared/imports/rows.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Drafted } from '../plan-inputs.tsx'
import { useDraft } from '../use-draft.ts'
import styles from './candidate-list.module.css'
import { Changes } from './import-rows.tsx'
import type { PreviewRow } from './reading.ts'

/** Reasons people give; their own are offered as well once they have given them. */
export const REASONS = [
  'Asks nothing of a body like ours',
  'For another body to answer',
  'Background, and no recommendation',
  'Says the same as another statement',
]

interface Props {
  at: number
  candidate: Candidate
  row: PreviewRow | undefined
  /** Id of the list of reasons to choose from. */
  reasons: string
  isCurrent: boolean
  isEditing: boolean
  /** Another facilitator has taken it out, or joined it to another, while its words are open here. */
  isTakenOut: boolean
  onCurrent(): void
  onEdit(on: boolean): void
  onWrite(words: Partial<ImportRow>): void
  onJoin(): void
  onPart(words: string, caret: number): void
  onRemove(): void
}

const FATES: Partial<Record<PreviewRow['fate'], string>> = {
  known: 'Here already',
  updated: 'Updates one that is here',
}

export function CandidateItem(props: Props) {
  const { at, candidate, row, reasons, isCurrent, isEditing, onCurrent, onEdit, onWrite } = props
  const [isGivingReason, giveReason] = useState(false)
  const label = row?.ref || candidate.ref || candidate.number || `Candidate ${at + 1}`
  const isKey = !candidate.setAside
  return (
    <li
      data-id={candidate.id}
      className={[styles.candidate, isCurrent && styles.current, !isKey && styles.aside]
        .filter(Boolean)
        .join(' ')}
      onFocus={onCurrent}
    >
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={isKey}
          onChange={(event) => onWrite({ setAside: event.target.checked ? '' : REASONS[0] })}
        />
        <b>{label}</b>
        <span className="visually-hidden"> is a key statement</span>
      </label>
      <div className={styles.words}>
        <p className={styles.from}>
          {[candidate.chapter, candidate.page && `p. ${candidate.page}`, row && FATES[row.fate]]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {isEditing ? (
          <WordsBox
            label={label}
            text={candidate.text ?? ''}
            isTakenOut={props.isTakenOut}
            onText={(text) => onWrite({ text })}
            onPart={props.onPart}
            onDone={() => onEdit(false)}
          />
        ) : (
          <p className={styles.text}>{candidate.text}</p>
        )}
        {row && <Changes changes={row.changes} />}
        {row?.reason && (
          <p className={styles.wrong} role="alert">
            Not taken: {row.reason}.
          </p>
        )}
        {(!isKey || isGivingReason) && (
          // Where another facilitator ticks it meanwhile, the reason that is being written stays.
          // biome-ignore lint/a11y/noStaticElementInteractions: only notices where focus is
          <div
            onFocus={() => giveReason(true)}
            onBlur={(event) => giveReason(event.currentTarget.contains(event.relatedTarget))}
          >
            <Reason
              reason={candidate.setAside ?? ''}
              list={reasons}
              onReason={(setAside) => onWrite({ setAside })}
            />
          </div>
        )}
        <div className={styles.tools}>
          {!isEditing && (
            <Button
              slim
              look="quiet"
              data-edit
              icon={<Pencil size={16} aria-hidden />}
              onClick={() => onEdit(true)}
            >
              Correct<span className="visually-hidden"> {label}</span>
            </Button>
          )}
          {at > 0 && (
            <Button slim look="quiet" icon={<ArrowUpToLine size={16} aria-hidden />} onClick={props.onJoin}>
              <span>
                Join<span className="visually-hidden"> {label}</span> to the one above
              </span>
            </Button>
          )}
          <Button slim look="quiet" icon={<Trash2 size={16} aria-hidden />} onClick={props.onRemove}>
            Take out<span className="visually-hidden"> {label}</span>
          </Button>
        </div>
      </div>
    </li>
  )
}

interface WordsProps {
  label: string
  text: string
  isTakenOut: boolean
  onText(text: string): void
  onPart(words: string, caret: number): void
  onDone(): void
}

/** The words while somebody corrects them. */
function WordsBox({ label, text, isTakenOut, onText, onPart, onDone }: WordsProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft(text, (words) => {
    onText(words)
    return null
  })
  useEffect(() => box.current?.focus(), [])
  const unlessBoth = (go: () => void) => () => {
    if (draft.theirs === null) go()
    else announce('Somebody else has written here meanwhile. Choose whose words stay.', 'assertive')
  }
  return (
    <Drafted draft={draft}>
      <textarea
        ref={box}
        aria-label={`Words of ${label}`}
        rows={Math.min(14, 2 + Math.ceil(draft.words.length / 80))}
        value={draft.words}
        onChange={(event) => draft.type(event.target.value)}
      />
      {isTakenOut && (
        <p className={styles.wrong} role="status">
          Another facilitator has taken this out. What you write brings it back.
        </p>
      )}
      <div className={`${styles.tools} ${styles.done}`}>
        <Button
          slim
          look="primary"
          icon={<Check size={16} aria-hidden />}
          onClick={unlessBoth(() => {
            draft.leave()
            onDone()
          })}
        >
          Done
        </Button>
        <Button
          slim
          look="quiet"
          icon={<Scissors size={16} aria-hidden />}
          onClick={unlessBoth(() => {
            const caret = box.current?.selectionStart ?? 0
            draft.drop()
            onPart(draft.words, caret)
          })}
        >
          Part it at the cursor
        </Button>
      </div>
    </Drafted>
  )
}

/** Why one is set aside. It is so with a reason or not at all: without any it stays the one it had. */
function Reason(props: { reason: string; list: string; onReason(reason: string): void }) {
  const { reason, list, onReason } = props
  const draft = useDraft(
    reason,
    (words) => {
      onReason(words.trim())
      return null
    },
    (words) => words.trim() !== '',
  )
  return (
    <Drafted draft={draft}>
      <label className={styles.reason}>
        Set aside because
        <input
          list={list}
          value={draft.words}
          onChange={(event) => draft.type(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && draft.save()}
        />
      </label>
    </Drafted>
  )
}
