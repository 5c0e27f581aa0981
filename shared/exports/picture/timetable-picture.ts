/**
 * The timetable drawn: a bar from start to due, a diamond for a milestone, a ring for a review, a line for
 * today. What is expected later than approved goes on as a hollow bar.
 */
import { dayNumber, dayOf, longDay, type Quarter, quarterOf } from '../../days.ts'
import { askedFor, type Timetable, type TimetableEntry, whenOf } from '../timetable.ts'
import { type Ink, linesOf, type Picture, type Shape, textAt } from './shapes.ts'

export const TIMETABLE_WIDTH = 1240
const LEFT = 24
/** Where the quarters end there is room for the day of the last mark. */
const CHART = { from: 470, to: 1130 }
const RIGHT = 1208
const ROW = 38
const HEADING = 34
const HEAD = 122
/** As far as a picture goes: a day mistyped by a century does not squeeze everything else into a point. */
const MOST_YEARS = 8

/** A part of a timetable is drawn under the quarters of the whole. */
export function drawTimetable(timetable: Timetable, title: string, whole = timetable): Picture {
  const { undated, today } = timetable
  const entries = entriesOf(timetable)
  const span = spanOf(entriesOf(whole), today)
  const xOf = (day: string): number => {
    const share = (dayNumber(day) - span.from) / Math.max(1, span.to - span.from)
    return Math.round((CHART.from + Math.min(1, Math.max(0, share)) * (CHART.to - CHART.from)) * 10) / 10
  }
  const rows: Shape[] = []
  let y = HEAD
  for (const { heading, ink, list } of groupsOf(entries)) {
    rows.push(
      { el: 'rect', at: { x: LEFT, y, width: RIGHT - LEFT, height: HEADING - 6, rx: 4 }, fill: 'hush' },
      textAt(LEFT + 10, y + 19, linesOf(heading, 900, 14, 1), { size: 14, bold: true, fill: ink }),
    )
    y += HEADING
    for (const entry of list) {
      rows.push(...row(entry, y, ink, xOf))
      y += ROW
    }
    y += 6
  }
  const bottom = y
  if (undated.length > 0) {
    rows.push(textAt(LEFT, y + 22, ['No date yet'], { size: 14, bold: true, fill: 'warn' }))
    y += 30
    for (const entry of undated) {
      const words = `${[entry.ref, entry.title].filter(Boolean).join('  ')} · asked: ${askedFor(entry)}`
      rows.push(textAt(LEFT, y + 16, linesOf(words, TIMETABLE_WIDTH - 2 * LEFT, 14, 1), { size: 14 }))
      y += 24
    }
  }
  return {
    width: TIMETABLE_WIDTH,
    height: y + 56,
    title,
    text: timetableText(timetable, title),
    shapes: [
      textAt(LEFT, 40, linesOf(title, TIMETABLE_WIDTH - 2 * LEFT, 24, 1), {
        size: 24,
        bold: true,
        fill: 'deep',
      }),
      ...axis(span.quarters, bottom, xOf),
      ...rows,
      ...todayLine(today, span, bottom, xOf),
      ...legend(y + 34),
    ],
  }
}

const entriesOf = ({ quarters }: Timetable): TimetableEntry[] => quarters.flatMap((it) => it.entries)

interface Span {
  from: number
  to: number
  quarters: readonly Quarter[]
}

function spanOf(entries: readonly TimetableEntry[], today: string): Span {
  const days = [
    today,
    ...entries.flatMap((it) => [it.start, it.day, it.expected].flatMap((day) => day ?? [])),
  ]
    .filter((day) => Math.abs(dayNumber(day) - dayNumber(today)) < MOST_YEARS * 366)
    .sort()
  const quarters: Quarter[] = []
  const last = quarterOf(days.at(-1) ?? today)
  let next = quarterOf(days[0] ?? today)
  while (next.order <= last.order) {
    quarters.push(next)
    next = quarterOf(dayOf((dayNumber(next.from) + 100) * 86_400_000))
  }
  return { from: dayNumber(quarters[0]?.from ?? today), to: dayNumber(next.from), quarters }
}

/** In the order they are drawn. */
export const drawnOrder = (timetable: Timetable): TimetableEntry[] =>
  groupsOf(entriesOf(timetable)).flatMap((it) => it.list)

function groupsOf(entries: readonly TimetableEntry[]) {
  const milestones = entries.filter((it) => it.kind === 'milestone')
  const reviews = entries.filter((it) => it.kind === 'review')
  const streams = new Map<string, TimetableEntry[]>()
  for (const entry of entries) {
    if (entry.kind !== 'action') continue
    const name = entry.stream || 'No work stream yet'
    streams.set(name, [...(streams.get(name) ?? []), entry])
  }
  const groups: { heading: string; ink: Ink; list: readonly TimetableEntry[] }[] = [
    { heading: 'Milestones to the plan', ink: 'ink', list: milestones },
    ...Array.from(streams, ([heading, list]) => ({ heading, ink: 'blue' as const, list })),
    { heading: 'Watching brief: reviews', ink: 'ochre', list: reviews },
  ]
  return groups.filter((it) => it.list.length > 0)
}

function row(entry: TimetableEntry, y: number, ink: Ink, xOf: (day: string) => number): Shape[] {
  const label = linesOf([entry.ref, entry.title].filter(Boolean).join('  '), CHART.from - LEFT - 34, 13.5, 2)
  const middle = y + ROW / 2 - 3
  const words = textAt(LEFT + 10, middle + (label.length > 1 ? -3 : 5), label, { size: 13.5 })
  const line: Shape = {
    el: 'line',
    at: { x1: LEFT, x2: RIGHT, y1: y + ROW - 3, y2: y + ROW - 3 },
    stroke: 'line',
  }
  return [line, words, ...mark(entry, middle, ink, xOf)]
}

