/** Says whether what somebody sets right is kept, where the other facilitators see it. */
import styles from '../import-dialog.module.css'
import type { ReadingState } from './shared-reading.ts'

const WORDS: Record<ReadingState['is'], string> = {
  saved: 'Saved, and shared with the other facilitators.',
  saving: 'Saving…',
  'not-saved': 'Not saved: keep this open. It is tried again.',
  gone: 'Another facilitator has imported these candidates or thrown them away.',
}

export const SharedLine = ({ is }: Pick<ReadingState, 'is'>) => (
  <p className={styles.shared} data-is={is} role={is === 'not-saved' || is === 'gone' ? 'alert' : undefined}>
    {WORDS[is]}
  </p>
)
