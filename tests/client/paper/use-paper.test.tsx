import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { usePaper } from '../../../client/views/paper/use-paper.ts'
import { NO_ANSWERS } from '../../../shared/consult/answers.ts'
import type { VoteMark } from '../../../shared/consult/vote.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { editText } from '../../../shared/doc/edits.ts'
import { localSession } from '../../support/local-session.ts'

it('the paper on the screen says why opinion divided in the words that stand there now', () => {
  const { session, world } = localSession()
  const [id = ''] = session.snapshot.get().ids
  const mark: VoteMark = {
    vote: 1,
    round: 1,
    open: false,
    answered: 12,
    expected: 12,
    deadline: null,
    result: {
      counts: { ...NO_ANSWERS, 'new-action': 6, 'watching-brief': 6 },
      hands: null,
      agreement: 'divided',
      groups: [],
      answered: 12,
    },
  }
  world.change((doc) => rootsOf(doc).live.set(`vote/${id}`, mark))
  const wrapper = ({ children }: { children: ReactNode }) => (
    <SessionProvider session={session}>{children}</SessionProvider>
  )
  const { result } = renderHook(usePaper, { wrapper })

  const insert = 'The wards and the board see it differently.'
  act(() => world.change((doc) => editText(doc, { why: id }, { at: 0, remove: 0, insert })))

  expect(JSON.stringify(result.current)).toContain(insert)
})
