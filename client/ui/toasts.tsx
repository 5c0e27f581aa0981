/**
 * Short notices at the foot of the page, with at most one thing to do about them.
 *
 * They are for the eye: what must be heard is said by `announce`. A notice stays while it is pointed at or
 * holds focus, so nobody has to be quick.
 */
import { useEffect, useState, useSyncExternalStore } from 'react'
import styles from './toasts.module.css'

export interface Toast {
  id: number
  words: string
  action?: { label: string; run(): void }
  /** A notice about the same thing takes the place of the one before. */
  about?: string
  /** Until somebody answers it. */
  stays?: boolean
}

const STAY_MS = 6_000
const MOST = 3
let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()
const set = (next: readonly Toast[]) => {
  toasts = next
  for (const changed of listeners) changed()
}

export function toast(words: string, action?: Toast['action'], about?: string, stays = false): void {
  lastId += 1
  const others = about ? toasts.filter((it) => it.about !== about) : toasts
  const lasting = others.filter((it) => it.stays)
  const passing = others.filter((it) => !it.stays)
  const room = Math.max(0, MOST - lasting.length - 1)
  set([...lasting, ...passing.slice(passing.length - room), { id: lastId, words, action, about, stays }])
}
export const endToast = (id: number) => set(toasts.filter((it) => it.id !== id))
/** What was said of this is no longer so. */
export const endToastsAbout = (about: string) => set(toasts.filter((it) => it.about !== about))

const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
  }
}

export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <section className={styles.region} aria-label="Notices">
      {shown.map((it) => (
        <ToastLine key={it.id} toast={it} />
      ))}
    </section>
  )
}

function ToastLine({ toast: { id, words, action, stays } }: { toast: Toast }) {
  const [kept, keep] = useState(false)
  useEffect(() => {
    if (kept || stays) return
    const timer = setTimeout(() => endToast(id), STAY_MS)
    return () => clearTimeout(timer)
  }, [id, kept, stays])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at a notice only keeps it from leaving
    <div
      className={styles.toast}
      onPointerEnter={() => keep(true)}
      onPointerLeave={() => keep(false)}
      onFocus={() => keep(true)}
      onBlur={() => keep(false)}
    >
      <span>{words}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            endToast(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      {stays && (
        <button type="button" className={styles.later} onClick={() => endToast(id)}>
          Later
        </button>
      )}
    </div>
  )
}
