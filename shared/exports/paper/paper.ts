/**
 * The board paper as plain data: sections of facts, which nobody edits, and of words, which its author writes.
 *
 * Every figure is counted from the board here, so the page, the Word file and the HTML say the same. What is
 * missing is part of the paper: it is named in its place, with where it is put right.
 */
import type { StatementId } from '../../board.ts'
import type { BoardSnapshot } from '../../doc/reads.ts'
import type { ExportSource } from '../contract.ts'
import type { DocumentCell } from '../office/document.ts'
import { type Standing, standingOf } from '../standing.ts'
import { approval, implications, nextSteps, recommendations } from './closing.ts'
import { background, inBrief, purpose, views } from './opening.ts'
import { opinionDivided, proposals } from './proposals.ts'

export const PAPER_KINDS = ['proposal', 'plan', 'progress'] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

export const PAPER_KIND_WORDS: Readonly<Record<PaperKind, string>> = {
  proposal: 'Proposal',
  plan: 'Plan',
  progress: 'Progress report',
}

export const isPaperKind = (value: unknown): value is PaperKind =>
  (PAPER_KINDS as readonly unknown[]).includes(value)

/** Where something missing is put right. */
export type Place =
  | { statement: StatementId }
  | { text: string }
  | { page: 'plan' | 'together' | 'board' | 'versions' }

export interface Missing {
  words: string
  at: Place
}

export type PaperBlock =
  /** Counted from the board: nobody edits it here. */
  | { kind: 'fact'; text: string }
  /** The author's words, a text that people share; empty while nobody has written it. */
  | {
      kind: 'own'
      id: string
      label: string
      text: string
      hint: string
      mayBeNone?: boolean
      isLine?: boolean
    }
  | { kind: 'subheading'; text: string }
  | {
      kind: 'table'
      caption: string
      head: readonly string[]
      widths: readonly number[]
      rows: readonly (readonly DocumentCell[])[]
    }
  /** The objectives of the strategy: counts suggest, the author ticks. */
  | { kind: 'ticks'; items: readonly { id: string; title: string; ticked: boolean; statements: number }[] }
  /** Each can be switched off. */
  | { kind: 'recommendations'; items: readonly { id: string; text: string; on: boolean }[] }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'missing'; missing: Missing }

export interface PaperSection {
  id: string
  /** "3 Background"; the front sheet has no number. */
  title: string
  blocks: readonly PaperBlock[]
}

export interface Paper {
  kind: PaperKind
  title: string
  organisation: string
  standing: Standing
  sections: readonly PaperSection[]
  /** Everything that is missing, in the order of the paper. */
  missing: readonly Missing[]
}

/** What a paper is made of; the page has it too, without the rest of an export. */
export type PaperSource = Pick<
  ExportSource,
  'snapshot' | 'why' | 'paper' | 'decisions' | 'version' | 'at'
> & {
  kind: PaperKind
}

/** The kind that was chosen, or the one that fits how far the board has come. */
export function paperKind({ facts, live }: BoardSnapshot): PaperKind {
  if (isPaperKind(facts.paper.kind)) return facts.paper.kind
  return live.phase === 'agreed' ? 'progress' : live.phase === 'review' ? 'plan' : 'proposal'
}

/** What a meeting is asked for. */
export const PAPER_FOR = ['approval', 'assurance', 'discussion', 'information'] as const

const TITLES: Readonly<Record<PaperKind, (title: string) => string>> = {
  proposal: (title) => `${title}: what we propose`,
  plan: (title) => `${title}: the plan`,
  progress: (title) => `${title}: progress`,
}

