/**
 * A report's candidates one below another, beside the page the current one came from: tick what is a key
 * statement, join, part, correct, take out.
 *
 * Others may change the list at any moment, so what is current and what is open are known by their ids.
 */
import { useId, useMemo, useRef, useState } from 'react'
import type { Candidate as CandidateRow, Candidates } from '../../../shared/imports/candidates.ts'
import type { ImportRow } from '../../../shared/imports/rows.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { BeginsAgain } from './begins-again.tsx'
import { BesidePage } from './beside-page.tsx'
import { CandidateItem, REASONS } from './candidate-item.tsx'
import styles from './candidate-list.module.css'
import { broughtBack, joined, keyOnes, parted, removed, written } from './candidates.ts'
import { beginsAgain, withChapters } from './chapter-numbers.ts'
import type { PreviewRow } from './reading.ts'
import { pageOf, type ReportPage } from './report-pages.ts'

const A_SCREENFUL = 30

interface Props {
  candidates: Candidates
  /** What each would become, in the same order, as far as that is known by now. */
  rows: readonly PreviewRow[]
  pages: readonly ReportPage[]
  onChange(candidates: Candidates): void
}

export function CandidateList({ candidates, rows, pages, onChange }: Props) {
  const [from, setFrom] = useState<string | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const reasons = useId()
  // Words are also saved as a field goes, when what stood at its last drawing is no longer the list.
  const latest = useRef(candidates)
  latest.current = candidates
  const open = useOpen(candidates, editing)
  const shownOf = open ? broughtBack(candidates, open.candidate, open.at) : candidates
  const rowOf = new Map(candidates.map(({ id }, at) => [id, rows[at]]))
  const first = Math.max(
    0,
    shownOf.findIndex((it) => it.id === from),
  )
  const shown = shownOf.slice(first, first + A_SCREENFUL)
  const keys = keyOnes(candidates).length
  const isAgain = useMemo(() => beginsAgain(candidates), [candidates])
  const offered = Array.from(new Set([...candidates.flatMap((it) => it.setAside ?? []), ...REASONS])).slice(
    0,
    20,
  )
  const looked = candidates.find((it) => it.id === current) ?? shown[0]
  const page = pageOf(pages, looked?.page)

  const change = (next: Candidates, said: string, id: string | undefined) => {
    setEditing(null)
    if (next === latest.current) return
    onChange(next)
    setCurrent(id ?? null)
    announce(said)
    requestAnimationFrame(() => {
      list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id ?? '')}"] [data-edit]`)?.focus()
    })
  }
  const write = (candidate: CandidateRow, at: number, words: Partial<ImportRow>) =>
    onChange(written(broughtBack(latest.current, candidate, at), candidate.id, words))
  const tick = (isKey: boolean) =>
    onChange(
      candidates.map(({ setAside, ...it }) =>
        isKey ? it : { ...it, setAside: setAside ?? REASONS[0] ?? '' },
      ),
    )
  const numberWithChapters = () => {
    onChange(withChapters(latest.current))
    announce('Numbered with their chapters.')
    list.current?.querySelector<HTMLElement>('[data-edit]')?.focus()
  }
  const turn = (to: number) => {
    const id = shownOf[to]?.id ?? null
    setFrom(id)
    setCurrent(id)
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
      {isAgain && <BeginsAgain onNumber={numberWithChapters} />}
      <datalist id={reasons}>
        {offered.map((it) => (
          <option key={it} value={it} />
        ))}
      </datalist>
      <div className={page ? styles.beside : undefined}>
        <ol className={styles.list} ref={list} start={first + 1}>
          {shown.map((candidate, index) => {
            const at = first + index
            const { id } = candidate
            return (
              <CandidateItem
                key={id}
                at={at}
                candidate={candidate}
                row={rowOf.get(id)}
                reasons={reasons}
                isCurrent={id === looked?.id}
                isEditing={id === editing}
                isTakenOut={!candidates.some((it) => it.id === id)}
                onCurrent={() => setCurrent(id)}
                onEdit={(on) => setEditing(on ? id : null)}
                onWrite={(words) => write(candidate, at, words)}
                onJoin={() =>
                  change(joined(latest.current, id), 'Joined to the one above.', shownOf[at - 1]?.id)
                }
                onPart={(words, caret) => {
                  const text = written(broughtBack(latest.current, candidate, at), id, { text: words })
                  const next = parted(text, id, caret)
                  // The cursor stands at an end: there are no two, but the words stay.
                  if (next === text) return onChange(text)
                  change(next, 'Parted in two.', next[next.findIndex((it) => it.id === id) + 1]?.id)
                }}
                onRemove={() =>
                  change(removed(latest.current, id), 'Taken out.', (shownOf[at + 1] ?? shownOf[at - 1])?.id)
                }
              />
            )
          })}
        </ol>
        {page && <BesidePage page={page} candidate={looked} />}
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

/** The candidate whose words are open, kept as it was last seen where others take it out meanwhile. */
function useOpen(candidates: Candidates, editing: string | null) {
  const last = useRef<{ candidate: CandidateRow; at: number } | null>(null)
  const at = candidates.findIndex((it) => it.id === editing)
  const found = candidates[at]
  if (found) last.current = { candidate: found, at }
  else if (last.current?.candidate.id !== editing) last.current = null
  return last.current
}
