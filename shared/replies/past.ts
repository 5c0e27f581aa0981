/** Sealed versions, what was erased, and going back. */
import * as z from 'zod/mini'
import { PHASES } from '../board.ts'
import type { EraseReceipt } from '../erasure/calls.ts'
import { OUTCOMES } from '../outcomes.ts'
import type { ChangesReply, RestoreEntry, RestorePreview, RestoreReply } from '../past/calls.ts'
import type { Comparison } from '../past/comparison.ts'
import type { VersionReply } from '../version.ts'
import { column, count, id, moment, parked, type Shape } from './atoms.ts'

const { array, int, nullable, optional, record, strictObject, string } = z

const totals = strictObject({
  statements: count,
  in: record(column, count),
  ready: count,
  decided: count,
  parked: count,
  shown: count,
})
const named = { id, ref: string(), title: string() }
const parts = array(string())
const decided = nullable(strictObject({ column: nullable(column), parked: optional(parked) }))
const what = z.enum(['added', 'removed', 'changed'])
const words = { added: count, removed: count }
const comparison: Shape<Comparison> = strictObject({
  totals: strictObject({ before: totals, after: totals }),
  added: array(strictObject(named)),
  removed: array(strictObject(named)),
  moved: array(strictObject({ ...named, from: column, to: column })),
  decided: array(strictObject({ ...named, from: decided, to: decided })),
  reworded: array(strictObject({ ...named, parts })),
  answered: array(strictObject({ ...named, parts })),
  why: array(strictObject({ ...named, ...words })),
  paper: array(strictObject({ section: string(), ...words })),
  plan: array(
    strictObject({
      kind: z.enum(['stream', 'action', 'watch']),
      id,
      title: string(),
      what,
      fields: array(strictObject({ label: string(), from: string(), to: string() })),
    }),
  ),
  facts: array(strictObject({ key: string(), what })),
})
const people = strictObject({ invited: count, joined: count })

export const versionReply: Shape<VersionReply> = strictObject({
  version: int(),
  label: string(),
  position: int(),
  sha256: string(),
  fullSha256: string(),
  phase: optional(z.enum(PHASES)),
  people: optional(people),
  redacted: optional(strictObject({ at: moment, sha256: string(), fullSha256: string() })),
  sealedAt: moment,
  by: string(),
  approvals: array(
    strictObject({
      meeting: string(),
      outcome: z.enum(OUTCOMES),
      presented: optional(string()),
      date: optional(string()),
      minute: optional(string()),
      note: optional(string()),
      recordedAt: moment,
    }),
  ),
})
export const versionsReply = array(versionReply)
export const changesReply: Shape<ChangesReply> = strictObject({
  changes: comparison,
  people: strictObject({ before: nullable(people), after: nullable(people) }),
})

export const eraseReceipt: Shape<EraseReceipt> = strictObject({
  board: id,
  erased: z.enum(['person', 'statement', 'comment', 'board']),
  id: string(),
  at: moment,
  by: string(),
  reason: string(),
  places: count,
  records: count,
  versions: array(int()),
  stillNamed: array(string()),
  wordsIn: array(string()),
  backupsUntil: nullable(moment),
  beyond: string(),
})

const to = z.union([strictObject({ version: int() }), strictObject({ position: int() })])
export const restoreReply: Shape<RestoreReply> = strictObject({ restore: int(), changedSince: count })
const restoreEntry: Shape<RestoreEntry> = strictObject({
  restore: int(),
  to,
  asAt: moment,
  reason: string(),
  at: moment,
  by: string(),
  takenBack: nullable(strictObject({ at: moment, by: string(), reason: optional(string()) })),
})
export const restoresReply = array(restoreEntry)
export const restorePreview: Shape<RestorePreview> = strictObject({
  to,
  asAt: moment,
  changes: comparison,
  underVote: array(id),
  from: int(),
})
