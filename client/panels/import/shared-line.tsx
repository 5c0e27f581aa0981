/** Says whether what somebody sets right is kept, where the other facilitators see it. */
import styles from '../import-dialog.module.css'
import type { ReadingState } from './shared-reading.ts'

const WORDS: Record<ReadingState['is'], string> = {
  saved: 'Saved, and shared with the other facilitators.',
  saving: 'Saving…',
  'not-saved': 'Not saved: keep this open. It is tried again.',
  refused: 'Not saved, and not tried again: the server does not take it. Copy what you still need.',
  gone: 'Another facilitator has imported these candidates or thrown them away.',
}

const IS_QUIET: readonly ReadingState['is'][] = ['saved', 'saving']

export const SharedLine = ({ is }: Pick<ReadingState, 'is'>) => (
  <p className={styles.shared} data-is={is} role={IS_QUIET.includes(is) ? undefined : 'alert'}>
    {WORDS[is]}
  </p>
)
