/** A calendar read strictly by RFC 5545: what is out of order there throws here. */

export type CalendarEvent = ReadonlyMap<string, string>

export interface Calendar {
  properties: ReadonlyMap<string, string>
  events: readonly CalendarEvent[]
}

const NAME = /^[A-Z][A-Z0-9-]*(?:;[A-Z-]+=[A-Z0-9-]+)*$/
const ONCE = ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SEQUENCE', 'SUMMARY', 'DESCRIPTION', 'STATUS', 'TRANSP']

export function readCalendar(text: string): Calendar {
  if (!text.endsWith('\r\n')) throw new Error('the last line does not end')
  const raw = text.slice(0, -2).split('\r\n')
  for (const line of raw) {
    if (/[\r\n]/.test(line)) throw new Error(`a bare line break in ${line}`)
    if (new TextEncoder().encode(line).length > 75) throw new Error(`longer than 75 octets: ${line}`)
    if (line.trim() === '') throw new Error('an empty line')
  }
  const lines = raw.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  if (lines[0] !== 'BEGIN:VCALENDAR' || lines.at(-1) !== 'END:VCALENDAR') throw new Error('no calendar')
  const properties = new Map<string, string>()
  const events: Map<string, string>[] = []
  let event: Map<string, string> | null = null
  const zone = zoneOf(lines)
  for (const line of lines.slice(1, -1).filter((it) => !zone.includes(it))) {
    if (line === 'BEGIN:VEVENT') {
      if (event) throw new Error('an event in an event')
      event = new Map()
      continue
    }
    if (line === 'END:VEVENT') {
      if (!event) throw new Error('an end without a beginning')
      checked(event)
      events.push(event)
      event = null
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    if (colon < 1 || !NAME.test(name)) throw new Error(`no property: ${line}`)
    const into = event ?? properties
    const bare = name.split(';')[0] ?? ''
    if (ONCE.includes(bare) && [...into.keys()].some((it) => it.split(';')[0] === bare))
      throw new Error(`${bare} twice`)
    into.set(name, textOf(bare, line.slice(colon + 1)))
  }
  if (event) throw new Error('an event does not end')
  if (properties.get('VERSION') !== '2.0' || !properties.get('PRODID'))
    throw new Error('no VERSION or PRODID')
  if (events.length === 0 && zone.length === 0) throw new Error('a calendar of nothing')
  if (events.length === 0 && properties.has('METHOD')) throw new Error('no events are published')
  const uids = events.map((it) => it.get('UID'))
  if (new Set(uids).size !== uids.length) throw new Error('a UID twice')
  return { properties, events }
}

/** Of a calendar without events: a time zone and what one must have, in this order. */
function zoneOf(lines: readonly string[]): string[] {
  const from = lines.indexOf('BEGIN:VTIMEZONE')
  if (from < 0) return []
  const zone = lines.slice(from, lines.indexOf('END:VTIMEZONE') + 1)
  const wanted =
    /^BEGIN:VTIMEZONE TZID:\S+ BEGIN:STANDARD DTSTART:\d{8}T\d{6} TZOFFSETFROM:[+-]\d{4} TZOFFSETTO:[+-]\d{4} END:STANDARD END:VTIMEZONE$/
  if (!wanted.test(zone.join(' '))) throw new Error('no time zone')
  return zone
}

const TEXTS = ['SUMMARY', 'DESCRIPTION', 'X-WR-CALNAME', 'X-WR-CALDESC', 'CATEGORIES']

function textOf(name: string, value: string): string {
  if (/\p{Cc}/u.test(value)) throw new Error(`a control character in ${name}`)
  if (!TEXTS.includes(name)) return value
  if (/(?:^|[^\\])(?:\\\\)*(?:[;,]|\\[^\\;,nN])/.test(value)) throw new Error(`not escaped: ${name}:${value}`)
  return value.replace(/\\([\\;,nN])/g, (_, it: string) => (it === 'n' || it === 'N' ? '\n' : it))
}

function checked(event: CalendarEvent): void {
  for (const name of ['UID', 'DTSTAMP', 'DTSTART;VALUE=DATE', 'DTEND;VALUE=DATE', 'SUMMARY']) {
    if (!event.get(name)) throw new Error(`an event without ${name}`)
  }
  const [start, end] = ['DTSTART;VALUE=DATE', 'DTEND;VALUE=DATE'].map((it) => dayOf(event.get(it) ?? ''))
  if (end !== (start ?? 0) + 86_400_000) throw new Error('not a whole day')
  if (!/^\d{8}T\d{6}Z$/.test(event.get('DTSTAMP') ?? '')) throw new Error('DTSTAMP is no moment in UTC')
  if (!/^\d+$/.test(event.get('SEQUENCE') ?? '')) throw new Error('SEQUENCE is no number')
}

function dayOf(value: string): number {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value) ?? []
  const at = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(at)) throw new Error(`no day: ${value}`)
  return at
}
