/**
 * The keys of this page: with them a facilitator runs a meeting without looking for a button.
 */
import { useLayoutEffect } from 'react'
import { CATEGORY_IDS } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { useChanging } from '../../ui/changing.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from '../board/keys-dialog.module.css'
import { singleKeys } from '../board/page-keys.ts'

export interface Does {
  next(): void
  previous(): void
  show(): void
  /** To the first field of the decision; 1 2 3 and 4 choose at once. */
  decide(nth: number | null): void
  time(): void
  minute(): void
  lock(): void
  keys(): void
}

const KEYS: Readonly<Record<string, keyof Does>> = {
  n: 'next',
  p: 'previous',
  s: 'show',
  d: 'decide',
  t: 'time',
  '+': 'minute',
  l: 'lock',
  '?': 'keys',
}
const FOR_ALL: readonly (keyof Does)[] = ['next', 'previous', 'keys']

/** Whether a key does something anywhere on this page. */
export const isPageKey = (key: string, runs: boolean): boolean => {
  if (!singleKeys.get()) return false
  const name = KEYS[key.toLowerCase()]
  return runs ? name !== undefined || /^[1-4]$/.test(key) : name !== undefined && FOR_ALL.includes(name)
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('textarea, select, [contenteditable], input:not([type="radio"], [type="checkbox"])') !== null

export function useTogetherKeys(runs: boolean, does: Does): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event
      if (event.defaultPrevented || ctrlKey || metaKey || altKey) return
      if (isTyping(target) || document.querySelector('dialog[open]')) return
      if (!isPageKey(key, runs)) return
      const nth = /^[1-4]$/.test(key) ? Number(key) : null
      const name = KEYS[key.toLowerCase()]
      event.preventDefault()
      // Everybody sees what comes of a key: one that is held down is pressed once.
      if (event.repeat) return
      if (nth !== null) does.decide(nth)
      else if (name === 'decide') does.decide(null)
      else if (name) does[name]()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [runs, does])
}

export function TogetherKeys({ runs, onClose }: { runs: boolean; onClose(): void }) {
  const on = useChanging(singleKeys)
  const columns = useBoard((board) => board.facts.columns)
  const answers = [...CATEGORY_IDS.map((id) => columns[id].title), 'Parked'].join(', ')
  return (
    <Dialog title="Keys on this page" onClose={onClose} width="520px">
      <dl className={styles.keys}>
        <Line keys={['N', 'P']} does="To the next statement of the list, to the one before" />
        <Line keys={['↑', '↓', 'Home', 'End']} does="In the list: go through it; Enter opens" />
        <Line keys={['F', '3', '7']} does="In the list: to the statement with that reference" />
        {runs && (
          <>
            <Line keys={['S']} does="Show the results of the statement that is open" />
            <Line keys={['D']} does="To the decision" />
            <Line keys={['1', '2', '3', '4']} does={`Choose ${answers}`} />
            <Line keys={['T']} does="Start the timer, or stop it" />
            <Line keys={['+']} does="One minute more" />
            <Line keys={['L']} does="Lock the board, or unlock it" />
          </>
        )}
        <Line keys={['?']} does="This list" />
      </dl>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
        Use these keys
      </label>
    </Dialog>
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
