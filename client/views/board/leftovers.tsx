/**
 * Changes of mine that the room overtook or refused, each with my words, until I use them or let them go.
 */
import { ownWords } from '../../session/board-words.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useLeftovers } from '../../session/use-leftovers.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './notices.module.css'

export function Leftovers() {
  const { useMine: takeMine, dismiss } = useSession()
  const leftovers = useLeftovers()
  if (leftovers.length === 0) return null
  return (
    <section
      className={`${styles.notice} ${styles.leftovers}`}
      aria-label="Changes of yours that were overtaken"
    >
      <h2>
        {leftovers.length === 1
          ? 'One change of yours was overtaken while you were away'
          : `${leftovers.length} changes of yours were overtaken while you were away`}
      </h2>
      <ul>
        {leftovers.map(({ id, sentence, canUse, ...change }) => (
          <li key={id}>
            <span>{sentence}</span>
            <span className={styles.choices}>
              <CopyWords words={ownWords(change)} />
              {canUse && (
                <Button slim onClick={() => takeMine(id)}>
                  Use mine
                </Button>
              )}
              <Button slim look="quiet" onClick={() => dismiss(id)}>
                Let it go
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whatever becomes of a change, nobody has to type their words again. */
function CopyWords({ words }: { words: string | null }) {
  return words === null ? null : <CopyButton slim look="quiet" text={words} what="words you wrote" />
}
