import { expect, it } from 'vitest'
import {
  answeredIn,
  chosenFrom,
  nextUnanswered,
  packsFor,
  type Question,
} from '../../../client/views/choices/asked.ts'
import type { StatementReply } from '../../../shared/api.ts'

it('[people-4] what was answered on a page that was closed is asked no more, and not told', () => {
  const questions = ['F1', 'F2'].map(
    (id): Question => ({ vote: 1, statement: { id } as StatementReply, open: true, deadline: null }),
  )
  const pack = { title: 'All', questions }
  const chosen = chosenFrom([{ statement: 'F1', round: 1, choice: null, late: false, withheld: true }])
  expect(answeredIn(pack, chosen)).toBe(1)
  expect(nextUnanswered(pack, chosen, 1)).toBe(1)
  expect(packsFor([], [], 'me')).toEqual([])
})
