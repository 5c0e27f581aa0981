/**
 * Where one is among the steps of a board, and the way to the others.
 */
import { useId, useRef } from 'react'
import { Link } from 'wouter'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { placeUnder } from '../../ui/place-under.ts'
import styles from './step-bar.module.css'
import { PAGES, STEPS, type Step } from './steps.ts'

interface Entry {
  title: string
  page: string | null
  /** Of a step: whether the board is in it. */
  isNow?: boolean
  line?: string
}

function useEntries(): readonly Entry[] {
  const session = useSession()
  const phase = useBoard((board) => board.live.phase)
  const runs = useCanDo('changePhase')
  if (!runs) return PAGES.filter(({ needs }) => session.mayDo(needs))
  return STEPS.map(({ title, line, phases, page }) => ({
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
        {entries.map(({ title, page, isNow, line = '' }) => (
          <li key={title} className={isNow ? styles.now : undefined}>
            {page === null ? (
              <WithoutPage title={title} line={line} />
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

/** A step that is no page says what is done in it, or what is to come. */
function WithoutPage({ title, line }: Pick<Step, 'title' | 'line'>) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button ref={button} type="button" popoverTarget={id}>
        {title}
      </button>
      <div
        id={id}
        popover="auto"
        className={styles.about}
        onToggle={(event) => {
          if (event.newState === 'open' && button.current) placeUnder(button.current, event.currentTarget)
        }}
      >
        <p>{line}</p>
      </div>
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
