/**
 * The timetable as a calendar (RFC 5545): an event of a whole day for each milestone, action and review.
 *
 * An event keeps its UID for good and its SEQUENCE grows with every sealed version, so a calendar that has
 * one already moves it instead of showing it twice. What has no day is named in the calendar's description.
 * A calendar must have a component: one without any day has a time zone in place of events, for strict readers
 * refuse an empty one, and is not published as a list of events.
 */
import { dayNumber, dayOf, longDay } from '../days.ts'
import type { VersionMark } from '../version.ts'
import type { ExportSource } from './contract.ts'
import { standingOf } from './standing.ts'
import { askedFor, KIND_WORDS, STATUS_WORDS, type TimetableEntry, timetableOf, whenOf } from './timetable.ts'

export function writeTimetableIcs(source: ExportSource): string {
  const { snapshot, board, at, version } = source
  const { quarters, undated } = timetableOf(snapshot, dayOf(at))
  const { foot } = standingOf(source)
  const sequence = version?.version ?? (snapshot.live.version as VersionMark | undefined)?.version ?? 0
  const stamp = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const without = undated.map(
    (it) => `${[it.ref, it.title].filter(Boolean).join(' ')} (asked: ${askedFor(it)})`,
  )
  const about = [foot, ...(without.length > 0 ? [`Without a date yet: ${without.join('; ')}.`] : [])].join(
    '\n',
  )
  const entries = quarters.flatMap((it) => it.entries)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Due Regard//Timetable//EN',
    'CALSCALE:GREGORIAN',
    ...(entries.length > 0 ? ['METHOD:PUBLISH'] : []),
    property('X-WR-CALNAME', `${snapshot.facts.title}: timetable`),
    property('X-WR-CALDESC', about),
    ...(entries.length > 0 ? [] : TIME_ZONE),
    ...entries.flatMap((entry) => {
      const day = whenOf(entry) ?? ''
      return [
        'BEGIN:VEVENT',
        `UID:${entry.kind}-${entry.id}@${board}.due-regard`,
        `DTSTAMP:${stamp}`,
        `SEQUENCE:${sequence}`,
        `DTSTART;VALUE=DATE:${compact(day)}`,
        `DTEND;VALUE=DATE:${compact(dayOf((dayNumber(day) + 1) * 86_400_000))}`,
        property('SUMMARY', summaryOf(entry)),
        property('DESCRIPTION', [...descriptionOf(entry), foot].join('\n')),
        property('CATEGORIES', KIND_WORDS[entry.kind]),
        'TRANSP:TRANSPARENT',
        `STATUS:${version ? 'CONFIRMED' : 'TENTATIVE'}`,
        'END:VEVENT',
      ]
    }),
    'END:VCALENDAR',
  ]
  return lines.map((it) => `${folded(it)}\r\n`).join('')
}

const TIME_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
]

const compact = (day: string): string => day.replaceAll('-', '')

function summaryOf({ kind, ref, title }: TimetableEntry): string {
  if (kind === 'action') return `Due: ${ref} ${title}`
  return kind === 'review' ? `Review: ${title}` : title
}

function descriptionOf(entry: TimetableEntry): string[] {
  const { kind, day, expected, stream, executiveLead, lead, status, answers, missing } = entry
  const says = (label: string, words: string) => (words ? [`${label}: ${words}`] : [])
  return [
    ...says('Work stream', stream),
    ...says('Executive lead', executiveLead),
    ...says('Lead', kind === 'action' ? lead : ''),
    ...says('Answers', answers.join(', ')),
    ...(expected ? says('Approved for', day ? longDay(day) : 'no day yet') : []),
    ...says('Status', status ? STATUS_WORDS[status] : ''),
    ...(missing ? [missing] : []),
  ]
}

/** A text value: what separates values and lines is escaped, other control characters are left out. */
const property = (name: string, text: string): string =>
  `${name}:${text
    .replace(/\r\n?/g, '\n')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '')}`

const MOST_OCTETS = 75
const encoder = new TextEncoder()

/** Lines of at most 75 octets, broken between characters. */
function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > MOST_OCTETS) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += size
  }
  return out
}
