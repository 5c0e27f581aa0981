/**
 * The mapping: one line a statement, what the report said, what was decided and what will be done.
 *
 * The columns stand in one table, so every format has the same ones in the same order. What is not known
 * yet is left empty. Several actions of one statement stand in one cell each, in the same order.
 */
import type { PlanId, StatementId } from '../board.ts'
import { CATEGORY_IDS } from '../columns.ts'
import { DECIDED_HOW_WORDS, type DecisionMark, type Hands, type VoteMark } from '../consult/vote.ts'
import { dayOf, longDay } from '../days.ts'
import type { StatementView } from '../doc/reads/statements.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { actionRefs } from '../plan/refs.ts'
import { type ActionStatus, NO_RESPONSE, type PlanItem, type Response } from '../plan.ts'
import type { ExportSource } from './contract.ts'
import type { Cell } from './csv-cell.ts'
import { STATUS_WORDS } from './timetable.ts'

interface Line {
  source: ExportSource
  snapshot: BoardSnapshot
  statement: StatementView
  response: Response
  actions: readonly PlanItem[]
  stream: PlanItem | undefined
  watch: PlanItem | undefined
  decision: DecisionMark | undefined
  vote: VoteMark | undefined
  /** What actions are called. */
  refs: ReadonlyMap<PlanId, string>
}

export interface MappingColumn {
  header: string
  group:
    | 'Statement'
    | 'Official response'
    | 'Category'
    | 'New action'
    | 'Due regard'
    | 'Watching brief'
    | 'Also'
  value(line: Line): Cell
}

const of = (
  group: MappingColumn['group'],
  columns: Record<string, MappingColumn['value']>,
): MappingColumn[] => Object.entries(columns).map(([header, value]) => ({ header, group, value }))

export const MAPPING_COLUMNS: readonly MappingColumn[] = [
  ...of('Statement', {
    Ref: ({ statement }) => statement.ref,
    'Our title': ({ statement }) => statement.title,
    Statement: ({ statement }) => statement.text,
    Publication: ({ statement, snapshot }) =>
      snapshot.facts.sources.get(statement.source)?.title ?? statement.source,
    'Chapter or review': ({ statement, snapshot }) => titleOf(snapshot.facts.chapters, statement.chapter),
    Page: ({ statement }) => statement.page,
    Theme: ({ statement, snapshot }) => titleOf(snapshot.facts.themes, statement.theme),
    'Addressed to': ({ statement }) => statement.addressedTo,
    'Same as': ({ statement, snapshot }) => refOfId(snapshot, statement.sameAs),
    'Part of': ({ statement, snapshot }) => refOfId(snapshot, statement.partOf),
    'Seen before': ({ statement: { seenBefore }, snapshot }) =>
      seenBefore &&
      `${snapshot.facts.columns[seenBefore.column].title}${seenBefore.decided ? ', decided' : ''} (${seenBefore.version}, ${seenBefore.on})`,
  }),
  ...of('Official response', {
    'Official response': ({ statement }) => statement.official?.status,
    'Its text': ({ statement }) => statement.official?.text,
  }),
  ...of('Category', {
    Category: ({ statement, snapshot }) => snapshot.facts.columns[columnOf(snapshot, statement.id)].title,
    Why: ({ statement, source }) => whyOf(source, statement.id),
    'How decided': ({ decision }) => decision && decidedWords(decision),
    Date: ({ decision }) => (decision ? dayOf(decision.at) : undefined),
    New: ({ vote }) => vote?.result?.counts?.['new-action'],
    Due: ({ vote }) => vote?.result?.counts?.['due-regard'],
    Watch: ({ vote }) => vote?.result?.counts?.['watching-brief'],
    'Not my area': ({ vote }) => vote?.result?.counts?.['not-my-area'],
    Hands: ({ vote }) => (vote?.result?.hands ? handsWords(vote.result.hands) : undefined),
    'Took part of expected': ({ vote }) => vote?.result && `${vote.answered} of ${vote.expected}`,
    'Other view': ({ statement, source }) => source.decisions.get(statement.id)?.otherView,
    'Category in last version': ({ statement, source }) => {
      const was = source.before?.then.snapshot
      return was?.statements.has(statement.id)
        ? was.facts.columns[columnOf(was, statement.id)].title
        : undefined
    },
  }),
  ...of('New action', {
    'Action ref': ({ actions, refs }) => each(actions, (it) => refs.get(it.id)),
    Action: ({ actions }) => each(actions, (it) => it.fields.title),
    'Work stream': ({ actions, snapshot }) => each(actions, (it) => streamOf(snapshot, it)?.fields.title),
    'Executive lead': ({ actions, snapshot }) =>
      each(actions, (it) => it.fields.executiveLead || streamOf(snapshot, it)?.fields.executiveLead),
    Lead: ({ actions }) =>
      each(
        actions,
        ({ fields: { lead, leadBy } }) => lead || (leadBy && `to be named by ${longDay(leadBy)}`),
      ),
    Start: ({ actions }) => each(actions, (it) => it.fields.start),
    'Due approved': ({ actions }) => each(actions, (it) => it.fields.due),
    'Due expected': ({ actions }) => each(actions, (it) => it.fields.dueExpected),
    Status: ({ actions }) =>
      each(actions, (it) => it.fields.status && STATUS_WORDS[it.fields.status as ActionStatus]),
    'Latest progress': ({ actions }) =>
      each(actions, (it) => {
        const latest = it.progress.at(-1)
        return latest && `${longDay(latest.day)}: ${latest.text}`
      }),
    Evidence: ({ actions }) => each(actions, (it) => it.fields.evidence),
    'Cost note': ({ actions }) => each(actions, (it) => it.fields.costNote),
  }),
  ...of('Due regard', {
    'Work stream': ({ stream }) => stream?.fields.title,
    'Project lead': ({ stream }) => stream?.fields.projectLead,
    Evidence: ({ response, stream, snapshot, statement }) =>
      columnOf(snapshot, statement.id) === 'due-regard'
        ? (response.evidence ?? stream?.fields.evidence)
        : undefined,
    'Briefed on': ({ stream }) => stream?.fields.briefedOn,
    'Acknowledged on': ({ stream }) => stream?.fields.acknowledgedOn,
  }),
  ...of('Watching brief', {
    'Watched source': ({ watch }) => watch?.fields.title,
    'Executive lead': ({ watch }) => watch?.fields.executiveLead,
    Trigger: ({ watch }) => watch?.fields.trigger,
    'Next review': ({ watch }) => watch?.fields.nextReview,
    'Last outcome': ({ watch }) => watch?.fields.lastOutcome,
  }),
  ...of('Also', {
    Objectives: ({ response, snapshot }) =>
      snapshot.facts.objectives
        .filter((it) => response.objectives.includes(it.id))
        .map((it) => it.title)
        .join('; '),
    // The public set holds no comments, sealed or live; that there were some is not told in it either.
    Comments: ({ statement, snapshot, source }) =>
      source.set === 'full' ? (snapshot.comments.get(statement.id)?.length ?? 0) : undefined,
    'Ready?': ({ statement, snapshot }) => (snapshot.lacks.get(statement.id)?.length === 0 ? 'yes' : 'no'),
    'What is missing': ({ statement, snapshot }) => (snapshot.lacks.get(statement.id) ?? []).join('; '),
  }),
]

