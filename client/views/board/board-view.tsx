/**
 * The board: a tray and three columns that many people sort at once.
 */
import { CloudDownload } from 'lucide-react'
import {
  type MouseEvent,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useLocation, useRoute } from 'wouter'
import type { StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type BoardColumnId, type ColumnId } from '../../../shared/columns.ts'
import { SessionProvider, useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { Fenced } from '../../ui/fenced.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { fold } from './address.ts'
import styles from './board.module.css'
import { cardKey, followCard, goToCard, sendByThumb } from './card-keys.ts'
import { chooseNone, chosenByKey, chosenByPress } from './choosing.ts'
import { ANYWHERE, Column } from './column.tsx'
import { ColumnTabs } from './column-tabs.tsx'
import type { Grip } from './drag.ts'
import { countOf } from './filters.ts'
import { LateDragLayer } from './late-drag-layer.tsx'
import { MoreMenu } from './more-menu.tsx'
import { Notices } from './notices.tsx'
import { usePageKeys } from './page-keys.ts'
import {
  CardMenu,
  ExportDialog,
  FilterBar,
  fetchPanelsWhenIdle,
  Ghosts,
  ImportDialog,
  KeysDialog,
  LeaveDialog,
  LinkMany,
  SameAsDialog,
  SelectionBar,
  SetAsideDialog,
  ShareDialog,
  SplitDialog,
  StatementPanel,
} from './panels.tsx'
import { Settle, useFocused } from './settle.tsx'
import { layTable, type Table, TableContext, useTable } from './table.tsx'
import { ToolsBar } from './tools-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useFilters } from './use-filters.ts'
import { useFind } from './use-find.ts'
import { watchMoves } from './watch-moves.ts'
import { useBrowserFind, usePrinting } from './whole-columns.ts'

export const NARROW = 'screen and (max-width: 900px)'
type Dialogs = 'share' | 'export' | 'import' | 'keys' | 'setAside' | 'leave'

export function BoardView() {
  const session = useSession()
  const [table] = useState(() => layTable(session, location.search))
  useEffect(() => table.open(), [table])
  useEffect(fetchPanelsWhenIdle, [])
  usePrinting()
  useBrowserFind()
  return (
    <SessionProvider session={table.session}>
      <TableContext value={table}>
        <Sorting table={table} />
      </TableContext>
    </SessionProvider>
  )
}

function Sorting({ table }: { table: Table }) {
  const { moves } = table
  const narrow = useMedia(NARROW)
  const [column, setColumn] = useState<BoardColumnId>('unsorted')
  const columns = useMemo(() => (narrow ? [column] : BOARD_COLUMN_IDS), [narrow, column])
  const [dialog, setDialog] = useState<Dialogs | null>(null)
  const closeDialog = useCallback(() => setDialog(null), [])
  const find = useFind(table, setColumn)
  const [filtering, setFiltering] = useState(false)
  const filtered = countOf(useFilters()) > 0
  const { opened, open, close } = useOpened(table)
  const { focused, onFocus, onBlur } = useFocused(table)
  const grip = useRef<Grip>(null)
  const sorts = useCan(ANYWHERE)

  // On a narrow screen an opened statement takes the place of the board.
  const covered = narrow && opened !== null
  useLayoutEffect(() => table.opened.set(opened), [table, opened])
  useEffect(
    () => watchMoves(table, (id) => focused.current?.statement === id || table.opened.get() === id),
    [table, focused],
  )

  usePageKeys(
    useMemo(
      () => ({
        undo: () => followCard(table, moves.undo()),
        redo: () => followCard(table, moves.redo()),
        find: () => find.inputRef.current?.select(),
        keys: () => setDialog('keys'),
        clear: () => chooseNone(table),
      }),
      [table, moves, find.inputRef],
    ),
  )

  const click = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    const on = target.closest<HTMLElement>('[data-open], [data-menu], [data-send], [data-fold]')
    const { open: face, menu, send, statement, fold: heading, of } = on?.dataset ?? {}
    if (face) chosenByPress(table, face, event) || open(face)
    else if (on && menu) table.menu.set({ statement: menu, anchor: on })
    else if (send && statement) sendByThumb(table, statement, send as ColumnId)
    else if (heading !== undefined && of) fold(of as ColumnId, heading)
  }

  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#board">
        Skip to the board
      </a>
      <header>
        <TopBar
          onShare={() => setDialog('share')}
          onExport={() => setDialog('export')}
          onLeave={() => setDialog('leave')}
          more={<MoreMenu onChoose={setDialog} />}
        />
        <ToolsBar
          find={find}
          filtering={filtering}
          onFilter={() => setFiltering(!filtering)}
          onImport={() => setDialog('import')}
          onSetAside={() => setDialog('setAside')}
          onKeys={() => setDialog('keys')}
        />
        {(filtering || filtered) && (
          <Suspense fallback={null}>
            <FilterBar open={filtering} narrow={narrow} onClose={() => setFiltering(false)} />
          </Suspense>
        )}
        <Notices />
      </header>
      <div className={styles.stage}>
        <main
          className={styles.main}
          inert={covered}
          onClick={click}
          onFocus={onFocus}
          onBlur={onBlur}
          onKeyDown={(event) => {
            if (chosenByKey(table, event) || cardKey(table, event, columns)) event.preventDefault()
            else if (event.code === 'Space') grip.current?.(event, 'onKeyDown')
          }}
          onKeyUp={(event) => {
            // Space picks a card up; it does not press the button that the card also is.
            if (event.key === ' ' && (event.target as HTMLElement).dataset.open) event.preventDefault()
          }}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards are the controls; one ear hears for all */}
          <div
            id="board"
            className={sorts ? styles.board : `${styles.board} ${styles.still}`}
            tabIndex={-1}
            data-arrival
            {...(narrow
              ? { role: 'tabpanel', 'aria-labelledby': `tab-${column}` }
              : { role: 'region', 'aria-label': 'Board' })}
            onMouseDown={(event) => grip.current?.(event, 'onMouseDown')}
            onTouchStart={(event) => grip.current?.(event, 'onTouchStart')}
          >
            {columns.map((id) => (
              <Column key={id} id={id} narrow={narrow} />
            ))}
            {!narrow && <HandsOfOthers />}
          </div>
          <LateDragLayer table={table} columns={columns} grip={grip} />
          <Settle table={table} focused={focused} />
          <NothingYet onImport={() => setDialog('import')} />
          {narrow && !covered && <ColumnTabs chosen={column} onChoose={setColumn} />}
          <MenuOfCard onOpen={open} />
          <Chosen narrow={narrow} column={column} />
        </main>
        {opened && (
          <div className={styles.side}>
            <Fenced of={opened} instead={<BrokenPanel onClose={close} />}>
              <Suspense fallback={null}>
                <StatementPanel id={opened} onClose={close} onOpen={open} />
              </Suspense>
            </Fenced>
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {dialog === 'share' && <ShareDialog onClose={closeDialog} />}
        {dialog === 'export' && <ExportDialog onClose={closeDialog} />}
        {dialog === 'import' && <ImportDialog onClose={closeDialog} />}
        {dialog === 'keys' && <KeysDialog onClose={closeDialog} />}
        {dialog === 'leave' && <LeaveDialog onClose={closeDialog} />}
        {dialog === 'setAside' && <SetAsideDialog onClose={closeDialog} onOpen={open} />}
        <Linking />
      </Suspense>
    </div>
  )
}

