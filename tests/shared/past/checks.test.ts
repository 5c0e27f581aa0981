import { expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { sealChecks } from '../../../shared/past/checks.ts'
import { boardWith } from '../../support/boards.ts'

const checked = (doc: ReturnType<typeof boardWith>) =>
  sealChecks(openReads(doc).snapshot()).map(({ id, count }) => [id, count])

it('[seal-1] what is not finished is told before sealing, each kind by its count', () => {
  const doc = boardWith(6)
  const { placements, live } = rootsOf(doc)
  placements.set('F1', { column: 'new-action', order: 'a1' })
  placements.set('F2', { column: 'due-regard', order: 'a1' })
  placements.set('F3', { column: 'set-aside', order: 'a1' })
  live.set('decision/F1', { seq: 1, column: 'new-action' })
  live.set('decision/F4', { seq: 2, column: null })
  live.set('vote/F5', { open: true })

  expect(checked(doc)).toEqual([
    ['voting', 1],
    ['unsorted', 3],
    ['undecided', 1],
    ['parked', 1],
    ['not-ready', 2],
    ['no-reason', 1],
  ])
  expect(sealChecks(openReads(doc).snapshot())[2]?.words).toBe('1 statement is sorted but not decided')
})

it('[seal-1] nothing is told of a board on which all is done', () => {
  const doc = boardWith(1)
  rootsOf(doc).placements.set('F1', { column: 'set-aside', order: 'a1' })
  rootsOf(doc).responses.set('F1/setAsideReason', 'For the police')

  expect(checked(doc)).toEqual([])
})
