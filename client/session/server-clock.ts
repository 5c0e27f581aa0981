/**
 * What time it is by the server's clock, which a meeting's timer goes by: devices are minutes apart.
 *
 * The server is asked a few times and the quickest answer believed, for that one knows best when it was given.
 * What is not known yet is nought: the device's own clock.
 */
import { useEffect, useSyncExternalStore } from 'react'
import type { CheckReply } from '../../shared/api.ts'
import { cell } from './watched.ts'

const ASKS = 3
/** As long as a clock is believed: a laptop that slept may have set its own anew. */
const BELIEVED_MS = 5 * 60_000

interface Asking {
  send(path: string): Promise<Pick<Response, 'ok' | 'json'>>
  now(): number
}

/** Milliseconds by which the server is ahead of this device; null where it cannot be reached. */
export async function clockDifference({ send, now }: Asking): Promise<number | null> {
  let best: { took: number; ahead: number } | null = null
  for (let n = 0; n < ASKS; n += 1) {
    const asked = now()
    try {
      const reply = await send('/api/check?say=clock')
      const { at } = (await reply.json()) as CheckReply
      const took = now() - asked
      if (!reply.ok || !Number.isFinite(at)) continue
      if (best === null || took < best.took) best = { took, ahead: at - (asked + took / 2) }
    } catch {
      // The next one may come through.
    }
  }
  return best === null ? null : Math.round(best.ahead)
}

const ahead = cell(0)
let known: { at: number } | null = null
let asking = false

async function learn(): Promise<void> {
  if (asking || (known && Date.now() - known.at < BELIEVED_MS)) return
  asking = true
  const found = await clockDifference({ send: (path) => fetch(path), now: Date.now })
  asking = false
  if (found === null) return
  known = { at: Date.now() }
  ahead.set(found)
}

/** Milliseconds to add to this device's clock; the server is asked while `wanted`, and when somebody comes back. */
export function useClockDifference(wanted: boolean): number {
  useEffect(() => {
    if (!wanted) return
    void learn()
    const again = () => void learn()
    window.addEventListener('online', again)
    window.addEventListener('focus', again)
    return () => {
      window.removeEventListener('online', again)
      window.removeEventListener('focus', again)
    }
  }, [wanted])
  return useSyncExternalStore(ahead.subscribe, ahead.get)
}
