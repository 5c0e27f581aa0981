/**
 * Whether what was done here is safe: one line, always true to the connection, never more hopeful.
 */
import { CloudCheck, CloudOff, CloudUpload, Loader, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ConnectionView } from '../../session/contract.ts'
import { useConnection } from '../../session/use-connection.ts'
import { announce } from '../../ui/announcer.tsx'
import styles from './top-bar.module.css'

type Tone = 'safe' | 'busy' | 'warn' | 'danger'
interface Line {
  words: string
  /** The same where there is little room. */
  short: string
  tone: Tone
  icon: typeof CloudCheck
}

export function savedLine({ state, saved, serverKeeping, unsaved }: ConnectionView): Line {
  if (saved === 'unkept' && state !== 'connecting')
    return {
      words: 'Not saved: do not close this tab',
      short: 'Not saved',
      tone: 'danger',
      icon: TriangleAlert,
    }
  if (!serverKeeping && state !== 'connecting')
    return { words: 'Not saved: keep this tab open', short: 'Not saved', tone: 'danger', icon: TriangleAlert }
  switch (state) {
    case 'closed':
      return unsaved > 0
        ? { words: 'Not saved: kept on this device', short: 'Not saved', tone: 'warn', icon: CloudOff }
        : { words: 'Closed', short: 'Closed', tone: 'warn', icon: CloudOff }
    case 'offline':
      return unsaved > 0
        ? { words: 'Not saved: kept on this device', short: 'Not saved', tone: 'warn', icon: CloudOff }
        : { words: 'Offline', short: 'Offline', tone: 'warn', icon: CloudOff }
    case 'connecting':
      return unsaved > 0
        ? { words: 'Not saved: kept on this device', short: 'Not saved', tone: 'warn', icon: CloudOff }
        : { words: 'Connecting…', short: 'Connecting…', tone: 'busy', icon: Loader }
    case 'behind':
      return { words: 'Catching up…', short: 'Catching up…', tone: 'busy', icon: Loader }
  }
  switch (saved) {
    case 'saved':
      return { words: 'Saved', short: 'Saved', tone: 'safe', icon: CloudCheck }
    case 'saving':
      return { words: 'Saving…', short: 'Saving…', tone: 'busy', icon: CloudUpload }
    default:
      return { words: 'Not saved: kept on this device', short: 'Not saved', tone: 'warn', icon: CloudOff }
  }
}

/** Nobody wants to hear of every move on its way; that something is wrong for this long, they do. */
const WORTH_SAYING_MS = 2_000

export function SavedLine() {
  const { words, short, tone, icon: Icon } = savedLine(useConnection())
  const said = useRef('Saved')
  useEffect(() => {
    const timer = setTimeout(() => {
      if (said.current === words) return
      said.current = words
      announce(words, tone === 'danger' ? 'assertive' : 'always')
    }, WORTH_SAYING_MS)
    return () => clearTimeout(timer)
  }, [words, tone])
  return (
    <span className={[styles.saved, styles[tone]].join(' ')} data-saved={tone}>
      <Icon size={18} aria-hidden />
      <span className={styles.wide}>{words}</span>
      <span className={styles.short}>{short}</span>
    </span>
  )
}
