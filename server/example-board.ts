/**
 * The board that is there from the first start: an invented trust half way through its answer.
 *
 * It is an ordinary board in the phase `open`, so that whoever opens a link can try everything at once.
 */
import type * as Y from 'yjs'
import type { Statement } from '../shared/board.ts'
import { COLUMN_IDS } from '../shared/columns.ts'
import { rootsOf, whyText } from '../shared/doc/board-doc.ts'
import { keysBetween } from '../shared/doc/order-keys.ts'
import example from '../shared/examples/hard-truths.json'
import { type PlanKind, planKey } from '../shared/plan.ts'
import type { Birth } from './new-board.ts'

export function exampleBoard(at: number): Birth {
  const authors = Array.from(new Set(example.comments.map((it) => it.by)))
  const participants = authors.map((name, index) => ({
    id: `example-${index + 1}`,
    name,
    role: 'participant' as const,
    joinedAt: at,
  }))
  return {
    title: example.title,
    organisation: example.organisation,
    phase: 'open',
    participants,
    fill: (doc) => fill(doc, (name) => participants.find((it) => it.name === name)?.id ?? 'example', at),
  }
}

function fill(doc: Y.Doc, idOf: (name: string) => string, at: number): void {
  const { board, statements, placements, responses, plan, comments } = rootsOf(doc)

  board.set('strategy', example.strategy)
  example.sources.forEach(({ code, ...source }, order) => {
    board.set(`source/${code}`, { ...source, order })
  })
  example.chapters.forEach((title, order) => {
    board.set(`chapter/c${order + 1}`, { title, order })
  })
  for (const [list, items] of Object.entries({ theme: example.themes, objective: example.objectives })) {
    items.forEach(({ id, title }, order) => {
      board.set(`${list}/${id}`, { title, order })
    })
  }
  for (const { id, ...milestone } of example.milestones) board.set(`milestone/${id}`, milestone)

  for (const { id, ...statement } of example.statements as (Statement & { id: string })[]) {
    statements.set(id, statement)
  }
  for (const column of COLUMN_IDS) {
    const placed = example.placements.filter((it) => it.column === column)
    const orders = keysBetween(null, null, placed.length)
    placed.forEach(({ statement }, index) => {
      placements.set(statement, { column, order: orders[index] })
    })
  }

  const kinds: [PlanKind, { id: string; fields: object }[]][] = [
    ['stream', example.plan.streams],
    ['action', example.plan.actions],
    ['watch', example.plan.watches],
  ]
  for (const [kind, items] of kinds) {
    for (const { id, fields } of items) {
      for (const [field, value] of Object.entries(fields))
        if (value) plan.set(planKey(kind, id, field), value)
    }
  }
  for (const { statement, actions, objectives, ...rest } of example.responses) {
    for (const id of actions) responses.set(`${statement}/action/${id}`, true)
    for (const id of objectives) responses.set(`${statement}/objective/${id}`, true)
    for (const [field, value] of Object.entries(rest))
      if (value) responses.set(`${statement}/${field}`, value)
  }
  for (const [statement, why] of Object.entries(example.why)) whyText(doc, statement).insert(0, why)

  example.comments.forEach(({ statement, by, text }, index) => {
    const minutesApart = (example.comments.length - index) * 60_000
    comments.set(`${idOf(by)}/c${index + 1}`, { on: statement, text, at: at - minutesApart })
  })
}
