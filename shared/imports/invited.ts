/**
 * An invited list out of rows that somebody pasted from a spreadsheet, with a heading or without.
 *
 * The same name and post again is the same person: a corrected list can be pasted over the first.
 */
import Papa from 'papaparse'
import { unguarded } from '../exports/csv-cell.ts'
import type { InvitedRow, Invitee, Way } from '../invited.ts'
import { LIMITS } from '../limits.ts'
import { plainLine } from '../words.ts'
import { evenLineEnds } from './csv.ts'
import type { RowProblem } from './rows.ts'

type Field = 'name' | 'first' | 'last' | 'post' | 'group' | 'way'

const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  name: ['name', 'full name', 'person', 'invited', 'who', 'participant', 'attendee'],
  first: ['first name', 'forename', 'given name', 'first'],
  last: ['last name', 'surname', 'family name', 'last'],
  post: ['post', 'job title', 'job', 'position', 'title', 'role', 'post title'],
  group: ['group', 'team', 'directorate', 'department', 'division', 'organisation', 'service'],
  way: ['way', 'takes part by', 'takes part', 'by', 'how', 'attending', 'attendance', 'mode'],
}

const WAY_WORDS: Readonly<Record<Way, readonly string[]>> = {
  device: ['', 'device', 'own device', 'phone', 'laptop', 'tablet', 'online', 'remote', 'remotely', 'teams'],
  room: ['room', 'in the room', 'in room', 'in person', 'no device', 'hall', 'hands'],
  paper: ['paper', 'on paper', 'post', 'letter', 'form'],
}

/** In the order of a list without a heading. */
const UNHEADED: Partial<Record<Field, number>> = { name: 0, post: 1, group: 2, way: 3 }

/** Lines of a paste as rows; nothing is judged yet, for the server judges the same rows again. */
export function readInvited(pasted: string): InvitedRow[] {
  const { data } = Papa.parse<string[]>(evenLineEnds(pasted.replace(/^\ufeff/, '')), {
    newline: '\n',
    header: false,
    skipEmptyLines: false,
    delimitersToGuess: ['\t', ',', ';'],
    preview: LIMITS.invited + 1,
  })
  const headed = columnsIn(data[0] ?? [])
  const columns = headed ?? UNHEADED
  const rows: InvitedRow[] = []
  data.forEach((line, at) => {
    if ((headed && at === 0) || line.every((it) => it.trim() === '')) return
    const cell = (field: Field) => unguarded(line[columns[field] ?? -1] ?? '').slice(0, 500)
    const name = columns.name === undefined ? `${cell('first')} ${cell('last')}` : cell('name')
    rows.push({ row: at + 1, name: name.trim(), post: cell('post'), group: cell('group'), way: cell('way') })
  })
  return rows
}

function columnsIn(line: readonly string[]): Partial<Record<Field, number>> | null {
  const words = line.map((it) =>
    it
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim(),
  )
  const found = Object.entries(HEADINGS).flatMap(([field, names]) => {
    const at = words.findIndex((it) => names.includes(it))
    return at < 0 ? [] : [[field, at] as const]
  })
  const columns = Object.fromEntries(found) as Partial<Record<Field, number>>
  return columns.name !== undefined || columns.last !== undefined ? columns : null
}

export interface InvitedPlan {
  /** Without an id yet. */
  added: Omit<Invitee, 'id'>[]
  updated: Invitee[]
  unchanged: number
  rejected: RowProblem[]
}

/** What rows would make of the list as it is: the browser shows it, and then the server does it. */
export function planInvited(rows: readonly InvitedRow[], already: readonly Invitee[]): InvitedPlan {
  const plan: InvitedPlan = { added: [], updated: [], unchanged: 0, rejected: [] }
  const byKey = new Map(already.map((it) => [keyOf(it), it]))
  const named = new Map<string, Invitee[]>()
  for (const it of already) named.set(fold(it.name), [...(named.get(fold(it.name)) ?? []), it])
  const seen = new Map<string, number>()
  const met = new Set<Invitee>()
  for (const row of rows) {
    const read = readRow(row)
    if (typeof read === 'string') {
      plan.rejected.push({ row: row.row, reason: read })
      continue
    }
    const earlier = seen.get(keyOf(read))
    if (earlier !== undefined) {
      plan.rejected.push({ row: row.row, reason: `the same person as row ${earlier}` })
      continue
    }
    seen.set(keyOf(read), row.row)
    const alike = onlyOne(named.get(fold(read.name)), read)
    // Two rows of one name with two posts are two people, though the list has one of that name without a post.
    const isTaken = alike !== undefined && read.post !== undefined && met.has(alike)
    const same = byKey.get(keyOf(read)) ?? (isTaken ? undefined : alike)
    if (same) met.add(same)
    if (!same) {
      if (already.length + plan.added.length >= LIMITS.invited)
        plan.rejected.push({ row: row.row, reason: `a list holds at most ${LIMITS.invited} people` })
      else plan.added.push(read)
      continue
    }
    const after = { ...same, ...read }
    if (isSame(same, after)) plan.unchanged += 1
    else plan.updated.push(after)
  }
  return plan
}

/** Somebody whose post one of the lists leaves out. */
const onlyOne = (same: readonly Invitee[] | undefined, { post }: { post?: string }): Invitee | undefined =>
  same?.length === 1 && (!post || !same[0]?.post) ? same[0] : undefined

function readRow(row: InvitedRow): Omit<Invitee, 'id'> | string {
  const [name, post, group] = [row.name, row.post ?? '', row.group ?? ''].map(plainLine) as [
    string,
    string,
    string,
  ]
  if (name === '') return 'there is no name'
  if (name.length > LIMITS.name) return `the name is longer than ${LIMITS.name} characters`
  if (post.length > LIMITS.line) return `the post is longer than ${LIMITS.line} characters`
  if (group.length > LIMITS.name) return `the group is longer than ${LIMITS.name} characters`
  const said = plainLine(row.way ?? '').toLowerCase()
  const way = (Object.keys(WAY_WORDS) as Way[]).find((it) => WAY_WORDS[it].includes(said))
  if (!way) return `“${said.slice(0, 30)}” is not one of device, room and paper`
  return { name, ...(post && { post }), ...(group && { group }), ...(said && { way }) }
}

const fold = (words: string) => words.toLocaleLowerCase('en-GB')
const keyOf = ({ name, post = '' }: Pick<Invitee, 'name' | 'post'>) =>
  JSON.stringify([fold(name), fold(post)])

const isSame = (a: Invitee, b: Invitee) =>
  a.name === b.name && a.post === b.post && a.group === b.group && a.way === b.way
