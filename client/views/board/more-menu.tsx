/**
 * What a wide screen shows beside the title, behind one button where there is no room.
 */
import { Accessibility, CircleHelp, Download, Ellipsis, Keyboard, LogOut, Share2, Upload } from 'lucide-react'
import { type ReactNode, Suspense, useRef } from 'react'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { hereWords, PHASE_TITLES } from './board-words.ts'
import styles from './more-menu.module.css'
import { PhaseControl } from './panels.tsx'
import { StepList } from './step-bar.tsx'
import { useTable } from './table.tsx'
import { UndoButtons } from './undo-buttons.tsx'

interface Props {
  onChoose(dialog: 'share' | 'export' | 'import' | 'keys' | 'setAside' | 'leave'): void
}

export function MoreMenu({ onChoose }: Props) {
  const popover = useRef<HTMLDivElement>(null)
  const { me } = useSession()
  const others = useChanging(useTable().holders.here).length
  const phase = useBoard((board) => board.live.phase)
  const setAside = useBoard((board) => board.inColumn['set-aside'].length)
  const setsPhase = useCanDo('changePhase')
  const imports = useCanDo('importStatements') && phase !== 'agreed'
  const item = (dialog: Parameters<Props['onChoose']>[0], icon: ReactNode, words: string) => (
    <li>
      <button
        type="button"
        onClick={() => {
          popover.current?.hidePopover()
          onChoose(dialog)
        }}
      >
        {icon}
        {words}
      </button>
    </li>
  )
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="board-more" aria-label="More">
        <Ellipsis size={22} aria-hidden />
      </button>
      <div ref={popover} id="board-more" popover="auto" className={styles.sheet}>
        <div className={styles.shown}>
          {setsPhase ? (
            <div className={styles.sets}>
              <Suspense fallback={null}>
                <PhaseControl />
              </Suspense>
            </div>
          ) : (
            <p className={styles.phase}>{PHASE_TITLES[phase]}</p>
          )}
          <StepList here="" />
          <p className={styles.here}>{hereWords(me.role, others)}</p>
          <UndoButtons menu="board-more" />
        </div>
        <ul>
          {item('share', <Share2 size={20} aria-hidden />, 'Share')}
          {item('export', <Download size={20} aria-hidden />, 'Export')}
          {imports && item('import', <Upload size={20} aria-hidden />, 'Import statements')}
          {setAside > 0 && item('setAside', <ColumnIcon id="set-aside" />, `${setAside} set aside`)}
          {item('leave', <LogOut size={20} aria-hidden />, 'Leave this board on this device')}
          {item('keys', <Keyboard size={20} aria-hidden />, 'Keys and announcements')}
          <li>
            <a href="/help">
              <CircleHelp size={20} aria-hidden />
              Help
            </a>
          </li>
          <li>
            <a href="/accessibility">
              <Accessibility size={20} aria-hidden />
              Accessibility
            </a>
          </li>
        </ul>
      </div>
    </>
  )
}
