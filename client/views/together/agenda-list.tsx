/**
 * The list of what there is to talk about, in its sections.
 */
import type { ReactNode } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { useRoving } from '../../ui/roving.ts'
import type { Agenda } from './agenda.ts'
import { Section } from './section.tsx'
import styles from './together.module.css'
import { isPageKey } from './together-keys.tsx'

interface Props {
  agenda: Agenda
  chosen: StatementId | null
  /** The same function for good, so that a section is drawn anew only when something in it has changed. */
  onChoose(id: StatementId): void
  runs: boolean
  /** What stands above the list. */
  children: ReactNode
}

export function AgendaList({ agenda, chosen, onChoose, runs, children }: Props) {
  const { ref, ...keys } = useRoving((key) => !isPageKey(key, runs))
  const { toTalk, choosing, agreed, parked, decided, notAsked } = agenda
  const section = { chosen, onChoose }
  return (
    <nav className={styles.agenda} aria-label="Statements to talk about" ref={ref} {...keys}>
      {children}
      <p className="visually-hidden">
        One stop for the Tab key: arrows go through the list, and typing a reference goes to it.
      </p>
      <Section title="To talk about" items={toTalk} {...section} byTheme />
      <Section title="People are choosing" items={choosing} {...section} />
      <Section title="Agreed, not yet placed" items={agreed} {...section} />
      <Section title="Parked" items={parked} {...section} />
      <Section title="Decided" items={decided} {...section} folded />
      <Section title="Not asked about" items={notAsked} {...section} folded />
    </nav>
  )
}
