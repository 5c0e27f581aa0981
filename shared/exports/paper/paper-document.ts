/** The board paper as a document, for Word and for HTML. */
import type { Block, OfficeDocument } from '../office/document.ts'
import { PAPER_KIND_WORDS, type Paper, type PaperBlock, type PaperSection } from './paper.ts'

export const paperDocument = (paper: Paper, at: number): OfficeDocument => ({
  title: paper.title,
  over: [paper.organisation, `Board paper: ${PAPER_KIND_WORDS[paper.kind].toLowerCase()}`]
    .filter(Boolean)
    .join(' · '),
  subject: paper.organisation,
  foot: paper.standing.foot,
  at,
  blocks: paper.sections.flatMap(sectionBlocks),
})

const sectionBlocks = ({ id, title, blocks }: PaperSection): Block[] =>
  id === 'front'
    ? frontBlocks(blocks)
    : [
        { kind: 'heading', level: 1, text: title },
        ...blocks.filter((it) => !isShort(it)).flatMap(blockOf),
        ...shortOnes(blocks.filter(isShort)),
      ]

type Own = Extract<PaperBlock, { kind: 'own' }>

/** Where a line is enough, and may say that there is nothing: these stand together in one table. */
const isShort = (block: PaperBlock): block is Own => block.kind === 'own' && block.mayBeNone === true

const shortOnes = (blocks: readonly Own[]): Block[] =>
  blocks.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption: 'What it means for quality, people, money and duties',
          head: ['Area', 'What it means'],
          widths: [1, 4],
          rows: blocks.map(({ label, text }) => [label, text.trim() || 'Missing: not written yet.']),
          isNamed: true,
        },
      ]

/** The front sheet is one table; what is not filled in says so. */
function frontBlocks(blocks: readonly PaperBlock[]): Block[] {
  const rows = blocks.flatMap((block): string[][] => {
    if (block.kind === 'own') return [[block.label, block.text.trim() || 'not given yet']]
    if (block.kind !== 'table') return []
    const [what = '', ...state] = (block.rows[0] ?? []).map(String)
    return [
      [block.head[0] ?? '', what],
      ['Status', state.join(' · ')],
    ]
  })
  return [
    { kind: 'table', caption: 'Front sheet', head: ['Front sheet', ''], widths: [1, 3], rows, isNamed: true },
  ]
}

function blockOf(block: PaperBlock): Block[] {
  switch (block.kind) {
    case 'fact':
      return [{ kind: 'words', text: block.text }]
    case 'subheading':
      return [{ kind: 'heading', level: 2, text: block.text }]
    case 'own':
      return [
        ...(block.id === 'background'
          ? []
          : [{ kind: 'heading' as const, level: 2 as const, text: block.label }]),
        block.text.trim()
          ? { kind: 'words', text: block.text }
          : {
              kind: 'words',
              text: `Missing: ${block.label.toLowerCase()} is not written yet.`,
              look: 'missing',
            },
      ]
    case 'table':
      return [{ ...block, isNamed: true }]
    case 'ticks':
      return [
        {
          kind: 'table',
          caption: 'Objectives of the strategy that the plan serves',
          head: ['Ticked', 'Objective', 'Statements that serve it'],
          widths: [1, 5.6, 2.4],
          rows: block.items.map(({ title, ticked, statements }) => [
            ticked ? '☑ yes' : '☐ no',
            title,
            String(statements),
          ]),
        },
      ]
    case 'recommendations':
      return [
        { kind: 'list', items: block.items.filter((it) => it.on).map((it) => it.text), isNumbered: true },
      ]
    case 'list':
      return [{ kind: 'list', items: block.items }]
    case 'missing':
      return [{ kind: 'words', text: `Missing: ${block.missing.words}`, look: 'missing' }]
  }
}
