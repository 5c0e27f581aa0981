/** What was said of the plan, each with its answer: accepted, partly or not, and because. */
import { dayOf, longDay } from '../days.ts'
import { ANSWER_WORDS, countFeedback, type Feedback, feedbackOf } from '../feedback.ts'
import type { ExportSource } from './contract.ts'
import { count } from './new-actions.ts'
import type { Block } from './office/document.ts'
import { writeDocx } from './office/docx.ts'
import { standingOf } from './standing.ts'

const KINDS: readonly [kind: Feedback['kind'], title: string][] = [
  ['whole', 'The plan as a whole'],
  ['stream', 'Work streams'],
  ['action', 'New actions'],
  ['watch', 'Watched sources'],
  ['statement', 'Statements'],
]

export function writeFeedbackDocx(source: ExportSource): Uint8Array {
  const { facts } = source.snapshot
  const feedback = feedbackOf(source.snapshot)
  const counts = countFeedback(feedback)
  // One number a comment, through the whole paper, so that a minute can refer to it.
  let number = 0
  return writeDocx({
    title: `${facts.title}: feedback and what we made of it`,
    over: facts.organisation,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    blocks: [
      {
        kind: 'words',
        text:
          counts.all === 0
            ? 'Nobody has commented on the plan yet.'
            : `${count(counts.all, 'comment')}: ${counts.accepted} accepted, ${counts.partly} partly, ${counts.not} not.`,
      },
      ...(counts.awaited > 0
        ? [
            {
              kind: 'words' as const,
              text: `${count(counts.awaited, 'comment is', 'comments are')} not answered yet.`,
              look: 'missing' as const,
            },
          ]
        : []),
      ...KINDS.flatMap(([kind, title]): Block[] => {
        const places = feedback.filter((it) => it.kind === kind)
        if (places.length === 0) return []
        return [
          { kind: 'heading', level: 1, text: title },
          {
            kind: 'table',
            caption: `Comments on: ${title.toLowerCase()}`,
            head: ['No.', ...(kind === 'whole' ? [] : ['On']), 'Comment', 'Answer', 'Because'],
            widths: kind === 'whole' ? [1.4, 8, 3, 8] : [1.4, 4.4, 7, 3, 7],
            rows: places.flatMap((place) =>
              place.comments.map(({ text, whose, at, answer }) => {
                number += 1
                const from = [whose, at !== undefined && longDay(dayOf(at))].filter(Boolean).join(', ')
                return [
                  String(number),
                  ...(kind === 'whole' ? [] : [[place.ref, place.title].filter(Boolean).join(' ')]),
                  { bold: from, text },
                  answer ? ANSWER_WORDS[answer.answer] : 'Not answered yet',
                  answer?.because ?? '',
                ]
              }),
            ),
            isNamed: true,
          },
        ]
      }),
    ],
  })
}
