/**
 * The time as a screen shows it, and how often it looks again.
 */
import { useEffect, useState } from 'react'

/** The time now, looked at again every so often; once only where `every` is null. */
export function useNow(every: number | null): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (every === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/** 160,000 ms → 2:40. The last second is 0:01: time is up at 0:00, not before. */
export function timerWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** 16:40, where this device is. */
export const clockWords = (at: number): string => CLOCK.format(at)

/** As an input of type `time` has it: the same day as `now`, or null where nothing was given. */
export function clockToday(value: string, now: number): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(value) ?? []
  if (hours === undefined || minutes === undefined) return null
  return new Date(now).setHours(Number(hours), Number(minutes), 0, 0)
}
