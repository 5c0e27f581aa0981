/** Every address under a board that tells what is on it, to those who may know. */
export const BOARD_READS = [
  '',
  '/votes',
  '/votes/1/choices',
  '/history',
  '/statements',
  '/people',
  '/decisions',
  '/agreed',
  '/versions',
  '/invited',
  '/check',
  '/restores',
]
