/**
 * Which board this is, what people can do now, whether it is safe, who is here.
 */
import { Download, Share2, Users } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { BrandMark } from '../../ui/brand.tsx'
import { Button } from '../../ui/button.tsx'
import { PHASE_TITLES } from './board-words.ts'
import { PhaseControl } from './panels.tsx'
import { PeopleHere } from './people-here.tsx'
import { SavedLine } from './saved-line.tsx'
import styles from './top-bar.module.css'
import { UndoButtons } from './undo-buttons.tsx'

interface Props {
  onShare(): void
  onExport(): void
  onLeave(): void
  /** What does not fit on a narrow screen. */
  more: ReactNode
}

export function TopBar({ onShare, onExport, onLeave, more }: Props) {
  const { me } = useSession()
  const title = useBoard((board) => board.facts.title)
  return (
    <div className={styles.bar}>
      <a className={styles.brand} href="/" aria-label="Due Regard, first page">
        <BrandMark />
        <span className={styles.brandName}>Due Regard</span>
      </a>
      <h1 className={styles.title}>{title || 'Untitled board'}</h1>
      <div className={styles.phaseSlot}>
        <PhasePill />
      </div>
      <span className={styles.grow} />
      {me.role !== 'observer' && <UndoButtons />}
      <SavedLine />
      <PeopleHere onLeave={onLeave} />
      <div className={styles.actions}>
        <Button onClick={onShare} icon={<Share2 size={17} aria-hidden />}>
          Share
        </Button>
        <Button look="primary" onClick={onExport} icon={<Download size={17} aria-hidden />}>
          Export
        </Button>
      </div>
      <div className={styles.more}>{more}</div>
    </div>
  )
}

function PhasePill() {
  const phase = useBoard((board) => board.live.phase)
  const locked = useBoard((board) => board.live.locked)
  const sets = useCanDo('changePhase')
  const pill = (
    <span className={styles.phase}>
      <Users size={16} aria-hidden />
      {locked && phase === 'open' ? 'Locked for now' : PHASE_TITLES[phase]}
    </span>
  )
  if (!sets) return pill
  return (
    <Suspense fallback={pill}>
      <PhaseControl />
    </Suspense>
  )
}
