/**
 * `/check`: whether a board will work here, in plain English, and what to tell IT where it will not.
 *
 * It is sent with the invitation, and read by people who have joined nothing yet.
 */
import { Check, CircleDashed, LoaderCircle, RotateCw, TriangleAlert, X } from 'lucide-react'
import { useEffect, useReducer, useState } from 'react'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PlainPage } from '../plain-page.tsx'
import styles from './check.module.css'
import {
  addressOf,
  type Findings,
  noteForIT,
  PROTOCOLS,
  PROXIES,
  rowsOf,
  type State,
  type Tone,
  verdictOn,
} from './findings.ts'
import { lookAround } from './look-around.ts'

export function CheckPage() {
  const [round, setRound] = useState(1)
  return (
    <PlainPage
      title="Will a board work here?"
      lede={
        <>
          On <b>{window.location.host}</b>, from this device, on the network it is in now.
        </>
      }
    >
      <Looking key={round} onAgain={() => setRound(round + 1)} />
    </PlainPage>
  )
}

function Looking({ onAgain }: { onAgain(): void }) {
  const found = useFindings()
  const { tone, title, words, forIT } = verdictOn(found)
  const note = noteForIT(found, window.location, { at: new Date(), browser: navigator.userAgent })
  return (
    <div className={styles.columns}>
      <section className={styles.left} aria-label="What was found">
        <div className={`${styles.verdict} ${styles[tone]}`}>
          <VerdictIcon tone={tone} />
          <div role="status">
            <h2>{title}</h2>
            <p>{words}</p>
          </div>
          {tone !== 'looking' && (
            <div className={styles.actions}>
              {forIT && (
                <CopyButton look="primary" text={note} what="note for IT, with what was found">
                  Copy the note for IT
                </CopyButton>
              )}
              <Button onClick={onAgain} icon={<RotateCw size={16} aria-hidden />}>
                Check again
              </Button>
              {tone === 'good' && <ButtonLink href="/join">Join with a link</ButtonLink>}
            </div>
          )}
        </div>
        <ul className={styles.rows}>
          {rowsOf(found).map((it) => (
            <li key={it.what} className={styles[it.state]}>
              <StateIcon state={it.state} />
              <h3>{it.what}</h3>
              <b>{it.says}</b>
              {it.words && <p>{it.words}</p>}
            </li>
          ))}
        </ul>
      </section>
      <NoteForIT note={note} isWanted={forIT} />
    </div>
  )
}

function useFindings(): Findings {
  const [found, add] = useReducer(
    (all: Findings, more: Partial<Findings>): Findings => ({ ...all, ...more }),
    undefined,
    (): Findings => ({ isOnline: navigator.onLine }),
  )
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    const follow = () => add({ isOnline: navigator.onLine })
    window.addEventListener('online', follow, { signal })
    window.addEventListener('offline', follow, { signal })
    void lookAround(add, signal)
    return () => ending.abort()
  }, [])
  return found
}

/** What the note asks for, to be read before it is sent. */
function NoteForIT({ note, isWanted }: { note: string; isWanted: boolean }) {
  const where = window.location
  const { host, port, http, socket } = addressOf(where)
  return (
    <section className={`${styles.note} ${isWanted ? styles.wanted : ''}`} aria-labelledby="note-heading">
      <h2 id="note-heading">{isWanted ? 'Send this to IT' : 'For IT, if they ask'}</h2>
      <p>What a board needs from a network, and what was found here.</p>
      <dl>
        <div>
          <dt>Host</dt>
          <dd className={styles.exact}>{host}</dd>
        </div>
        <div>
          <dt>Port</dt>
          <dd>{port}</dd>
        </div>
        <div>
          <dt>Protocols</dt>
          <dd>{PROTOCOLS(where.protocol === 'https:')}</dd>
        </div>
        <div>
          <dt>Addresses</dt>
          <dd className={styles.exact}>
            {http}
            <br />
            {socket}
          </dd>
        </div>
        <div>
          <dt>Proxies</dt>
          <dd>{PROXIES}</dd>
        </div>
      </dl>
      <CopyButton text={note} what="note for IT, with what was found">
        Copy all of it
      </CopyButton>
    </section>
  )
}

function VerdictIcon({ tone }: { tone: Tone }) {
  const Icon = { looking: LoaderCircle, good: Check, unsure: TriangleAlert, bad: X }[tone]
  return (
    <span className={styles.disc} aria-hidden>
      <Icon size={30} strokeWidth={2.5} className={tone === 'looking' ? styles.turns : undefined} />
    </span>
  )
}

function StateIcon({ state }: { state: State }) {
  const Icon = {
    waiting: CircleDashed,
    looking: LoaderCircle,
    works: Check,
    partly: TriangleAlert,
    fails: X,
  }[state]
  return (
    <Icon
      size={22}
      strokeWidth={2.25}
      className={state === 'looking' ? styles.turns : undefined}
      aria-hidden
    />
  )
}
