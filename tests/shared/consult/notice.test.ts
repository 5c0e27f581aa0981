import { expect, it } from 'vitest'
import { NOTICE_MS, noticeOf } from '../../../shared/consult/notice.ts'

it('[past-8] what was shown less than 48 hours ago is early, and said until when', () => {
  const now = 1_000_000_000
  const items = [
    { id: 'F1', mark: { shownAt: now - NOTICE_MS } },
    { id: 'F2', mark: { shownAt: now - NOTICE_MS + 1 } },
    { id: 'F3', mark: { shownAt: now - 5 } },
    { id: 'F4', mark: {} },
  ]

  expect(noticeOf(items, now)).toEqual({
    due: ['F1', 'F4'],
    early: ['F2', 'F3'],
    allDueAt: now - 5 + NOTICE_MS,
  })
  expect(noticeOf([], now)).toEqual({ due: [], early: [], allDueAt: null })
})
