/**
 * The plan as it is read: work streams with their actions and the statements they answer, what is watched,
 * and what belongs to nothing yet.
 *
 * A stream stands here once, whether it carries new actions, takes statements into account, or both.
 */
import type { PlanId, StatementId } from '../board.ts'
import { type CategoryId, isCategoryId } from '../columns.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import type { PlanItem } from '../plan.ts'
import type { Lack } from '../readiness.ts'
import { naturally } from '../words.ts'
import { itemLacks } from './lacks.ts'
import { type Links, linksOf } from './links.ts'
import { actionRefs } from './refs.ts'

export interface Part {
  item: PlanItem
  title: string
  /** Statements it answers now, in the order of their publication. */
  answers: readonly StatementId[]
  /** Statements linked to it that stand in another category now. */
  resting: readonly StatementId[]
  lacks: readonly Lack[]
}

export interface ActionPart extends Part {
  /** A3 */
  ref: string
  /** Its own executive lead, or its stream's. */
  executiveLead: string
}

export interface StreamPart extends Part {
  /** By due date, undated ones last. */
  actions: readonly ActionPart[]
}

export interface PlanOutline {
  /** By title. */
  streams: readonly StreamPart[]
  /** Actions without a work stream. */
  loose: readonly ActionPart[]
  /** By next review, those without one last. */
  watches: readonly Part[]
  /** Statements of each category that nothing answers yet. */
  unanswered: Readonly<Record<CategoryId, readonly StatementId[]>>
  links: Links
}

const NOTHING: readonly Lack[] = []

export type Planned = Pick<BoardSnapshot, 'ids' | 'placements' | 'responses' | 'plan'>

export function outlineOf(board: Planned): PlanOutline {
  const { plan } = board
  const links = linksOf(board)
  const refs = actionRefs(plan.action)
  const streamOf = (id: PlanId) => plan.stream.get(id)
  const partOf = (item: PlanItem): Part => ({
    item,
    title: titleOf(item),
    answers: links.answers[item.kind].get(item.id) ?? [],
    resting: links.resting[item.kind].get(item.id) ?? [],
    // A stream that takes no statement into account owes the Board nothing but its actions.
    lacks: item.kind === 'stream' && !links.answers.stream.has(item.id) ? NOTHING : itemLacks(item, streamOf),
  })

  const actions = Array.from(plan.action.values(), (item): ActionPart => {
    const stream = item.fields.stream ? streamOf(item.fields.stream) : undefined
    return {
      ...partOf(item),
      ref: refs.get(item.id) ?? item.id,
      executiveLead: item.fields.executiveLead || stream?.fields.executiveLead || '',
    }
  }).sort(
    by(
      (it) => it.item.fields.due,
      (it) => it.ref,
    ),
  )
  const inStream = new Map<PlanId | undefined, ActionPart[]>()
  for (const action of actions) {
    const stream = action.item.fields.stream
    const home = stream && streamOf(stream) ? stream : undefined
    inStream.set(home, [...(inStream.get(home) ?? []), action])
  }

  return {
    streams: Array.from(
      plan.stream.values(),
      (item): StreamPart => ({
        ...partOf(item),
        actions: inStream.get(item.id) ?? [],
      }),
    ).sort((a, b) => naturally.compare(a.title, b.title)),
    loose: inStream.get(undefined) ?? [],
    watches: Array.from(plan.watch.values(), partOf).sort(
      by(
        (it) => it.item.fields.nextReview,
        (it) => it.title,
      ),
    ),
    unanswered: unansweredIn(board, links),
    links,
  }
}

/** Whose link leads to what is no longer there is answered by nothing. */
function unansweredIn({ ids, placements, plan }: Planned, { answers }: Links): PlanOutline['unanswered'] {
  const answered = new Set<StatementId>()
  for (const kind of ['action', 'stream', 'watch'] as const) {
    for (const [id, statements] of answers[kind]) {
      if (plan[kind].has(id)) for (const statement of statements) answered.add(statement)
    }
  }
  const left: Record<CategoryId, StatementId[]> = { 'new-action': [], 'due-regard': [], 'watching-brief': [] }
  for (const id of ids) {
    const column = placements.get(id)?.column
    if (column && isCategoryId(column) && !answered.has(id)) left[column].push(id)
  }
  return left
}

export const titleOf = ({ fields }: PlanItem): string => fields.title || '(no title yet)'

/** By day, what has none last; then as people count. */
const by =
  <Item>(day: (item: Item) => string | undefined, name: (item: Item) => string) =>
  (a: Item, b: Item): number => {
    const [x, y] = [day(a) || '9999', day(b) || '9999']
    return x < y ? -1 : x > y ? 1 : naturally.compare(name(a), name(b))
  }