function mark(entry: TimetableEntry, y: number, ink: Ink, xOf: (day: string) => number): Shape[] {
  const when = whenOf(entry) ?? ''
  const x = xOf(when)
  const dayAt = (right: number) =>
    textAt(right, y + 4.5, [shortDay(when)], {
      size: 12.5,
      fill: entry.isLate ? 'red' : 'muted',
      bold: entry.isLate,
    })
  const day = dayAt(x + 14)
  if (entry.kind === 'milestone')
    return [{ el: 'path', at: { d: `M${x} ${y - 9}l9 9l-9 9l-9 -9z` }, fill: ink }, day]
  if (entry.kind === 'review')
    return [
      { el: 'circle', at: { cx: x, cy: y, r: 7, 'stroke-width': 3.5 }, fill: 'paper', stroke: ink },
      day,
    ]
  const approved = xOf(entry.day ?? when)
  const from = Math.min(entry.start ? xOf(entry.start) : approved - 12, approved - 4)
  const isLater = entry.expected !== null && x > approved
  const bar: Shape = {
    el: 'rect',
    at: { x: from, y: y - 8, width: approved - from, height: 16, rx: 3, 'stroke-width': 2 },
    fill: entry.status === 'done' ? 'blue-soft' : ink,
    stroke: ink,
  }
  const after: Shape[] = isLater
    ? [
        {
          el: 'rect',
          at: {
            x: approved,
            y: y - 8,
            width: x - approved,
            height: 16,
            rx: 3,
            'stroke-width': 2,
            'stroke-dasharray': '5 4',
          },
          fill: 'paper',
          stroke: ink,
        },
      ]
    : []
  return [bar, ...after, dayAt(Math.max(approved, x) + 8)]
}

const SHORT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
})
const shortDay = (day: string): string => SHORT.format(new Date(`${day}T00:00:00Z`))

function axis(quarters: readonly Quarter[], bottom: number, xOf: (day: string) => number): Shape[] {
  const isTight = quarters.length > 9
  return quarters.flatMap((quarter, at): Shape[] => {
    const x = xOf(quarter.from)
    const [number = '', year = ''] = quarter.title.split(' ')
    const starts = at === 0 || number === 'Q1'
    return [
      { el: 'line', at: { x1: x, x2: x, y1: 90, y2: bottom }, stroke: 'line' },
      ...(starts ? [textAt(x + 4, 88, [year], { size: 13, bold: true, fill: 'muted' })] : []),
      ...(isTight && !starts ? [] : [textAt(x + 4, 108, [number], { size: 13, fill: 'muted' })]),
    ]
  })
}

function todayLine(today: string, span: Span, bottom: number, xOf: (day: string) => number): Shape[] {
  const day = dayNumber(today)
  if (day < span.from || day > span.to) return []
  const x = xOf(today)
  return [
    {
      el: 'line',
      at: { x1: x, x2: x, y1: 72, y2: bottom, 'stroke-width': 2, 'stroke-dasharray': '2 4' },
      stroke: 'red',
    },
    textAt(x, 66, [`As on ${shortDay(today)}`], { size: 12.5, bold: true, fill: 'red', anchor: 'middle' }),
  ]
}

function legend(y: number): Shape[] {
  const items: [number, Shape, string][] = [
    [24, { el: 'path', at: { d: `M33 ${y - 9}l9 9l-9 9l-9 -9z` }, fill: 'ink' }, 'milestone'],
    [
      140,
      { el: 'rect', at: { x: 140, y: y - 8, width: 34, height: 16, rx: 3 }, fill: 'blue' },
      'action, start to approved date',
    ],
    [
      400,
      {
        el: 'rect',
        at: { x: 400, y: y - 8, width: 34, height: 16, rx: 3, 'stroke-width': 2, 'stroke-dasharray': '5 4' },
        fill: 'paper',
        stroke: 'blue',
      },
      'expected later',
    ],
    [
      560,
      { el: 'circle', at: { cx: 570, cy: y, r: 7, 'stroke-width': 3.5 }, fill: 'paper', stroke: 'ochre' },
      'review',
    ],
  ]
  return items.flatMap(([x, shape, words], at) => [
    shape,
    textAt(x + (at === 0 ? 26 : at === 3 ? 26 : 42), y + 4.5, [words], { size: 13, fill: 'muted' }),
  ])
}

/** The same in words, quarter by quarter, gaps named. */
export function timetableText({ quarters, undated }: Timetable, title: string): string[] {
  const line = (entry: TimetableEntry) => {
    const name = [entry.ref, entry.title].filter(Boolean).join(' ')
    const when = whenOf(entry)
    const moved = entry.expected && entry.day ? ` (approved for ${longDay(entry.day)})` : ''
    return `${when ? `${longDay(when)}${moved}: ` : ''}${name}${entry.lead ? `, ${entry.lead}` : ''}.`
  }
  return [
    `${title}.`,
    ...quarters.flatMap(({ quarter, entries }) => [
      `${quarter.title}, ${quarter.months}: ${entries.length === 0 ? 'nothing is due.' : ''}`.trim(),
      ...entries.map(line),
    ]),
    ...(undated.length > 0
      ? ['No date yet:', ...undated.map((it) => `${line(it)} Asked: ${askedFor(it)}.`)]
      : []),
  ]
}
