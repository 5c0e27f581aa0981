/**
 * A report's candidates one below another, beside the page the current one came from: tick what is a key
 * statement, join, part, correct, take out.
 */
import { ArrowUpToLine, Check, Pencil, Scissors, Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Candidates } from '../../../shared/imports/candidates.ts'
import type { ImportRow } from '../../../shared/imports/rows.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { BesidePage } from './beside-page.tsx'
import styles from './candidate-list.module.css'
import { joined, keyOnes, parted, removed, written } from './candidates.ts'
import { Changes } from './import-rows.tsx'
import type { PreviewRow } from './reading.ts'
import { pageOf, type ReportPage } from './report-pages.ts'

/** Reasons people give; their own are offered as well once they have given them. */
const REASONS = [
  'Asks nothing of a body like ours',
  'For another body to answer',
  'Background, and no recommendation',
  'Says the same as another statement',
]
const A_SCREENFUL = 30

interface Props {
  candidates: Candidates
  /** What each would become, in the same order, as far as that is known by now. */
  rows: readonly PreviewRow[]
  pages: readonly ReportPage[]
  onChange(candidates: Candidates): void
}

export function CandidateList({ candidates, rows, pages, onChange }: Props) {
  const [from, setFrom] = useState(0)
  const [current, setCurrent] = useState(0)
  const [editing, setEditing] = useState<number | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const reasons = useId()
  const first = Math.min(from, Math.max(0, candidates.length - 1))
  const shown = candidates.slice(first, first + A_SCREENFUL)
  const keys = keyOnes(candidates).length
  const offered = Array.from(new Set([...candidates.flatMap((it) => it.setAside ?? []), ...REASONS])).slice(
    0,
    20,
  )
  const page = pageOf(pages, candidates[current]?.page)

  const change = (next: Candidates, said: string, at: number) => {
    if (next === candidates) return
    onChange(next)
    setCurrent(at)
    announce(said)
    requestAnimationFrame(() => {
      list.current
        ?.querySelector<HTMLElement>(`[data-at="${at}"] [data-edit], [data-at="${at}"] textarea`)
        ?.focus()
    })
  }
  const tick = (isKey: boolean) =>
    onChange(
      candidates.map(({ setAside, ...it }) =>
        isKey ? it : { ...it, setAside: setAside ?? REASONS[0] ?? '' },
      ),
    )
  const turn = (to: number) => {
    setFrom(to)
    setCurrent(to)
    setEditing(null)
    list.current?.scrollIntoView({ block: 'start' })
  }

  return (
    <div className={styles.candidates}>
      <div className={styles.bar}>
        <p>
          <b>{keys}</b> of {candidates.length} ticked as key statements.
          {keys < candidates.length &&
            ' The others are set aside with their reasons, and listed in the paper.'}
        </p>
        <span>
          <Button look="quiet" slim onClick={() => tick(true)}>
            Tick all
          </Button>
          <Button look="quiet" slim onClick={() => tick(false)}>
            Tick none
          </Button>
        </span>
      </div>
      <datalist id={reasons}>
        {offered.map((it) => (
          <option key={it} value={it} />
        ))}
      </datalist>
      <div className={page ? styles.beside : undefined}>
        <ol className={styles.list} ref={list} start={first + 1}>
          {shown.map((candidate, index) => {
            const at = first + index
            return (
              <Candidate
                key={candidate.id}
                at={at}
                candidate={candidate}
                row={rows[at]}
                reasons={reasons}
                isCurrent={at === current}
                isEditing={at === editing}
                onCurrent={() => setCurrent(at)}
                onEdit={(on) => setEditing(on ? at : null)}
                onWrite={(words) => onChange(written(candidates, at, words))}
                onJoin={() => {
                  setEditing(null)
                  change(joined(candidates, at), 'Joined to the one above.', at - 1)
                }}
                onPart={(caret) => {
                  setEditing(null)
                  change(parted(candidates, at, caret), 'Parted in two.', at + 1)
                }}
                onRemove={() => {
                  setEditing(null)
                  change(
                    removed(candidates, at),
                    'Taken out.',
                    Math.max(0, Math.min(at, candidates.length - 2)),
                  )
                }}
              />
            )
          })}
        </ol>
        {page && <BesidePage page={page} candidate={candidates[current]} />}
      </div>
      {candidates.length > A_SCREENFUL && (
        <nav className={styles.pager} aria-label="Candidates">
          <Button slim disabled={first === 0} onClick={() => turn(Math.max(0, first - A_SCREENFUL))}>
            Previous
          </Button>
          <span>
            {first + 1} to {Math.min(first + A_SCREENFUL, candidates.length)} of {candidates.length}
          </span>
          <Button
            slim
            disabled={first + A_SCREENFUL >= candidates.length}
            onClick={() => turn(first + A_SCREENFUL)}
          >
            Next
          </Button>
        </nav>
      )}
    </div>
  )
}

interface CandidateProps {
  at: number
  candidate: ImportRow
  row: PreviewRow | undefined
  /** Id of the list of reasons to choose from. */
  reasons: string
  isCurrent: boolean
  isEditing: boolean
  onCurrent(): void
  onEdit(on: boolean): void
  onWrite(words: Partial<ImportRow>): void
  onJoin(): void
  onPart(caret: number): void
  onRemove(): void
}

const FATES: Partial<Record<PreviewRow['fate'], string>> = {
  known: 'Here already',
  updated: 'Updates one that is here',
}

function Candidate(props: CandidateProps) {
  const { at, candidate, row, reasons, isCurrent, isEditing, onCurrent, onEdit, onWrite } = props
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(candidate.text ?? '')
  const label = row?.ref || candidate.ref || candidate.number || `Candidate ${at + 1}`
  const isKey = !candidate.setAside
  useEffect(() => {
    setText(candidate.text ?? '')
    if (isEditing) box.current?.focus()
  }, [isEditing, candidate.text])
  const done = () => {
    if (text !== candidate.text) onWrite({ text })
    onEdit(false)
  }
  return (
    <li
      data-at={at}
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
          <textarea
            ref={box}
            aria-label={`Words of ${label}`}
            rows={Math.min(14, 2 + Math.ceil(text.length / 80))}
            value={text}
            onChange={(event) => setText(event.target.value)}
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
        {!isKey && (
          <Reason
            reason={candidate.setAside ?? ''}
            list={reasons}
            onReason={(setAside) => onWrite({ setAside })}
          />
        )}
        <div className={styles.tools}>
          {isEditing ? (
            <>
              <Button slim look="primary" icon={<Check size={16} aria-hidden />} onClick={done}>
                Done
              </Button>
              <Button
                slim
                look="quiet"
                icon={<Scissors size={16} aria-hidden />}
                onClick={() => {
                  if (text === candidate.text) props.onPart(box.current?.selectionStart ?? 0)
                  else done()
                }}
              >
                {text === candidate.text ? 'Part it at the cursor' : 'Keep, then part'}
              </Button>
            </>
          ) : (
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
              Join<span className="visually-hidden"> {label}</span> to the one above
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

/** Why one is set aside, taken when it is done: by Enter, or on the way to something else. */
function Reason(props: { reason: string; list: string; onReason(reason: string): void }) {
  const { reason, list, onReason } = props
  const [words, setWords] = useState(reason)
  useEffect(() => setWords(reason), [reason])
  const done = () => {
    const said = words.trim()
    // One is set aside with a reason or not at all: without any it stays the one it had.
    if (said && said !== reason) onReason(said)
    else setWords(reason)
  }
  return (
    <label className={styles.reason}>
      Set aside because
      <input
        list={list}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
    </label>
  )
}