/** Every statement in the order of its publication, a cell a column. */
export function mappingRows(source: ExportSource): Cell[][] {
  const { snapshot } = source
  const refs = actionRefs(snapshot.plan.action)
  return snapshot.ids.flatMap((id) => {
    const statement = snapshot.statements.get(id)
    if (!statement) return []
    const response = snapshot.responses.get(id) ?? NO_RESPONSE
    const column = columnOf(snapshot, id)
    const linked = <Part>(to: string, part: Part): Part | undefined => (column === to ? part : undefined)
    const line: Line = {
      source,
      snapshot,
      statement,
      response,
      // A link counts while its statement stands in the category that asks for it.
      actions: (linked('new-action', response.actions) ?? []).flatMap(
        (it) => snapshot.plan.action.get(it) ?? [],
      ),
      stream: snapshot.plan.stream.get(linked('due-regard', response.stream) ?? ''),
      watch: snapshot.plan.watch.get(linked('watching-brief', response.watch) ?? ''),
      decision: snapshot.live.decisions.get(id),
      vote: snapshot.live.votes.get(id),
      refs,
    }
    return [MAPPING_COLUMNS.map((column) => column.value(line))]
  })
}

/**
 * What people wrote together, and what was given as the reason when it was decided. Of what is set aside, why.
 */
export function whyOf({ snapshot, why, decisions }: ExportSource, id: StatementId): string | undefined {
  const aside =
    columnOf(snapshot, id) === 'set-aside' ? snapshot.responses.get(id)?.setAsideReason : undefined
  const said = [aside, why.get(id), decisions.get(id)?.reason].map((it) => it?.trim()).filter(Boolean)
  return said.length > 0 ? Array.from(new Set(said)).join('\n') : undefined
}

function decidedWords({ how, column, parked }: DecisionMark): string {
  if (column !== null) return DECIDED_HOW_WORDS[how]
  return ['Parked', parked?.who && `${parked.who} decides`, parked?.by && `by ${parked.by}`]
    .filter(Boolean)
    .join(', ')
}

/** In the order of the columns: new action, due regard, watching brief. */
const handsWords = (hands: Hands): string => CATEGORY_IDS.map((it) => hands[it]).join(' / ')

const columnOf = (snapshot: BoardSnapshot, id: string) => snapshot.placements.get(id)?.column ?? 'unsorted'

const titleOf = (list: readonly { id: string; title: string }[], name: string | undefined) =>
  list.find((it) => it.id === name)?.title ?? name

const refOfId = (snapshot: BoardSnapshot, id: string | undefined) =>
  id === undefined ? undefined : (snapshot.statements.get(id)?.ref ?? id)

const streamOf = (snapshot: BoardSnapshot, action: PlanItem) =>
  action.fields.stream ? snapshot.plan.stream.get(action.fields.stream) : undefined

/** One value an action, empty ones kept so that the cells of a line agree; nothing where none has one. */
function each(
  actions: readonly PlanItem[],
  value: (action: PlanItem) => string | undefined,
): string | undefined {
  const values = actions.map((it) => value(it) ?? '')
  return values.some(Boolean) ? values.join('; ') : undefined
}
