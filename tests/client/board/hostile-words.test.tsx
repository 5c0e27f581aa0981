import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { Column } from '../../../client/views/board/column.tsx'
import { Notices } from '../../../client/views/board/notices.tsx'
import { PeopleHere } from '../../../client/views/board/people-here.tsx'
import { layTable, TableContext } from '../../../client/views/board/table.tsx'
import { ProjectorView } from '../../../client/views/projector/projector-view.tsx'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { addComment, putStatement } from '../../../shared/doc/edits.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { boardWith } from '../../support/boards.ts'
import { HOSTILE } from '../../support/hostile-words.ts'
import { localSession } from '../../support/local-session.ts'

afterEach(cleanup)

/** A board on which everything that somebody can write is hostile. */
function hostileBoard() {
  const doc = boardWith(2)
  const { board, facilitation, plan } = rootsOf(doc)
  board.set('title', HOSTILE.image.slice(0, 120))
  board.set('organisation', HOSTILE.turned)
  board.set('column/due-regard', { title: HOSTILE.script.slice(0, 40), line: HOSTILE.frame.slice(0, 120) })
  board.set('theme/t1', { title: HOSTILE.image })
  putStatement(doc, 'F1', {
    source: 'F',
    number: '1',
    text: Object.values(HOSTILE).join('\n'),
    title: HOSTILE.script,
    chapter: HOSTILE.template,
    theme: 't1',
    official: { status: HOSTILE.image, text: HOSTILE.frame },
  })
  putStatement(doc, 'F2', { source: 'F', number: HOSTILE.image.slice(0, 20), text: HOSTILE.address })
  rootsOf(doc).placements.set('F2', { column: 'due-regard', order: 'a0' })
  plan.set('action/a1/title', HOSTILE.image)
  whyText(doc, 'F1').insert(0, HOSTILE.script)
  addComment(doc, 'ben', 'c1', { on: 'F1', text: HOSTILE.script })
  facilitation.set('focus', { statement: 'F1' })
  return doc
}

const people: readonly PersonCard[] = [
  { id: 'ben', name: HOSTILE.image, role: 'participant', group: HOSTILE.script },
  { id: 'cho', name: HOSTILE.turned, role: 'participant' },
]

/** Nothing on the page was made by words, and no address or handler came from them. */
function expectInert(): void {
  expect(document.querySelectorAll('script, img, iframe, object, embed')).toHaveLength(0)
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name.startsWith('on')).toBe(false)
      if (name === 'href' || name === 'src') expect(value).not.toMatch(/^\s*(javascript|data):/i)
    }
  }
  expect((globalThis as { pwned?: boolean }).pwned).toBeUndefined()
}

describe('[C19] hostile words', () => {
  it('stand on the board as they are, and do nothing', async () => {
    const { session, world } = localSession({ doc: hostileBoard(), people })
    const table = layTable(session)
    table.open()
    world.presence([{ connection: 5, who: 'ben' }])
    world.leftovers([
      {
        id: 'l1',
        sentence: `F1 was moved by ${HOSTILE.image} at 10:42. You wrote “${HOSTILE.script}”.`,
        root: 'why',
        key: 'F1',
        mine: HOSTILE.script,
        theirs: HOSTILE.image,
        canUse: true,
      },
    ])
    render(
      <SessionProvider session={table.session}>
        <TableContext value={table}>
          <PeopleHere onLeave={() => {}} />
          <Notices />
          <Column id="unsorted" />
          <Column id="due-regard" />
        </TableContext>
      </SessionProvider>,
    )

    expect((await screen.findAllByText(HOSTILE.script, { exact: false })).length).toBeGreaterThan(0)
    expect(screen.getAllByText(HOSTILE.image, { exact: false }).length).toBeGreaterThan(0)
    expect(screen.getByText(HOSTILE.address)).toBeTruthy()
    expectInert()
  })

  it.each([null, 'F1'])('stand on the projector as they are, and do nothing (focus %s)', async (focus) => {
    const doc = hostileBoard()
    rootsOf(doc).facilitation.set('focus', { statement: focus })
    const { session } = localSession({ doc, people, role: 'observer' })
    render(
      <SessionProvider session={session}>
        <ProjectorView joinUrl={null} />
      </SessionProvider>,
    )

    expect((await screen.findAllByText(/<script>|<img/)).length).toBeGreaterThan(0)
    expectInert()
  })
})
