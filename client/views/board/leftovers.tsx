/**
 * Changes of mine that the room overtook or refused, each with my words, until I use them or let them go.
 */
import { useEffect, useRef } from 'react'
import { ownWords } from '../../session/board-words.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useLeftovers } from '../../session/use-leftovers.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './notices.module.css'

export function Leftovers() {
  const { useMine: takeMine, dismiss } = useSession()
  const leftovers = useLeftovers()
  const heading =
    leftovers.length === 1
      ? 'One change of yours was overtaken while you were away'
      : `${leftovers.length} changes of yours were overtaken while you were away`
  const heard = useRef(0)
  const only = leftovers.length === 1 ? leftovers[0]?.sentence : undefined
  useEffect(() => {
    // One that is used or let go is no news.
    if (leftovers.length > heard.current) announce(only ? `${heading}. ${only}` : `${heading}.`, 'always')
    heard.current = leftovers.length
  }, [leftovers.length, heading, only])
  if (leftovers.length === 0) return null
  return (
    <section
      className={`${styles.notice} ${styles.leftovers}`}
      aria-label="Changes of yours that were overtaken"
    >
      <h2>{heading}</h2>
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
