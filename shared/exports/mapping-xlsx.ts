/**
 * The mapping as a workbook: what it is, the figures, every statement, and the plan sheet by sheet.
 *
 * The sheet Mapping has the columns of `mapping.csv` under the same headings and in the same order.
 */
import { isDay } from '../board.ts'
import { CATEGORY_IDS, COLUMN_IDS } from '../columns.ts'
import { AGREEMENT_WORDS, FEWEST_ANSWERS, opinionOf } from '../consult/agreement.ts'
import { answersIn, type Tally } from '../consult/answers.ts'
import { pairwiseAgreement, reliability, wilsonInterval } from '../consult/figures.ts'
import { dayOf } from '../days.ts'
import { ANSWER_WORDS, placeOf } from '../feedback.ts'
import { compare } from '../past/comparison.ts'
import { comparisonGroups, countLines } from '../past/comparison-words.ts'
import { linksOf } from '../plan/links.ts'
import { actionRefs } from '../plan/refs.ts'
import { type ActionStatus, PLAN_FIELDS, type PlanItem, type PlanKind } from '../plan.ts'
import { MAPPING_COLUMNS, type MappingColumn, mappingRows } from './mapping-row.ts'
import { type Sheet, type SheetCell, type SheetColumn, type Tone, writeWorkbook } from './office/xlsx.ts'
import { choicesSheet, historySheet } from './record-sheets.ts'
import type { ExportSource } from './registry.ts'
import { standingOf } from './standing.ts'
import { STATUS_WORDS } from './timetable.ts'

export function writeMappingXlsx(source: ExportSource): Uint8Array {
  const { facts } = source.snapshot
  return writeWorkbook({
    title: `${facts.title}: mapping`,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    sheets: [
      readMe(source),
      summary(source),
      mapping(source),
      planSheet(source, 'action', 'Actions', 'blue'),
      planSheet(source, 'stream', 'Streams', 'plum'),
      planSheet(source, 'watch', 'Watching', 'ochre'),
      divided(source),
      changes(source),
      method(source),
      ...(source.set === 'full' ? [comments(source), choicesSheet(source), historySheet(source)] : []),
    ],
  })
}

function readMe(source: ExportSource): Sheet {
  const { facts, ids } = source.snapshot
  const { status, date, fingerprint } = standingOf(source)
  const rows: [string, string][] = [
    ['Organisation', facts.organisation],
    ['Status', status],
    ['As it stood on', date],
    [
      'Fingerprint',
      `${fingerprint}: the SHA-256 of this board’s board.json, public set, begins so. Two files with one fingerprint are of one state.`,
    ],
    [
      'What is in it',
      source.set === 'full'
        ? 'Full record: with comments and what was made of them, every vote as it was shown, and who did what when. Who chose what is in no file; people are numbered.'
        : 'Public set: no comments, no individual choices.',
    ],
    ['Publications', Array.from(facts.sources.values(), (it) => it.title).join('\n')],
    ['Statements', `${ids.length}, each verbatim as published; Our title is ours.`],
    ...CATEGORY_IDS.map((it): [string, string] => [facts.columns[it].title, facts.columns[it].line]),
    [
      'Ready?',
      'yes: everything a board of directors needs to know is there. What is missing says what is not.',
    ],
    [
      'Sheets',
      'Summary: figures. Mapping: every statement, a line each; it can be imported again and changes nothing. Actions, Streams, Watching: the plan. Divided: where private choices did not agree. Changes: what is different from the version before. Method: how agreement is reckoned.',
    ],
  ]
  return {
    name: 'Read me',
    isProse: true,
    columns: [
      { header: facts.title || 'Board', width: 24 },
      { header: '', width: 84 },
    ],
    rows,
  }
}

function summary({ snapshot }: ExportSource): Sheet {
  const { facts, inColumn, readyIn, ids } = snapshot
  const columns = COLUMN_IDS.filter((it) => it !== 'unsorted' || inColumn.unsorted.length > 0)
  // A chapter stands in a statement by its id or by its title.
  const named = new Map<string, string>()
  for (const { id, title } of facts.chapters) {
    for (const name of [id, title]) if (!named.has(name)) named.set(name, id)
  }
  const counts = new Map<string | null, Map<string, number>>()
  for (const id of ids) {
    const chapter = named.get(snapshot.statements.get(id)?.chapter ?? '') ?? null
    const column = snapshot.placements.get(id)?.column ?? 'unsorted'
    const inChapter = counts.get(chapter) ?? new Map<string, number>()
    counts.set(chapter, inChapter.set(column, (inChapter.get(column) ?? 0) + 1))
  }
  const chapters = facts.chapters.filter((it) => counts.has(it.id))
  const others = counts.has(null)
  const within = (chapter: string | null, column?: string) =>
    Array.from(counts.get(chapter) ?? [])
      .filter(([name]) => column === undefined || name === column)
      .reduce((sum, [, count]) => sum + count, 0)
  return {
    name: 'Summary',
    isProse: true,
    columns: [
      { header: 'Category', width: 40 },
      { header: 'Statements', width: 14 },
      { header: 'Ready for the Board', width: 14 },
      { header: 'Details awaited', width: 14 },
      ...chapters.map(({ title }): SheetColumn => ({ header: title, width: 18, tone: 'plain' })),
      ...(others ? [{ header: 'Other chapters', width: 18, tone: 'plain' as const }] : []),
    ],
    rows: [
      ...columns.map((column): SheetCell[] => [
        facts.columns[column].title,
        inColumn[column].length,
        readyIn[column],
        inColumn[column].length - readyIn[column],
        ...chapters.map(({ id }) => within(id, column)),
        ...(others ? [within(null, column)] : []),
      ]),
      [
        'All',
        ids.length,
        columns.reduce((sum, it) => sum + readyIn[it], 0),
        columns.reduce((sum, it) => sum + inColumn[it].length - readyIn[it], 0),
        ...chapters.map(({ id }) => within(id)),
        ...(others ? [within(null)] : []),
      ],
    ],
  }
}

