/**
 * Which pages of this browser have a board open: their unsaved changes are theirs, those of pages that are
 * gone belong to whoever opens the board next.
 *
 * A page holds a lock while it lives, which a crash releases. Where locks are missing (plain http on a
 * local network) pages answer a roll call. An id is new for every page load, so a duplicated tab has its own.
 */
import { nanoid } from 'nanoid'
import type { Clock } from '../../shared/clock.ts'

export interface Tabs {
  readonly mine: string
  open(): Promise<ReadonlySet<string>>
  close(): void
}

export const ROLL_CALL_MS = 250

export function openTabs(name: string, clock: Clock, browser: Pick<Navigator, 'locks'> | null): Tabs {
  const mine = nanoid(12)
  const locks = browser?.locks
  if (locks) return lockTabs(name, mine, locks)
  if (typeof BroadcastChannel === 'function') return callTabs(name, mine, clock)
  return { mine, open: async () => new Set([mine]), close: () => {} }
}

function lockTabs(name: string, mine: string, locks: LockManager): Tabs {
  let release = () => {}
  const prefix = `${name}/`
  const granted = new Promise<void>((resolve) => {
    locks
      .request(prefix + mine, () => {
        resolve()
        return new Promise<void>((end) => {
          release = end
        })
      })
      .catch(() => resolve())
  })
  return {
    mine,
    async open() {
      await granted
      const { held = [] } = await locks.query()
      const names = held.map((it) => it.name ?? '').filter((it) => it.startsWith(prefix))
      return new Set([mine, ...names.map((it) => it.slice(prefix.length))])
    },
    close: () => release(),
  }
}

function callTabs(name: string, mine: string, clock: Clock): Tabs {
  const channel = new BroadcastChannel(`${name}/tabs`)
  const heard = new Set([mine])
  channel.onmessage = ({ data }: MessageEvent<{ call?: true; here?: string }>) => {
    if (data.call) channel.postMessage({ here: mine })
    else if (data.here) heard.add(data.here)
  }
  return {
    mine,
    open() {
      heard.clear()
      heard.add(mine)
      channel.postMessage({ call: true })
      return new Promise((resolve) => {
        clock.after(ROLL_CALL_MS, () => resolve(new Set(heard)))
      })
    },
    close: () => channel.close(),
  }
}
