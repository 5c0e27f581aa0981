import type { Agreement } from '../../shared/consult/agreement.ts'
import type { Tally } from '../../shared/consult/answers.ts'

/** As the server leaves a vote of 31 people whose results are shown. */
export const voteMark = (agreement: Agreement, counts: Tally | null = null) => ({
  vote: 1,
  round: 1,
  open: false,
  answered: 24,
  expected: 31,
  deadline: null,
  result: { counts, hands: null, agreement, groups: [], answered: 24 },
})
