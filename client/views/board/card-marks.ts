/**
 * What we will do about a statement, in the few words that fit the foot of its card.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { NO_RESPONSE } from '../../../shared/plan.ts'
import { shortDayWords } from '../../ui/dates.ts'

export interface CardMark {
  kind: 'date' | 'lead' | 'stream' | 'watch' | 'review'
  words: string
}

const NOTHING: readonly CardMark[] = []

/** A new action shows when and who, due regard its stream, a watching brief who looks and when next. */
export function marksOf(board: BoardSnapshot, id: StatementId, today = new Date()): readonly CardMark[] {
  const response = board.responses.get(id) ?? NO_RESPONSE
  const marks: CardMark[] = []
  const add = (kind: CardMark['kind'], words: string | undefined) => {
    if (words) marks.push({ kind, words })
  }
  switch (board.placements.get(id)?.column) {
    case 'new-action': {
      const actions = response.actions
        .map((action) => board.plan.action.get(action)?.fields)
        .filter((it) => it !== undefined)
        .sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
      const [first] = actions
      if (!first) return NOTHING
      add('date', first.due && shortDayWords(first.due, today))
      add('lead', first.lead || (first.leadBy && `Lead named by ${shortDayWords(first.leadBy, today)}`))
      if (actions.length > 1) add('stream', `${actions.length} actions`)
      break
    }
    case 'due-regard':
      add('stream', response.stream && board.plan.stream.get(response.stream)?.fields.title)
      break
    case 'watching-brief': {
      const watch = response.watch ? board.plan.watch.get(response.watch)?.fields : undefined
      add('review', watch?.nextReview && `Review ${shortDayWords(watch.nextReview, today)}`)
      add('watch', watch?.executiveLead)
      break
    }
  }
  return marks.length > 0 ? marks : NOTHING
}
