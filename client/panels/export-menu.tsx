/**
 * The files that come out of a board: each a plain link, with a line on what it is for.
 */

import { BookText, Braces, FileDown, type LucideIcon, Sheet } from 'lucide-react'
import { useState } from 'react'
import { CATEGORY_IDS } from '../../shared/columns.ts'
import { keyStatements, sortedStatements } from '../../shared/doc/reads/placements.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useConnection } from '../session/use-connection.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import styles from './export-menu.module.css'

interface File {
  file: string
  title: string
  kind: string
  line: string
  icon: LucideIcon
}

const FILES: readonly File[] = [
  {
    file: 'mapping.csv',
    title: 'Mapping',
    kind: 'CSV, opens in Excel',
    line: 'Every statement with its category, what we will do, who leads and by when. For the annex, and for working on.',
    icon: Sheet,
  },
  {
    file: 'board.md',
    title: 'The board as text',
    kind: 'Markdown',
    line: 'To read from top to bottom, or to paste into a paper.',
    icon: BookText,
  },
  {
    file: 'board.json',
    title: 'The whole board',
    kind: 'JSON, documented',
    line: 'To keep, to move to another server, or for somebody’s own analysis.',
    icon: Braces,
  },
]

export function ExportDialog({ onClose }: { onClose(): void }) {
  const session = useSession()
  const here = api.at(session.board, session.as)
  const total = useBoard(keyStatements)
  const sorted = useBoard(sortedStatements)
  const ready = useBoard((board) => CATEGORY_IDS.reduce((sum, id) => sum + board.readyIn[id], 0))
  const { unsaved } = useConnection()
  const mayFull = session.mayDo('exportFull')
  const [set, setSet] = useState<'public' | 'full'>('public')
  return (
    <Dialog title="Export" width="680px" onClose={onClose}>
      <p className={styles.state}>
        As the board stands on the server: <b>{sorted}</b> of {total} key statements sorted, <b>{ready}</b>{' '}
        ready for the Board.
        {unsaved > 0 && ' Your last changes are not there yet: wait until it says Saved.'}
      </p>
      {mayFull && (
        <fieldset className={styles.sets}>
          <legend>What goes in</legend>
          <label>
            <input type="radio" name="set" checked={set === 'public'} onChange={() => setSet('public')} />
            <b>To publish</b>
            <span>No comments, no individual choices.</span>
          </label>
          <label>
            <input type="radio" name="set" checked={set === 'full'} onChange={() => setSet('full')} />
            <b>Full record</b>
            <span>With comments. Keep it among those who work on the board.</span>
          </label>
        </fieldset>
      )}
      <ul className={styles.files}>
        {FILES.map(({ file, title, kind, line, icon: Icon }) => (
          <li key={file}>
            <Icon size={26} aria-hidden />
            <div>
              <h3>
                {title} <span>{kind}</span>
              </h3>
              <p>{line}</p>
            </div>
            <ButtonLink
              href={here.exportUrl(file, set === 'full' ? { set } : {})}
              download
              icon={<FileDown size={17} aria-hidden />}
            >
              {file}
            </ButtonLink>
          </li>
        ))}
      </ul>
      <p className={styles.same}>The same board gives the same file, byte for byte.</p>
    </Dialog>
  )
}
