/**
 * Every key there is, a switch for those that work without a card in focus, how much of long columns is
 * drawn, and how much is announced.
 */

import { CATEGORY_IDS, COLUMNS } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { ANNOUNCED, type Announced, announced } from '../../ui/announcing.ts'
import { useChanging } from '../../ui/changing.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './keys-dialog.module.css'
import { singleKeys } from './page-keys.ts'
import { wholeColumns } from './whole-columns.ts'

export function KeysDialog({ onClose }: { onClose(): void }) {
  const columns = useBoard((board) => board.facts.columns)
  const on = useChanging(singleKeys)
  return (
    <Dialog title="Keys and announcements" onClose={onClose} width="620px">
      <h3 className={styles.group}>On a statement</h3>
      <dl className={styles.keys}>
        {CATEGORY_IDS.map((id) => (
          <Line
            key={id}
            keys={[COLUMNS[id].key ?? '']}
            does={`Move to ${columns[id].title}, and go on with the next`}
          />
        ))}
        <Line keys={['0']} does={`Back to ${columns.unsorted.title}`} />
        <Line keys={['↑', '↓', '←', '→']} does="To the statement above, below, or in the column beside" />
        <Line keys={['Home', 'End']} does="To the first or last of the column" />
        <Line keys={['Enter']} does="Open it" />
        <Line keys={['M']} does="Its menu: everywhere it can go" />
        <Line keys={['Space']} does="Pick it up; arrow keys carry it, Space puts it down, Esc puts it back" />
      </dl>
      <h3 className={styles.group}>Several statements</h3>
      <dl className={styles.keys}>
        <Line keys={['X']} does="Select the statement, or not" />
        <Line keys={['Shift', '↑', '↓']} does="Select on to the one above or below" />
        <Line keys={['Ctrl', 'A']} does="Select all that the column shows" />
        <Line keys={['0', '1', '2', '3']} does="Move all that are selected" />
        <Line keys={['Esc']} does="Select none" />
      </dl>
      <p className={styles.more}>
        With the mouse: Ctrl or ⌘ and click selects one more, Shift and click all up to there.
      </p>
      <h3 className={styles.group}>Anywhere</h3>
      <dl className={styles.keys}>
        <Line keys={['Ctrl', 'Z']} does="Undo my last change" />
        <Line keys={['Ctrl', 'Shift', 'Z']} does="Do it again" />
        <Line keys={['/']} does="Find" />
        <Line keys={['?']} does="This list" />
      </dl>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
        Use / and ? anywhere on the board
      </label>
      <LongColumns />
      <Announcements />
      <p className={styles.more}>
        <a href="/help">The guide</a>, page by page.{' '}
        <a href="/accessibility">How far this is for everybody</a>, and whom to tell where it is not.
      </p>
    </Dialog>
  )
}

const ANNOUNCED_WORDS: Readonly<Record<Announced, { title: string; line: string }>> = {
  all: { title: 'Everything', line: 'Also what others move, gathered every few seconds.' },
  mine: { title: 'What concerns me', line: 'What I do, and what others do to the statement I am on.' },
  errors: {
    title: 'Only what goes wrong',
    line: 'What is not saved or not allowed, and what people can do now.',
  },
}

/** A cursor that reads without scrolling meets only what is drawn. */
function LongColumns() {
  const whole = useChanging(wholeColumns)
  return (
    <fieldset className={styles.announced}>
      <legend className={styles.group}>Long columns, on this device</legend>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={whole}
          onChange={(event) => wholeColumns.set(event.currentTarget.checked)}
        />
        <span>
          <b>Show all statements of long columns</b> For a screen reader’s reading cursor, and the browser’s
          own find where it has no key. Otherwise those near by are drawn, which is quicker.
        </span>
      </label>
    </fieldset>
  )
}

function Announcements() {
  const now = useChanging(announced)
  return (
    <fieldset className={styles.announced}>
      <legend className={styles.group}>What a screen reader is told, on this device</legend>
      {ANNOUNCED.map((it) => (
        <label key={it} className={styles.switch}>
          <input type="radio" name="announced" checked={it === now} onChange={() => announced.set(it)} />
          <span>
            <b>{ANNOUNCED_WORDS[it].title}</b> {ANNOUNCED_WORDS[it].line}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Line({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
