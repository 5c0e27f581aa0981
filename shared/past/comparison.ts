/**
 * What changed between two states of a board: two sealed versions, a version and now, a moment and now.
 *
 * A pure function of two boards as exports read them. It says what stands differently, never who did it: a
 * thing changed and changed back is no change. Names are not in it, nor comments.
 */
import { type ColumnId, forColumns } from '../columns.ts'
import type { DecisionMark, Parked } from '../consult/vote.ts'
import { longDay } from '../days.ts'
import { textChange } from '../doc/edits.ts'
import { isSame } from '../doc/is-same.ts'
import type { StatementView } from '../doc/reads/statements.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import type { BoardThen } from '../exports/contract.ts'
import { STATUS_WORDS } from '../exports/timetable.ts'
import {
  type ActionStatus,
  PLAN_FIELDS,
  PLAN_KINDS,
  type PlanItem,
  type PlanKind,
  type Response,
} from '../plan.ts'

export interface Named {
  id: string
  ref: string
  /** Our title, or how the text begins. */
  title: string
}

/** How many words came and went, in the one stretch that is different. */
export interface WordCount {
  added: number
  removed: number
}

export interface PlanChange {
  kind: PlanKind
  id: string
  title: string
  what: 'added' | 'removed' | 'changed'
  /** Of one that changed; progress notes by their day. */
  fields: readonly { label: string; from: string; to: string }[]
}

export type Decided = { column: ColumnId | null; parked?: Parked } | null

export interface Comparison {
  totals: { before: Totals; after: Totals }
  added: readonly Named[]
  removed: readonly Named[]
  moved: readonly (Named & { from: ColumnId; to: ColumnId })[]
  decided: readonly (Named & { from: Decided; to: Decided })[]
  /** Their published text, our title, or what is said about where they are from. */
  reworded: readonly (Named & { parts: readonly string[] })[]
  /** What we will do about a statement: links, evidence, the reason for setting it aside. */
  answered: readonly (Named & { parts: readonly string[] })[]
  why: readonly (Named & WordCount)[]
  paper: readonly ({ section: string } & WordCount)[]
  plan: readonly PlanChange[]
  /** The board's own: title, sources, lists, rule, milestones. */
  facts: readonly { key: string; what: 'added' | 'removed' | 'changed'; title?: string }[]
}

export interface Totals {
  statements: number
  /** How many stand in each column. */
  in: Readonly<Record<ColumnId, number>>
  ready: number
  decided: number
  parked: number
  /** On which results were shown. */
  shown: number
}

export function compare(before: BoardThen, after: BoardThen): Comparison {
  const [was, is] = [before.snapshot, after.snapshot]
  const ids = [...is.ids, ...was.ids.filter((id) => !is.statements.has(id))]
  const each = <Change>(change: (id: string, name: Named) => Change | null) =>
    ids.flatMap((id): Change[] => {
      const statement = is.statements.get(id) ?? was.statements.get(id)
      const found = statement ? change(id, named(statement)) : null
      return found === null ? [] : [found]
    })
  const both = (id: string) => was.statements.has(id) && is.statements.has(id)
  return {
    totals: { before: totalsOf(was), after: totalsOf(is) },
    added: each((id, name) => (was.statements.has(id) ? null : name)),
    removed: each((id, name) => (is.statements.has(id) ? null : name)),
    moved: each((id, name) => {
      const [from, to] = [columnOf(was, id), columnOf(is, id)]
      return both(id) && from !== to ? { ...name, from, to } : null
    }),
    decided: each((id, name) => {
      const [from, to] = [decidedOf(was, id), decidedOf(is, id)]
      return isSame(from, to) ? null : { ...name, from, to }
    }),
    reworded: each((id, name) => {
      const parts = both(id) ? changedParts(was.statements.get(id), is.statements.get(id)) : []
      return parts.length > 0 ? { ...name, parts } : null
    }),
    answered: each((id, name) => {
      const parts = both(id) ? answerParts(was.responses.get(id), is.responses.get(id)) : []
      return parts.length > 0 ? { ...name, parts } : null
    }),
    why: each((id, name) => {
      const words = wordsChanged(before.why.get(id) ?? '', after.why.get(id) ?? '')
      return words && { ...name, ...words }
    }),
    paper: keysOf(before.paper, after.paper).flatMap((section) => {
      const words = wordsChanged(before.paper.get(section) ?? '', after.paper.get(section) ?? '')
      return words ? [{ section, ...words }] : []
    }),
    plan: PLAN_KINDS.flatMap((kind) => planChanges(kind, was, is)),
    facts: factChanges(before, after),
  }
}

