/**
 * The plan: work streams, actions and watched sources, and every field they have, in one table.
 *
 * A field is one key of the `plan` root, `<kind>/<id>/<field>`, so two people filling two fields of one
 * action never overwrite each other. `agreed` says that the field may still be written once the plan is
 * agreed: what happens to a plan is recorded, what it said is not rewritten.
 */
import { isDay, isId, type PlanId } from './board.ts'
import { LIMITS } from './limits.ts'

export const PLAN_KINDS = ['stream', 'action', 'watch'] as const
export type PlanKind = (typeof PLAN_KINDS)[number]

export const ACTION_STATUSES = ['not-started', 'on-track', 'at-risk', 'late', 'done'] as const
export type ActionStatus = (typeof ACTION_STATUSES)[number]

/** `link:stream` holds the id of a work stream; `day` is 2027-04-01; `line` has no line breaks. */
export type FieldType = 'line' | 'text' | 'day' | 'status' | 'link:stream'

export interface PlanField {
  field: string
  kind: PlanKind
  type: FieldType
  label: string
  /** Column heading of the mapping. */
  header: string
  agreed: boolean
}

const field = (
  kind: PlanKind,
  name: string,
  type: FieldType,
  label: string,
  header: string,
  agreed = false,
): PlanField => ({ field: name, kind, type, label, header, agreed })

export const PLAN_FIELDS = [
  field('action', 'ref', 'line', 'Ref', 'Action ref'),
  field('action', 'title', 'line', 'Action', 'Action'),
  field('action', 'stream', 'link:stream', 'Work stream', 'Work stream'),
  field('action', 'executiveLead', 'line', 'Executive lead', 'Executive lead'),
  field('action', 'lead', 'line', 'Lead', 'Lead', true),
  field('action', 'leadBy', 'day', 'Lead to be named by', 'Lead to be named by'),
  field('action', 'start', 'day', 'Start', 'Start'),
  field('action', 'due', 'day', 'Due', 'Due approved'),
  field('action', 'dueExpected', 'day', 'Now expected', 'Due expected', true),
  field('action', 'status', 'status', 'Status', 'Status', true),
  field('action', 'evidence', 'text', 'Evidence', 'Evidence', true),
  field('action', 'costNote', 'line', 'Cost note', 'Cost note'),
  field('action', 'briefedOn', 'day', 'Briefed on', 'Briefed on', true),
  field('action', 'acknowledgedOn', 'day', 'Acknowledged on', 'Acknowledged on', true),
  field('stream', 'title', 'line', 'Work stream', 'Work stream'),
  field('stream', 'executiveLead', 'line', 'Executive lead', 'Executive lead'),
  field('stream', 'projectLead', 'line', 'Project lead', 'Project lead', true),
  field('stream', 'evidence', 'text', 'Evidence', 'Evidence', true),
  field('stream', 'briefedOn', 'day', 'Briefed on', 'Briefed on', true),
  field('stream', 'acknowledgedOn', 'day', 'Acknowledged on', 'Acknowledged on', true),
  field('watch', 'title', 'line', 'Watched source', 'Watched source'),
  field('watch', 'executiveLead', 'line', 'Executive lead', 'Executive lead', true),
  field('watch', 'trigger', 'line', 'What would make us act', 'Trigger'),
  field('watch', 'nextReview', 'day', 'Next review', 'Next review', true),
  field('watch', 'lastOutcome', 'text', 'Last outcome', 'Last outcome', true),
] as const satisfies readonly PlanField[]

const byName = new Map(PLAN_FIELDS.map((it) => [`${it.kind}/${it.field}`, it as PlanField]))
export const planField = (kind: PlanKind, name: string): PlanField | undefined =>
  byName.get(`${kind}/${name}`)

/** The fields of one plan item; absent means not said yet. */
export interface PlanItem {
  id: PlanId
  kind: PlanKind
  fields: Readonly<Record<string, string>>
  /** Progress notes by day, oldest first. */
  progress: readonly { day: string; text: string }[]
}

export const planKey = (kind: PlanKind, id: PlanId, name: string) => `${kind}/${id}/${name}`

export type PlanPath =
  | { kind: PlanKind; id: PlanId; field: PlanField; progressDay?: undefined }
  | { kind: PlanKind; id: PlanId; field?: undefined; progressDay: string }

/** What a key of the `plan` root names, or null where it names nothing. */
export function parsePlanKey(key: string): PlanPath | null {
  const [kind, id, name, day, ...rest] = key.split('/')
  if (!(PLAN_KINDS as readonly unknown[]).includes(kind) || !isId(id) || name === undefined) return null
  if (name === 'progress') {
    return rest.length === 0 && isDay(day) ? { kind: kind as PlanKind, id, progressDay: day } : null
  }
  const known = day === undefined ? planField(kind as PlanKind, name) : undefined
  return known ? { kind: kind as PlanKind, id, field: known } : null
}

/** Why a value does not fit its field, as a sentence, or null where it fits. An empty text means not said. */
export function planValueProblem(path: PlanPath, value: unknown): string | null {
  if (typeof value !== 'string') return 'a plan field holds text'
  if (path.progressDay !== undefined) return value.length <= LIMITS.paragraph ? null : 'too long'
  if (value === '') return null
  switch (path.field.type) {
    case 'day':
      return isDay(value) ? null : 'a day is written 2027-04-01'
    case 'status':
      return (ACTION_STATUSES as readonly string[]).includes(value) ? null : 'no such status'
    case 'link:stream':
      return isId(value) ? null : 'an id is 1 to 32 of A-Z a-z 0-9 _ -'
    case 'line':
      return value.length <= LIMITS.line && !/[\r\n]/.test(value)
        ? null
        : 'one line of at most 200 characters'
    case 'text':
      return value.length <= LIMITS.paragraph ? null : 'at most 2,000 characters'
  }
}

/** What the room says it will do about one statement, by category. */
export interface Response {
  actions: readonly PlanId[]
  objectives: readonly string[]
  stream?: PlanId
  watch?: PlanId
  evidence?: string
  setAsideReason?: string
}

export const NO_RESPONSE: Response = { actions: [], objectives: [] }

export type ResponsePath =
  | { statement: string; link: 'action' | 'objective'; to: string }
  | { statement: string; link: 'stream' | 'watch' | 'evidence' | 'setAsideReason'; to?: undefined }

/** What a key of the `responses` root names, or null where it names nothing. */
export function parseResponseKey(key: string): ResponsePath | null {
  const [statement, link, to, ...rest] = key.split('/')
  if (!isId(statement) || rest.length > 0) return null
  if (link === 'action' || link === 'objective') return isId(to) ? { statement, link, to } : null
  if (to !== undefined) return null
  return link === 'stream' || link === 'watch' || link === 'evidence' || link === 'setAsideReason'
    ? { statement, link }
    : null
}

export function responseValueProblem(path: ResponsePath, value: unknown): string | null {
  switch (path.link) {
    case 'action':
    case 'objective':
      return value === true ? null : 'a link is true'
    case 'stream':
    case 'watch':
      return value === '' || isId(value) ? null : 'an id is 1 to 32 of A-Z a-z 0-9 _ -'
    default:
      return typeof value === 'string' && value.length <= LIMITS.paragraph ? null : 'at most 2,000 characters'
  }
}