function Linking() {
  const { linking } = useTable()
  const asked = useChanging(linking)
  if (!asked) return null
  const end = () => linking.set(null)
  if (!('act' in asked)) return <LinkMany ids={asked} onClose={end} />
  return asked.act === 'split' ? (
    <SplitDialog id={asked.id} onClose={end} />
  ) : (
    <SameAsDialog id={asked.id} onClose={end} />
  )
}

/** What can be done with the statements that are chosen, for as long as any are. */
function Chosen(props: { narrow: boolean; column: BoardColumnId }) {
  const { selection } = useTable()
  const any = useChanging(selection.ids, (it) => it.size > 0)
  const picking = useChanging(selection.picking)
  if (!any && !picking) return null
  return (
    <Suspense fallback={null}>
      <SelectionBar {...props} />
    </Suspense>
  )
}

function HandsOfOthers() {
  const some = useChanging(useTable().holders.guests, (guests) => guests.length > 0)
  return some ? (
    <Suspense fallback={null}>
      <Ghosts />
    </Suspense>
  ) : null
}

function MenuOfCard({ onOpen }: { onOpen(id: StatementId): void }) {
  const isOpen = useChanging(useTable().menu) !== null
  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <CardMenu onOpen={onOpen} />
    </Suspense>
  )
}

function BrokenPanel({ onClose }: { onClose(): void }) {
  return (
    <section role="alert" className={styles.broken}>
      <p>This statement cannot be shown here. What was written is safe.</p>
      <Button onClick={onClose}>Close</Button>
    </section>
  )
}

const addressOf = (board: string, statement?: StatementId) =>
  `/b/${board}${statement ? `/s/${statement}` : ''}${location.search}`

/** The statement in the panel, which has an address of its own. */
function useOpened(table: Table) {
  const { board } = table.session
  const [matches, params] = useRoute('/b/:board/s/:statement')
  const [, navigate] = useLocation()
  const open = useCallback((id: StatementId) => navigate(addressOf(board, id)), [board, navigate])
  const close = useCallback(() => {
    navigate(addressOf(board))
    // The panel gives focus back to the card it came from; that card may have been drawn anew meanwhile.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) goToCard(table, params?.statement)
    })
  }, [table, board, navigate, params?.statement])
  return { opened: matches ? (params.statement as StatementId) : null, open, close }
}

/** A board without statements says what to do about it. */
function NothingYet({ onImport }: { onImport(): void }) {
  const { session } = useTable()
  const empty = useBoard((board) => board.ids.length === 0)
  if (!empty || !session.mayDo('importStatements')) return null
  return (
    <div className={styles.nothing}>
      <CloudDownload size={34} aria-hidden />
      <h2>Bring in the statements</h2>
      <p>
        Open the report itself, as PDF, Word, Excel or CSV, or paste its text. You see what is found before
        anything comes in.
      </p>
      <button type="button" className={styles.import} onClick={onImport}>
        Import statements
      </button>
    </div>
  )
}