/** Whether anything at all is different. */
export const isUnchanged = (it: Comparison): boolean =>
  [
    it.added,
    it.removed,
    it.moved,
    it.decided,
    it.reworded,
    it.answered,
    it.why,
    it.paper,
    it.plan,
    it.facts,
  ].every((list) => list.length === 0)

function totalsOf({ ids, inColumn, readyIn, live }: BoardSnapshot): Totals {
  const decisions = ids.flatMap((id) => live.decisions.get(id) ?? [])
  return {
    statements: ids.length,
    in: forColumns((column) => inColumn[column].length),
    ready: Object.values(readyIn).reduce((sum, ready) => sum + ready, 0),
    decided: decisions.filter((it) => it.column !== null).length,
    parked: decisions.filter((it) => it.column === null).length,
    shown: ids.filter((id) => live.votes.get(id)?.result).length,
  }
}

const TITLE_LENGTH = 80

function named({ id, ref, title, text }: StatementView): Named {
  const words = title || (text.length > TITLE_LENGTH ? `${text.slice(0, TITLE_LENGTH - 1).trimEnd()}…` : text)
  return { id, ref, title: words }
}

const columnOf = (board: BoardSnapshot, id: string): ColumnId =>
  board.placements.get(id)?.column ?? 'unsorted'

function decidedOf({ live }: BoardSnapshot, id: string): Decided {
  const mark: DecisionMark | undefined = live.decisions.get(id)
  if (!mark) return null
  return { column: mark.column, ...(mark.parked && { parked: mark.parked }) }
}

const STATEMENT_PARTS = {
  text: 'the published text',
  title: 'our title',
  official: 'the official response',
  number: 'the number',
  chapter: 'the chapter',
  page: 'the page',
  theme: 'the theme',
  addressedTo: 'whom it is addressed to',
  sameAs: 'what it is the same as',
  partOf: 'what it is part of',
} as const satisfies Partial<Record<keyof StatementView, string>>

function changedParts(was: StatementView | undefined, is: StatementView | undefined): string[] {
  return Object.entries(STATEMENT_PARTS).flatMap(([part, words]) => {
    const key = part as keyof typeof STATEMENT_PARTS
    return isSame(was?.[key], is?.[key]) ? [] : [words]
  })
}

const ANSWER_PARTS = {
  actions: 'its actions',
  stream: 'its work stream',
  watch: 'its watched source',
  evidence: 'its evidence',
  objectives: 'the objectives it serves',
  setAsideReason: 'the reason for setting it aside',
} as const satisfies Record<keyof Response, string>

function answerParts(was: Response | undefined, is: Response | undefined): string[] {
  return Object.entries(ANSWER_PARTS).flatMap(([part, words]) => {
    const key = part as keyof Response
    return isSame(filled(was?.[key]), filled(is?.[key])) ? [] : [words]
  })
}

/** An empty list and an empty text say what nothing says. */
const filled = (value: Response[keyof Response]) => (value?.length ? value : undefined)

