/**
 * Days and times as people here write them: 30 June, 14 Jan 2028, 10:42.
 */
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const DAY_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const SHORT_DAY_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const LOCAL_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' })
const LOCAL_DAY_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** `2027-06-30` → 30 June 2027; what is not a day is given back as it is. */
export function isoDayWords(day: string, { year = true } = {}): string {
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? day : (year ? DAY_YEAR : DAY).format(at)
}

/** `2027-06-30` → 30 Jun, with its year unless that is this year: for the foot of a card. */
export function shortDayWords(day: string, today: Date): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  return (at.getUTCFullYear() === today.getFullYear() ? SHORT_DAY : SHORT_DAY_YEAR).format(at)
}

/** Today, yesterday, 3 June, 3 June 2026: the day of a moment where the reader is. */
export function dayWords(at: number, now = Date.now()): string {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? LOCAL_DAY : LOCAL_DAY_YEAR).format(at)
}

/** 10:42 today, else 3 June, 10:42. */
export function momentWords(at: number, now = Date.now()): string {
  const day = dayWords(at, now)
  return day === 'today' ? TIME.format(at) : `${day}, ${TIME.format(at)}`
}

/** "12 seconds", "4 minutes", "2 hours": how long ago, roughly. */
export function spanWords(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ]
  const [size, unit] = units.find(([it]) => ms >= it) ?? [1_000, 'second']
  const count = Math.max(1, Math.floor(ms / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Today where the reader is, as `2027-06-30`. */
export function today(now = new Date()): string {
  const part = (of: number) => String(of).padStart(2, '0')
  return `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`
}
