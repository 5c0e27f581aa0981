/**
 * The sheets of the full record: comments, each private vote as it was shown, round by round, and who did what
 * when.
 *
 * Who chose what is in no file. People are numbered in the order in which they come up: names are kept where a
 * person can be erased, and are not in a board.
 */
import { AGREEMENT_WORDS } from '../consult/agreement.ts'
import { dayOf } from '../days.ts'
import { ANSWER_WORDS, placeOf } from '../feedback.ts'
import { statementOf } from '../past/history-line.ts'
import { historyWords } from '../past/history-words.ts'
import type { ExportSource, FullRecord } from './contract.ts'
import type { Sheet, SheetCell } from './office/xlsx.ts'

/** As it goes from one thread to another: `pages` and `rounds` are JSON of what `FullRecord` has. */
export interface WrittenRecord {
  pages: readonly string[]
  isCut: boolean
  rounds: string
}

export const readRecord = ({ pages, isCut, rounds }: WrittenRecord): FullRecord => ({
  history: pages.flatMap((it): FullRecord['history'] => JSON.parse(it)),
  isCut,
  rounds: JSON.parse(rounds),
})

/** Counts as they were shown; none where so few answered that it would tell who. */
export function choicesSheet({ snapshot, record }: ExportSource): Sheet {
  const { columns } = snapshot.facts
  const placeOf = new Map(snapshot.ids.map((id, at) => [id, at]))
  const place = ({ statement }: { statement: string }) => placeOf.get(statement) ?? -1
  const rounds = (record?.rounds ?? []).filter((it) => place(it) >= 0).sort((a, b) => place(a) - place(b))
  const rows = rounds.flatMap(({ statement, vote, round, result }): SheetCell[][] => {
    const mark = snapshot.live.votes.get(statement)
    // A sealed version knows the rounds there were.
    const isKnown = mark && (round < mark.round || (round === mark.round && mark.result !== undefined))
    if (!isKnown) return []
    const { counts, hands } = result
    return [
      [
        snapshot.statements.get(statement)?.ref ?? statement,
        vote,
        round,
        counts?.['new-action'],
        counts?.['due-regard'],
        counts?.['watching-brief'],
        counts?.['more-information'],
        counts?.['not-my-area'],
        hands ? `${hands['new-action']} / ${hands['due-regard']} / ${hands['watching-brief']}` : undefined,
        result.answered,
        AGREEMENT_WORDS[result.agreement],
      ],
    ]
  })
  return {
    name: 'Choices',
    columns: [
      { header: 'Ref', width: 10 },
      { header: 'Vote', width: 8 },
      { header: 'Round', width: 8 },
      { header: columns['new-action'].title, width: 13, tone: 'blue' },
      { header: columns['due-regard'].title, width: 13, tone: 'plum' },
      { header: columns['watching-brief'].title, width: 14, tone: 'ochre' },
      { header: 'More information', width: 13 },
      { header: 'Not my area', width: 13 },
      { header: 'Hands', width: 14 },
      { header: 'Took part', width: 11 },
      { header: 'Opinion', width: 18 },
    ],
    rows,
  }
}

export function historySheet({ snapshot, record }: ExportSource): Sheet {
  const lines = record?.history ?? []
  const people = new Map<string, string>()
  for (const { by } of lines.toReversed())
    if (by !== 'server' && !people.has(by)) people.set(by, `Person ${people.size + 1}`)
  const rows = lines.flatMap((line): SheetCell[][] => {
    const what = historyWords(line, snapshot, moment)
    if (what === null) return []
    const id = statementOf(line)
    const ref = id && (snapshot.statements.get(id)?.ref ?? id)
    return [[moment(line.at), people.get(line.by) ?? 'The server', ref, what, line.reason]]
  })
  return {
    name: 'History',
    columns: [
      { header: 'When (UTC)', width: 20 },
      { header: 'Who', width: 14 },
      { header: 'Ref', width: 10 },
      { header: 'What', width: 70 },
      { header: 'Reason given', width: 50 },
    ],
    rows: [
      ...rows,
      ...(record?.isCut ? [['Older lines are on the page History and are not written here.']] : []),
    ],
  }
}

const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** By whom is not said: names are not in a board. */
export function commentsSheet({ snapshot }: ExportSource): Sheet {
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