const TONE_OF: Readonly<Record<MappingColumn['group'], Tone>> = {
  Statement: 'slate',
  'Official response': 'plain',
  Category: 'slate',
  'New action': 'blue',
  'Due regard': 'plum',
  'Watching brief': 'ochre',
  Also: 'plain',
}

const WIDTHS: Readonly<Record<string, number>> = {
  Ref: 8,
  'Our title': 30,
  Statement: 60,
  Publication: 24,
  'Chapter or review': 24,
  Page: 7,
  'Its text': 40,
  Why: 44,
  'How decided': 18,
  New: 7,
  Due: 7,
  Watch: 8,
  Action: 34,
  'Other view': 34,
  'Latest progress': 34,
  Evidence: 40,
  'What is missing': 28,
  Objectives: 34,
}

/** Days that can be sorted and filtered by as such. */
const DAYS = new Set([
  'Date',
  'Start',
  'Due approved',
  'Due expected',
  'Briefed on',
  'Acknowledged on',
  'Next review',
])
const asDay = (header: string, cell: SheetCell): SheetCell =>
  DAYS.has(header) && isDay(cell) ? { day: cell } : cell

function mapping(source: ExportSource): Sheet {
  return {
    name: 'Mapping',
    keep: 1,
    columns: MAPPING_COLUMNS.map(({ header, group }) => ({
      header,
      width: WIDTHS[header] ?? 16,
      tone: TONE_OF[group],
    })),
    rows: mappingRows(source).map((cells) =>
      cells.map((cell, at) => asDay(MAPPING_COLUMNS[at]?.header ?? '', cell)),
    ),
  }
}

function planSheet({ snapshot }: ExportSource, kind: PlanKind, name: string, tone: Tone): Sheet {
  const fields = PLAN_FIELDS.filter((it) => it.kind === kind && it.field !== 'ref')
  const answers = linksOf(snapshot).answers[kind]
  const refs = actionRefs(snapshot.plan.action)
  const value = (item: PlanItem, field: string): SheetCell => {
    const text = item.fields[field]
    if (field === 'stream') return text && (snapshot.plan.stream.get(text)?.fields.title ?? text)
    if (field === 'status' && text) return STATUS_WORDS[text as ActionStatus]
    return isDay(text) ? { day: text } : text
  }
  return {
    name,
    // Actions have more columns than one page takes.
    ...(kind === 'action' && { keep: 2 }),
    columns: [
      { header: 'Ref', width: 10, tone },
      ...fields.map(({ header, type }) => ({
        header,
        width: type === 'text' ? 44 : type === 'day' ? 14 : header === 'Action' ? 40 : 24,
        tone,
      })),
      { header: 'Answers', width: 24, tone },
      ...(kind === 'action' ? [{ header: 'Progress', width: 44, tone }] : []),
    ],
    rows: Array.from(snapshot.plan[kind].values(), (item) => [
      refs.get(item.id) ?? item.id,
      ...fields.map(({ field }) => value(item, field)),
      (answers.get(item.id) ?? []).map((it) => snapshot.statements.get(it)?.ref ?? it).join(', '),
      ...(kind === 'action' ? [item.progress.map((it) => `${it.day}: ${it.text}`).join('\n')] : []),
    ]),
  }
}

