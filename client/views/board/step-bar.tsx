/**
 * Where one is among the steps of a board, and the way to the others.
 */
import { Suspense, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Link } from 'wouter'
import type { Phase } from '../../../shared/board.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { placeUnder } from '../../ui/place-under.ts'
import { PhaseDialog } from './panels.tsx'
import styles from './step-bar.module.css'
import { PAGES, STEPS, type Step } from './steps.ts'

interface Entry {
  title: string
  page: string | null
  /** Of a step: whether the board is in it. */
  isNow?: boolean
  line?: string
  /** What is to be set for it to begin. */
  begins?: Phase
}

function useEntries(): readonly Entry[] {
  const session = useSession()
  const phase = useBoard((board) => board.live.phase)
  const runs = useCanDo('changePhase')
  if (!runs) return PAGES.filter(({ needs }) => session.mayDo(needs))
  return STEPS.map(({ title, line, phases, page }) => ({
    begins: phases[0],
    title,
    line,
    page: page(phase),
    isNow: phases.includes(phase),
  }))
}

const useAddress = () => {
  const { board, as } = useSession()
  return (page: string) => `/b/${board}${page}?as=${as}`
}

/** `here` is the page it stands on. */
export function StepBar({ here }: { here: string }) {
  const entries = useEntries()
  const addressOf = useAddress()
  return (
    <nav className={styles.bar} aria-label="Steps">
      <ol>
        {entries.map(({ title, page, isNow, line = '', begins }) => (
          <li key={title} className={isNow ? styles.now : undefined}>
            {page === null ? (
              <WithoutPage title={title} line={line} begins={begins} />
            ) : (
              <Link href={addressOf(page)} aria-current={page === here ? 'page' : undefined}>
                {title}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** A step that is no page says what is done in it, or what is to come, and leads to where it is begun. */
function WithoutPage({ title, line, begins }: Pick<Step, 'title' | 'line'> & { begins: Phase | undefined }) {
  const id = useId()
  const [isAsking, setAsking] = useState(false)
  const about = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button ref={button} type="button" popoverTarget={id}>
        {title}
      </button>
      <div
        ref={about}
        id={id}
        popover="auto"
        className={styles.about}
        onToggle={(event) => {
          if (event.newState === 'open' && button.current) placeUnder(button.current, event.currentTarget)
        }}
      >
        <p>{line}</p>
        <Button
          slim
          onClick={() => {
            // Closed first, so that focus is back on the step and comes back to it after the dialog.
            about.current?.hidePopover?.()
            setAsking(true)
          }}
        >
          Change what people can do now
        </Button>
      </div>
      {isAsking &&
        createPortal(
          <Suspense>
            <PhaseDialog {...(begins && { suggested: begins })} onClose={() => setAsking(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  )
}

/** The same where there is no room for a bar. */
export function StepList({ here }: { here: string }) {
  const entries = useEntries()
  const addressOf = useAddress()
  if (entries.length < 2) return null
  return (
    <nav className={styles.list} aria-label="Steps">
      <ol>
        {entries.map(({ title, page, line }) => (
          <li key={title}>
            {page === null ? (
              <details>
                <summary>{title}</summary>
                <p>{line}</p>
              </details>
            ) : (
              <Link href={addressOf(page)} aria-current={page === here ? 'page' : undefined}>
                {title}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
