/** Days of the calendar as files and pages write them, and the quarters that budgets and plans go by. */
import type { Millis } from './clock.ts'

const WORDS = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `2027-06-30` → 30 June 2027; what is no day is given back as it is. */
export function longDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? day : WORDS.format(at)
}

const SHORT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `2027-06-30` → 30 Jun 2027, for tables, where it stays on one line. */
export function shortDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? day : SHORT.format(at).replaceAll(' ', '\u00a0')
}

export const dayOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10)

/** Whole days since 1970. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)

export interface Quarter {
  /** Sorts as time goes: 2027.1 is April to June 2027. */
  order: number
  /** Q1 2027/28 */
  title: string
  months: string
  /** Its first day. */
  from: string
}

const MONTHS = ['April to June', 'July to September', 'October to December', 'January to March']

/** The quarter of the NHS's year, which begins in April. */
export function quarterOf(day: string): Quarter {
  const month = Number(day.slice(5, 7))
  const number = month < 4 ? 4 : Math.floor((month - 1) / 3)
  const year = Number(day.slice(0, 4)) - (month < 4 ? 1 : 0)
  const fromYear = number === 4 ? year + 1 : year
  const fromMonth = String((number % 4) * 3 + 1).padStart(2, '0')
  return {
    order: year * 4 + number - 1,
    title: `Q${number} ${year}/${String((year + 1) % 100).padStart(2, '0')}`,
    months: `${MONTHS[number - 1]} ${fromYear}`,
    from: `${fromYear}-${fromMonth}-01`,
  }
}