function divided({ snapshot, why, decisions }: ExportSource): Sheet {
  const rows = snapshot.ids.flatMap((id): SheetCell[][] => {
    const statement = snapshot.statements.get(id)
    const result = snapshot.live.votes.get(id)?.result
    if (!statement || !result?.counts || result.agreement === 'agreed') return []
    const mark = snapshot.live.decisions.get(id)
    return [
      [
        statement.ref,
        statement.title ?? statement.text.slice(0, 120),
        AGREEMENT_WORDS[result.agreement],
        ...CATEGORY_IDS.map((it) => result.counts?.[it]),
        mark ? (mark.column ? snapshot.facts.columns[mark.column].title : 'Parked') : 'Not decided yet',
        decisions.get(id)?.reason ?? why.get(id),
        decisions.get(id)?.otherView,
      ],
    ]
  })
  const { columns } = snapshot.facts
  return {
    name: 'Divided',
    columns: [
      { header: 'Ref', width: 8 },
      { header: 'Title', width: 44 },
      { header: 'Opinion', width: 16 },
      { header: columns['new-action'].title, width: 12, tone: 'blue' },
      { header: columns['due-regard'].title, width: 12, tone: 'plum' },
      { header: columns['watching-brief'].title, width: 12, tone: 'ochre' },
      { header: 'Decision', width: 18 },
      { header: 'Why', width: 44 },
      { header: 'Other view', width: 44 },
    ],
    rows,
  }
}

/** Counts first, then what is different, line by line. */
function changes({ before, ...after }: ExportSource): Sheet {
  const name = 'Changes'
  const columns: SheetColumn[] = [
    { header: before ? `Since version ${before.version.version}` : 'What', width: 28 },
    { header: 'Ref or name', width: 32 },
    { header: 'Title', width: 44 },
    { header: 'What is different', width: 60 },
  ]
  if (!before) return { name, columns, rows: [['No version was sealed before this.']] }
  const { facts } = after.snapshot
  const found = compare(before.then, after)
  return {
    name,
    columns,
    rows: [
      ...countLines(found, facts.columns)
        .filter((it) => it.before !== it.after)
        .map((it): SheetCell[] => ['How many', it.what, undefined, `${it.before} → ${it.after}`]),
      ...comparisonGroups(found, facts.columns).flatMap(({ title, lines }) =>
        lines.map((it): SheetCell[] => [title, it.name, it.title, it.words]),
      ),
    ],
  }
}

function method({ snapshot }: ExportSource): Sheet {
  const shown = snapshot.ids.flatMap((id) => {
    const counts = snapshot.live.votes.get(id)?.result?.counts
    const ref = snapshot.statements.get(id)?.ref
    return counts && ref !== undefined ? [{ ref, counts }] : []
  })
  const all = reliability(shown.map((it) => it.counts))
  const rounded = (value: number | null | undefined) =>
    value === null || value === undefined ? undefined : Math.round(value * 1000) / 1000
  const line = ({ ref, counts }: { ref: string; counts: Tally }): SheetCell[] => {
    const { mostChosen, index } = opinionOf(counts, { quorum: 0 })
    const n = answersIn(counts)
    const [most] = mostChosen
    const share = most && n > 0 ? wilsonInterval(counts[most], n) : null
    return [
      ref,
      n,
      most ? counts[most] : undefined,
      rounded(share?.low),
      rounded(share?.high),
      rounded(index),
      rounded(pairwiseAgreement(counts)),
    ]
  }
  return {
    name: 'Method',
    columns: [
      { header: 'Ref', width: 44 },
      { header: 'Answers (n)', width: 12 },
      { header: 'Most chosen', width: 12 },
      { header: 'Its share, low (95 %)', width: 14 },
      { header: 'Its share, high', width: 14 },
      { header: 'Agreement A', width: 13 },
      { header: 'Pairs who chose alike', width: 14 },
    ],
    rows: [
      ...shown.map(line),
      [],
      ['All statements with two answers or more', all?.statements ?? 0],
      ['Mean share of pairs who chose alike', rounded(all?.observed)],
      ['Fleiss’ kappa', rounded(all?.fleissKappa)],
      ['Gwet’s AC1', rounded(all?.gwetAC1)],
      [],
      [`Private choices only; fewer than ${FEWEST_ANSWERS} answers are not shown.`],
      ['A: van der Eijk’s agreement, 1 all of one mind, 0 evenly spread, −1 half at either end.'],
      ['Interval: Wilson’s, for the share of the most chosen.'],
      ['Kappa falls where one category dominates, however much people agree; AC1 does not.'],
    ],
  }
}

/** By whom is not said: names are not in a board. */
function comments({ snapshot }: ExportSource): Sheet {
  const refOf = (on: string) => {
    const { ref, title } = placeOf(snapshot, on)
    return ref || title
  }
  return {
    name: 'Comments',
    columns: [
      { header: 'On', width: 24 },
      { header: 'When', width: 14 },
      { header: 'Whose words', width: 24 },
      { header: 'Comment', width: 70 },
      { header: 'Answer', width: 18 },
      { header: 'Because', width: 50 },
    ],
    rows: [
      ...snapshot.ids,
      ...[...snapshot.comments.keys()].filter((it) => !snapshot.statements.has(it)),
    ].flatMap((on) =>
      (snapshot.comments.get(on) ?? []).map(({ at, text, whose, answer }): SheetCell[] => [
        refOf(on),
        at === undefined ? undefined : { day: dayOf(at) },
        whose,
        text,
        answer && ANSWER_WORDS[answer.answer],
        answer?.because,
      ]),
    ),
  }
}
