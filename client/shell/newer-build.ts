/**
 * Whether the server has a newer client than the one that runs here: its page names the program it starts.
 *
 * Asked when a board's connection comes (back), because a deploy ends every connection. Of each newer build
 * a tab is told once, whatever comes of it, so that a stale copy somewhere in between never makes it ask
 * again and again.
 */
import { useEffect } from 'react'
import { announce } from '../ui/announcer.tsx'
import { toast } from '../ui/toasts.tsx'
import { renewShell } from './keep-shell.ts'

/** A room full of laptops comes back at once; they need not all ask at once. */
const SPREAD_MS = 8_000
const TOLD_KEY = 'due-regard/told-of-build'

const programOf = (html: string) => /<script type="module"[^>]*\ssrc="([^"]+)"/.exec(html)?.[1]

/** The program a page fetched now would start, where it is not this one and this tab has not heard of it. */
export async function newerBuild(): Promise<string | null> {
  const mine = document.querySelector('script[type="module"][src]')?.getAttribute('src')
  const response = await fetch('/', { cache: 'no-cache', credentials: 'omit' })
  const theirs = response.ok ? programOf(await response.text()) : undefined
  if (!mine || !theirs || theirs === mine || toldOf() === theirs) return null
  tell(theirs)
  return theirs
}

/** Looks each time `connected` becomes true, and says what it finds; `onNewer` is for screens nobody sits at. */
export function useNewerBuild(connected: boolean, onNewer: () => void = offerRefresh): void {
  useEffect(() => {
    if (!import.meta.env.PROD || !connected) return
    const timer = setTimeout(async () => {
      try {
        if (await newerBuild()) {
          await renewShell().catch(() => {})
          onNewer()
        }
      } catch {
        // Away again: the next connection asks.
      }
    }, Math.random() * SPREAD_MS)
    return () => clearTimeout(timer)
  }, [connected, onNewer])
}

export const refresh = () => location.reload()

const WORDS = 'A newer version of Due Regard is here. Refresh when it suits you.'
function offerRefresh(): void {
  toast(WORDS, { label: 'Refresh', run: refresh }, 'newer build', true)
  announce(WORDS, 'always')
}

let toldHere: string | null = null
function toldOf(): string | null {
  try {
    return sessionStorage.getItem(TOLD_KEY) ?? toldHere
  } catch {
    return toldHere
  }
}
function tell(build: string): void {
  toldHere = build
  try {
    sessionStorage.setItem(TOLD_KEY, build)
  } catch {
    // Full or forbidden: remembered until this page goes.
  }
}
