/**
 * The plan: what is missing first, then work streams with their actions and what they take into account, what
 * is watched, and who has been briefed. Everything is edited where it stands.
 */
import { type ReactNode, Suspense, useCallback, useMemo, useState } from 'react'
import type { PlanId } from '../../../shared/board.ts'
import { leadsOf } from '../../../shared/plan/leads.ts'
import { missingOf } from '../../../shared/plan/missing.ts'
import { outlineOf, type PlanOutline } from '../../../shared/plan/outline.ts'
import type { PlanKind } from '../../../shared/plan.ts'
import { useBoard } from '../../session/use-board.ts'
import { today as todayHere } from '../../ui/dates.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { ActionRow } from './action-row.tsx'
import { AddPart } from './add-part.tsx'
import { LOOSE, partKey, useLayout } from './layout.ts'
import { Leads } from './leads.tsx'
import { MissingList } from './missing-list.tsx'
import { type Opened, OpenedContext } from './opened.ts'
import parts from './parts.module.css'
import styles from './plan-view.module.css'
import { StreamCard } from './stream-card.tsx'
import { Totals } from './totals.tsx'
import { WatchCard } from './watch-card.tsx'

const LinkDialog = lazyPart(() => import('./link-dialog.tsx').then((it) => it.LinkDialog))

export function useOutline(): PlanOutline {
  const ids = useBoard((board) => board.ids)
  const placements = useBoard((board) => board.placements)
  const responses = useBoard((board) => board.responses)
  const plan = useBoard((board) => board.plan)
  return useMemo(() => outlineOf({ ids, placements, responses, plan }), [ids, placements, responses, plan])
}

export function PlanView() {
  const outline = useOutline()
  const ids = useBoard((board) => board.ids)
  const lacks = useBoard((board) => board.lacks)
  const inColumn = useBoard((board) => board.inColumn)
  const today = todayHere()
  const missing = useMemo(
    () => missingOf(outline, { lacks, inColumn }, today),
    [outline, lacks, inColumn, today],
  )
  const leads = useMemo(() => leadsOf(outline, ids), [outline, ids])
  const layout = useLayout(outline)
  const [linking, setLinking] = useState<{ kind: PlanKind; id: PlanId } | null>(null)
  const opened = useOpened(setLinking)
  const closeDialog = useCallback(() => setLinking(null), [])
  const loose = layout.actionsIn(LOOSE)
  return (
    <OpenedContext value={opened}>
      <div className={styles.view}>
        <div className={styles.aside}>
          <Totals outline={outline} />
          <MissingList missing={missing} />
        </div>
        <div className={styles.plan} {...layout.listeners}>
          <Part title="Work streams" line="Each with its actions, and the statements it takes into account.">
            {layout.streams.map(({ part, isGone }) => (
              <StreamCard
                key={part.item.id}
                part={part}
                isGone={isGone}
                actions={layout.actionsIn(partKey(part.item))}
                today={today}
              />
            ))}
            {loose.length > 0 && (
              <section className={parts.stream} aria-label="Actions without a work stream">
                <div className={styles.looseHead}>
                  <h3>Without a work stream yet</h3>
                </div>
                <ol className={parts.actions}>
                  {loose.map(({ part, isGone }) => (
                    <ActionRow key={part.item.id} part={part} isGone={isGone} today={today} />
                  ))}
                </ol>
              </section>
            )}
            <div className={styles.adds}>
              <AddPart kind="stream" />
              <AddPart kind="action" />
            </div>
          </Part>
          <Part title="Watching brief" line="What we keep watch of, who looks, and when next.">
            <ol className={styles.watches}>
              {layout.watches.map(({ part, isGone }) => (
                <WatchCard key={part.item.id} part={part} isGone={isGone} />
              ))}
            </ol>
            <AddPart kind="watch" />
          </Part>
          <Part title="Leads" line="Who leads what, whether they have been briefed, and have acknowledged.">
            <Leads leads={leads} today={today} />
          </Part>
        </div>
      </div>
      <Suspense fallback={null}>{linking && <LinkDialog {...linking} onClose={closeDialog} />}</Suspense>
    </OpenedContext>
  )
}

function Part({ title, line, children }: { title: string; line: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.partHead}>
        <h2>{title}</h2>
        <p>{line}</p>
      </header>
      {children}
    </section>
  )
}

/** Which parts are open, and which was made here a moment ago. */
function useOpened(link: Opened['link']): Opened {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set())
  const [made, setMade] = useState<string | null>(null)
  return useMemo(() => {
    const toggle = (key: string, on: boolean) =>
      setOpen((was) => {
        const next = new Set(was)
        if (on) next.add(key)
        else next.delete(key)
        return next
      })
    return {
      open,
      made,
      toggle,
      link,
      make(key) {
        setMade(key)
        toggle(key, true)
      },
    }
  }, [open, made, link])
}
