/**
 * Splits a statement that is on the board: its words as published, with the places where it may be parted.
 */
import { ArrowUpToLine, Scissors } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { PartsReply } from '../../shared/api.ts'
import type { StatementId } from '../../shared/board.ts'
import { partNumbers } from '../../shared/doc/parts.ts'
import { refOf, type StatementView } from '../../shared/doc/reads/statements.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import type { BoardSession } from '../session/contract.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { toast } from '../ui/toasts.tsx'
import { joinAgain } from './join-again.ts'
import { type Fineness, type Piece, partedAt, piecesOf } from './pieces.ts'
import { sayProblem } from './say-problem.ts'
import styles from './split-dialog.module.css'

const MOST_PARTS = 12

export function SplitDialog({ id, onClose }: { id: StatementId; onClose(): void }) {
  const session = useSession()
  const statement = useBoard((board) => board.statements.get(id))
  if (!statement) return null
  return <OfStatement session={session} statement={statement} onClose={onClose} />
}

interface Props {
  session: BoardSession
  statement: StatementView
  onClose(): void
}

function OfStatement({ session, statement, onClose }: Props) {
  const { id, ref, source, text } = statement
  const statements = useBoard((board) => board.statements)
  const [fineness, setFineness] = useState<Fineness>('clauses')
  const [cuts, setCuts] = useState<ReadonlySet<number>>(new Set())
  const [titles, setTitles] = useState<ReadonlyMap<number, string>>(new Map())
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const pieces = useMemo(() => piecesOf(text, fineness), [text, fineness])
  const parts = partedAt(text, cuts)
  const refs = partNumbers({ statements }, statement, parts.length).map((it) => refOf(source, it))
  const most = parts.length >= MOST_PARTS

  const cut = (at: number, on: boolean) => {
    const next = new Set(cuts)
    if (on) next.add(at)
    else next.delete(at)
    setCuts(next)
    announce(next.size === 0 ? `${ref} is whole.` : `${ref} in ${next.size + 1} parts.`)
    // What was pressed has become its opposite, in another place.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-cut="${at}"]`)?.focus())
  }
  const split = async () => {
    if (parts.length < 2 || busy) return
    setBusy(true)
    setWrong(null)
    try {
      const body = {
        parts: parts.map((it) => ({
          text: it.text.trim(),
          ...(titles.get(it.at)?.trim() && { title: titles.get(it.at) }),
        })),
      }
      await api.at(session.board, session.as).call<PartsReply>(`/statements/${id}/split`, { body })
      const words = `${ref} is split into ${refs.join(', ')}.`
      toast(words, { label: 'Undo', run: () => void joinAgain(session, statement) }, `split ${id}`)
      announce(words)
      onClose()
    } catch (error) {
      setWrong(sayProblem(error))
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={`Split ${ref}`}
      onClose={onClose}
      width="760px"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            aria-disabled={parts.length < 2 || busy}
            icon={<Scissors size={17} aria-hidden />}
            onClick={split}
          >
            {parts.length < 2 ? 'Split' : `Split into ${parts.length}`}
          </Button>
        </>
      }
    >
      <p className={styles.lead}>
        Choose where it is parted. Its parts begin where {ref} is now, with what answers it; {ref} itself is
        set aside, and keeps its comments, its choices and its history.
      </p>
      <label className={styles.finer}>
        <input
          type="checkbox"
          data-first
          checked={fineness === 'words'}
          onChange={(event) => setFineness(event.target.checked ? 'words' : 'clauses')}
        />
        Part it between any two words
      </label>
      <ol className={styles.parts} ref={list}>
        {parts.map((part, index) => (
          <li key={part.at} className={styles.part}>
            <div className={styles.head}>
              <h3>{parts.length > 1 ? refs[index] : ref}</h3>
              {index > 0 && (
                <Button
                  slim
                  look="quiet"
                  data-cut={part.at}
                  icon={<ArrowUpToLine size={16} aria-hidden />}
                  onClick={() => cut(part.at, false)}
                >
                  <span>
                    Join<span className="visually-hidden"> {refs[index]}</span> to the one above
                  </span>
                </Button>
              )}
            </div>
            <p className={styles.words}>
              {within(pieces, part).map((piece) => (
                <span key={piece.at}>
                  {piece.at > part.at && (
                    <button
                      type="button"
                      className={styles.cut}
                      data-cut={piece.at}
                      aria-disabled={most || undefined}
                      aria-label={`Part it before “${beginning(piece.text)}”`}
                      title="Part it here"
                      onClick={() => !most && cut(piece.at, true)}
                    >
                      <Scissors size={15} aria-hidden />
                    </button>
                  )}
                  {piece.text}
                </span>
              ))}
            </p>
            {parts.length > 1 && (
              <TextField
                label={`Our title of ${refs[index]}`}
                maxLength={LIMITS.line}
                value={titles.get(part.at) ?? ''}
                onChange={({ target }) => setTitles(new Map(titles).set(part.at, target.value))}
              />
            )}
          </li>
        ))}
      </ol>
      {wrong && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
    </Dialog>
  )
}

/** What of the pieces stands in a part: one that a finer cut went through is shown from there on. */
function within(pieces: readonly Piece[], part: Piece): Piece[] {
  const end = part.at + part.text.length
  const starts = [part.at, ...pieces.map((it) => it.at).filter((at) => at > part.at && at < end)]
  return starts.map((at, index) => ({
    at,
    text: part.text.slice(at - part.at, (starts[index + 1] ?? end) - part.at),
  }))
}

const beginning = (text: string) => {
  const words = text.trim().split(/\s+/)
  return words.slice(0, 5).join(' ') + (words.length > 5 ? '…' : '')
}
