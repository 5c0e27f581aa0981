/**
 * The mapping to read and to print: A4 across, by publication and chapter, a row a statement under a heading
 * row that is repeated on every page.
 */
import type { StatementId } from '../board.ts'
import { longDay, shortDay } from '../days.ts'
import { actionRefs } from '../plan/refs.ts'
import { NO_RESPONSE, type PlanItem } from '../plan.ts'
import { lackSentence } from '../readiness.ts'
import type { ExportSource } from './contract.ts'
import { whyOf } from './mapping-row.ts'
import type { Block, DocumentCell, OfficeDocument } from './office/document.ts'
import { writeDocx } from './office/docx.ts'
import { writeHtml } from './office/html.ts'
import { standingOf } from './standing.ts'

export const writeMappingDocx = (source: ExportSource): Uint8Array => writeDocx(mappingDocument(source))
export const writeMappingHtml = (source: ExportSource): string => writeHtml(mappingDocument(source))

function mappingDocument(source: ExportSource): OfficeDocument {
  const { facts } = source.snapshot
  const groups = groupsOf(source)
  return {
    title: `${facts.title}: mapping`,
    over: facts.organisation,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    isLandscape: true,
    blocks: [
      ...(groups.length === 0
        ? [{ kind: 'words' as const, text: 'There is no statement on the board yet.' }]
        : []),
      ...groups.flatMap(({ publication, chapters }): Block[] => [
        { kind: 'heading', level: 1, text: publication },
        ...chapters.flatMap(({ chapter, ids }): Block[] => [
          ...(chapter ? [{ kind: 'heading' as const, level: 2 as const, text: chapter }] : []),
          table(source, [publication, chapter].filter(Boolean).join(', '), ids),
        ]),
      ]),
    ],
  }
}

function groupsOf({ snapshot }: ExportSource) {
  const { facts, ids, statements } = snapshot
  const publications = new Map<string, Map<string, StatementId[]>>()
  for (const id of ids) {
    const statement = statements.get(id)
    if (!statement) continue
    const publication = facts.sources.get(statement.source)?.title ?? statement.source
    const chapter = facts.chapters.find((it) => it.id === statement.chapter)?.title ?? statement.chapter ?? ''
    const chapters = publications.get(publication) ?? new Map<string, StatementId[]>()
    chapters.set(chapter, [...(chapters.get(chapter) ?? []), id])
    publications.set(publication, chapters)
  }
  return Array.from(publications, ([publication, chapters]) => ({
    publication,
    chapters: Array.from(chapters, ([chapter, list]) => ({ chapter, ids: list })),
  }))
}

function table(source: ExportSource, caption: string, ids: readonly StatementId[]): Block {
  const refs = actionRefs(source.snapshot.plan.action)
  return {
    kind: 'table',
    caption: `Statements of ${caption}`,
    head: [
      'Ref, page',
      'Statement',
      'Official response',
      'Category and why',
      'What we will do',
      'Lead',
      'Date',
      'Aims',
    ],
    widths: [2.2, 8.5, 5.6, 5.5, 6, 3.7, 3.6, 4],
    rows: ids.map((id) => row(source, id, refs)),
    isNamed: true,
  }
}

function row(source: ExportSource, id: StatementId, refs: ReadonlyMap<string, string>): DocumentCell[] {
  const { snapshot } = source
  const { facts, plan } = snapshot
  const statement = snapshot.statements.get(id)
  if (!statement) return []
  const refTo = (other: StatementId) => snapshot.statements.get(other)?.ref ?? other
  const response = snapshot.responses.get(id) ?? NO_RESPONSE
  const column = snapshot.placements.get(id)?.column ?? 'unsorted'
  const lacks = snapshot.lacks.get(id) ?? []
  const reason = whyOf(source, id) ?? ''
  const actions = column === 'new-action' ? response.actions.flatMap((it) => plan.action.get(it) ?? []) : []
  const stream = column === 'due-regard' && response.stream ? plan.stream.get(response.stream) : undefined
  const watch = column === 'watching-brief' && response.watch ? plan.watch.get(response.watch) : undefined
  const each = (value: (item: PlanItem) => string | undefined) =>
    actions.map((it) => value(it) || 'not said').join('\n')
  const what =
    actions.map((it) => `${refs.get(it.id) ?? it.id} ${it.fields.title ?? ''}`).join('\n') ||
    [stream?.fields.title, stream && (response.evidence ?? stream.fields.evidence)]
      .filter(Boolean)
      .join('\n') ||
    [watch?.fields.title, watch?.fields.trigger].filter(Boolean).join('\n')
  return [
    [
      statement.ref,
      statement.page && `p. ${statement.page}`,
      statement.partOf && `part of ${refTo(statement.partOf)}`,
      statement.sameAs && `same as ${refTo(statement.sameAs)}`,
    ]
      .filter(Boolean)
      .join('\n'),
    statement.title ? { bold: statement.title, text: statement.text } : statement.text,
    [statement.official?.status, statement.official?.text].filter(Boolean).join('\n'),
    { bold: facts.columns[column].title, text: reason },
    [what, lacks.length > 0 && column !== 'unsorted' ? `${lackSentence(lacks)}.` : '']
      .filter(Boolean)
      .join('\n'),
    actions.length > 0
      ? each(({ fields }) => fields.lead || (fields.leadBy && `to be named by ${longDay(fields.leadBy)}`))
      : (stream?.fields.projectLead ?? watch?.fields.executiveLead ?? ''),
    actions.length > 0
      ? each(({ fields }) => fields.due && shortDay(fields.due))
      : watch?.fields.nextReview
        ? shortDay(watch.fields.nextReview)
        : '',
    facts.objectives
      .filter((it) => response.objectives.includes(it.id))
      .map((it) => it.title)
      .join('\n'),
  ]
}
