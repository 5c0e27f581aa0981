/** What private choices came to: where opinion divided, and the figures of every statement with their method. */
import { CATEGORY_IDS } from '../columns.ts'
import { AGREEMENT_WORDS, FEWEST_ANSWERS, opinionOf } from '../consult/agreement.ts'
import { answersIn, type Tally } from '../consult/answers.ts'
import { pairwiseAgreement, reliability, wilsonInterval } from '../consult/figures.ts'
import type { ExportSource } from './contract.ts'
import type { Sheet, SheetCell } from './office/xlsx.ts'

export function dividedSheet({ snapshot, why, decisions }: ExportSource): Sheet {
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

export function methodSheet({ snapshot }: ExportSource): Sheet {
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
