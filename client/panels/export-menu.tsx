/**
 * The files that come out of a board, by what they are for: each a plain link.
 */

import {
  Archive,
  BookText,
  CalendarDays,
  FileDown,
  FileText,
  GitCompareArrows,
  GitFork,
  type LucideIcon,
  MessagesSquare,
  Sheet,
  Users,
} from 'lucide-react'
import { useState } from 'react'
import { CATEGORY_IDS } from '../../shared/columns.ts'
import { keyStatements, sortedStatements } from '../../shared/doc/reads/placements.ts'
import { FILE_GROUPS, type FileThing } from '../../shared/exports/catalogue.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useConnection } from '../session/use-connection.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import styles from './export-menu.module.css'
import { ReleasePreview } from './release-preview.tsx'

const ICONS: Readonly<Record<FileThing['id'], LucideIcon>> = {
  paper: FileText,
  briefings: Users,
  changes: GitCompareArrows,
  feedback: MessagesSquare,
  mapping: Sheet,
  timetable: CalendarDays,
  'new-actions': GitFork,
  board: BookText,
  archive: Archive,
}

/** Of the board paper; '' is the one that fits how far the board has come. */
const KINDS: readonly [kind: string, title: string][] = [
  ['', 'The kind that fits now'],
  ['proposal', 'Proposal: what we propose'],
  ['plan', 'Plan: for approval'],
  ['progress', 'Progress report'],
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
  const [kind, setKind] = useState('')
  const hrefOf = (thing: FileThing, file: string) =>
    here.exportUrl(file, {
      ...(set === 'full' && { set }),
      ...(thing.id === 'paper' && kind && { kind }),
    })
  return (
    <Dialog title="Export" width="760px" onClose={onClose}>
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
      {FILE_GROUPS.map(({ title, things }) => (
        <section key={title} className={styles.group}>
          <h3>{title}</h3>
          <ul className={styles.things}>
            {things
              .filter((it) => mayFull || it.forms.some((form) => !form.isFull))
              .map((thing) => (
                <Thing key={thing.id} thing={thing} mayFull={mayFull} hrefOf={(file) => hrefOf(thing, file)}>
                  {thing.id === 'archive' && <ReleasePreview href={here.exportUrl('withheld.txt')} />}
                  {thing.id === 'paper' && (
                    <Select
                      label="Kind"
                      value={kind}
                      onChange={(event) => setKind(event.currentTarget.value)}
                    >
                      {KINDS.map(([value, words]) => (
                        <option key={value} value={value}>
                          {words}
                        </option>
                      ))}
                    </Select>
                  )}
                </Thing>
              ))}
          </ul>
        </section>
      ))}
      <p className={styles.same}>
        The same board gives the same file, byte for byte. Every page is footed with status, date and a
        fingerprint of the state it is of.
      </p>
    </Dialog>
  )
}

interface ThingProps {
  thing: FileThing
  mayFull: boolean
  hrefOf(file: string): string
  children: React.ReactNode
}

function Thing({ thing, mayFull, hrefOf, children }: ThingProps) {
  const Icon = ICONS[thing.id]
  const forms = thing.forms.filter((it) => mayFull || !it.isFull)
  return (
    <li>
      <Icon size={26} aria-hidden />
      <div className={styles.about}>
        <h4>{thing.title}</h4>
        <p>{thing.line}</p>
        {children}
        <ul className={styles.forms}>
          {forms.map(({ file, opens }) => (
            <li key={file}>
              <ButtonLink slim href={hrefOf(file)} download icon={<FileDown size={16} aria-hidden />}>
                {file}
              </ButtonLink>
              <small>{opens}</small>
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}