function planChanges(kind: PlanKind, was: BoardSnapshot, is: BoardSnapshot): PlanChange[] {
  return keysOf(was.plan[kind], is.plan[kind]).flatMap((id): PlanChange[] => {
    const [before, after] = [was.plan[kind].get(id), is.plan[kind].get(id)]
    const title = after?.fields.title ?? before?.fields.title ?? id
    if (!before || !after) return [{ kind, id, title, what: before ? 'removed' : 'added', fields: [] }]
    const streams = (id: string) => (is.plan.stream.get(id) ?? was.plan.stream.get(id))?.fields.title
    const fields = fieldChanges(before, after, streams)
    return fields.length > 0 ? [{ kind, id, title, what: 'changed', fields }] : []
  })
}

function fieldChanges(
  before: PlanItem,
  after: PlanItem,
  streams: (id: string) => string | undefined,
): PlanChange['fields'] {
  const fields = PLAN_FIELDS.filter((it) => it.kind === after.kind).flatMap(({ field, type, label }) => {
    const [from, to] = [before.fields[field] ?? '', after.fields[field] ?? '']
    if (from === to) return []
    const say = (value: string) =>
      type === 'status'
        ? (STATUS_WORDS[value as ActionStatus] ?? value)
        : type === 'link:stream'
          ? (streams(value) ?? value)
          : value
    return [{ label, from: say(from), to: say(to) }]
  })
  const [was, is] = [before, after].map(({ progress }) => new Map(progress.map((it) => [it.day, it.text])))
  const notes = keysOf(was as Map<string, string>, is as Map<string, string>).flatMap((day) => {
    const [from, to] = [was?.get(day) ?? '', is?.get(day) ?? '']
    return from === to ? [] : [{ label: `Progress of ${longDay(day)}`, from, to }]
  })
  return [...fields, ...notes]
}

function factChanges(before: BoardThen, after: BoardThen): Comparison['facts'] {
  const [was, is] = [before.roots.board ?? NONE, after.roots.board ?? NONE]
  return keysOf(was, is).flatMap((key): Comparison['facts'][number][] => {
    if (isSame(was.get(key), is.get(key))) return []
    const title = (is.get(key) ?? was.get(key)) as { title?: unknown } | undefined
    return [
      {
        key,
        what: !was.has(key) ? 'added' : !is.has(key) ? 'removed' : 'changed',
        ...(typeof title?.title === 'string' && { title: title.title }),
      },
    ]
  })
}

const NONE: ReadonlyMap<string, unknown> = new Map()

const isGap = (letter: string | undefined): boolean => letter === undefined || /\s/.test(letter)

/** Null where nothing is different. */
export function wordsChanged(from: string, to: string): WordCount | null {
  if (from === to) return null
  const change = textChange(from, to)
  const { remove, insert } = change
  // A stretch that may as well begin earlier begins where its word does: two alike begin alike.
  let at = change.at
  const mayBegin = (before: number) =>
    (remove === 0 || from[before + remove] === from[before]) &&
    (insert === '' || to[before + insert.length] === to[before])
  while (!isGap(from[at - 1]) && mayBegin(at - 1)) at -= 1
  // A word that is changed in its middle is a word, not a syllable.
  // One that only stands beside what is new, before and now, is not changed.
  const isBeside = (was: number, is: number) => isGap(from[was]) && isGap(to[is])
  const start = isBeside(at, at) ? at : Math.max(0, from.slice(0, at).search(/\S*$/))
  const tail = isBeside(at + remove - 1, at + insert.length - 1)
    ? 0
    : (from.slice(at + remove).match(/^\S*/)?.[0].length ?? 0)
  const count = (text: string) => text.split(/\s+/).filter(Boolean).length
  return {
    removed: count(from.slice(start, at + remove + tail)),
    added: count(to.slice(start, at + insert.length + tail)),
  }
}

const keysOf = <Key>(was: ReadonlyMap<Key, unknown>, is: ReadonlyMap<Key, unknown>): Key[] => [
  ...new Set([...is.keys(), ...was.keys()]),
]
