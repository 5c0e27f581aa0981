/** What a meeting made of a version. */
export const OUTCOMES = ['approved', 'approved-with-changes', 'noted', 'referred-back', 'awaited'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  approved: 'Approved',
  'approved-with-changes': 'Approved with changes',
  noted: 'Noted',
  'referred-back': 'Referred back',
  awaited: 'Awaited',
}