export function paperOf(source: PaperSource, standing: Standing): Paper {
  const { snapshot, kind } = source
  const bodies: [id: string, title: string, blocks: readonly PaperBlock[]][] = [
    ['purpose', 'Purpose', purpose(source)],
    ['brief', 'In brief', inBrief(source)],
    ['background', 'Background', background(source)],
    ['views', 'How views were gathered', views(source)],
    ['proposals', kind === 'progress' ? 'The plan, and how far it is' : 'Proposals', proposals(source)],
    ['divided', 'Where opinion divided, and what is still open', opinionDivided(source)],
    ['implications', 'Implications', implications(source)],
    ['next', 'Next steps', nextSteps(source)],
    ['recommendations', 'Recommendations', recommendations(source)],
    ['approval', 'Approval process', approval(source)],
  ]
  const sections = [
    frontSheet(source, standing),
    ...bodies.map(([id, title, blocks], at) => ({ id, title: `${at + 1} ${title}`, blocks })),
    annexes(),
  ]
  return {
    kind,
    title: TITLES[kind](snapshot.facts.title),
    organisation: snapshot.facts.organisation,
    standing,
    sections,
    missing: sections.flatMap((it) => it.blocks).flatMap(missingIn),
  }
}

/** As it leaves the board as a file. */
export const paperOfExport = (source: ExportSource, kind?: PaperKind): Paper =>
  paperOf({ ...source, kind: kind ?? paperKind(source.snapshot) }, standingOf(source))

const missingIn = (block: PaperBlock): Missing[] => {
  if (block.kind === 'missing') return [block.missing]
  return block.kind === 'own' && block.text.trim() === '' && block.hint
    ? [{ words: `${block.label} is not written yet.`, at: { text: block.id } }]
    : []
}

const FRONT: readonly [id: string, label: string][] = [
  ['meeting', 'Meeting'],
  ['meeting-date', 'Date'],
  ['item', 'Agenda item'],
  ['sponsors', 'Sponsors'],
  ['author', 'Author'],
  ['considered', 'Considered before by'],
]

export const FRONT_IDS = FRONT.map(([id]) => id)

function frontSheet(
  { paper, snapshot, kind }: PaperSource,
  { status, date, fingerprint }: Standing,
): PaperSection {
  const purposeOf = String(snapshot.facts.paper.for ?? (kind === 'progress' ? 'assurance' : 'approval'))
  return {
    id: 'front',
    title: 'Front sheet',
    blocks: [
      ...FRONT.map(
        ([id, label]): PaperBlock => ({
          kind: 'own',
          id,
          label,
          text: paper.get(id) ?? '',
          hint: 'One line.',
          isLine: true,
        }),
      ),
      {
        kind: 'table',
        caption: 'What the paper is for, and which state of the board it is of',
        head: ['For', 'Status', 'As it stood on', 'Fingerprint'],
        widths: [1, 1, 1, 1],
        rows: [[purposeOf, status, date, fingerprint]],
      },
    ],
  }
}

const annexes = (): PaperSection => ({
  id: 'annexes',
  title: 'Annexes (separate files)',
  blocks: [
    {
      kind: 'list',
      items: [
        'Mapping of every statement: mapping.xlsx, mapping.docx',
        'Timetable: timetable.docx, timetable.xlsx, timetable.ics for calendars, timetable.svg',
        'Diagram of the new actions, and the same in words: new-actions.svg, new-actions.html',
        'What has changed since a version that was sealed: changes.docx',
        'Statements set aside, with reasons; method and figures: in mapping.xlsx',
      ],
    },
  ],
})

/** The references of statements, as many as a cell takes. */
export function refsWords(
  source: Pick<PaperSource, 'snapshot'>,
  ids: readonly StatementId[],
  most = 12,
): string {
  const refs = ids.map((id) => source.snapshot.statements.get(id)?.ref ?? id)
  return refs.length <= most
    ? refs.join(', ')
    : `${refs.slice(0, most).join(', ')} and ${refs.length - most} more`
}

/** As long as a cell of a paper may be; the mapping has the whole. */
export function inShort(text: string | undefined, most = 180): string {
  if (!text || text.length <= most) return text ?? ''
  const cut = text.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 40))}…`
}
