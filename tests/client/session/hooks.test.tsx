import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { useBoard } from '../../../client/session/use-board.ts'
import { useCan, useCanDo } from '../../../client/session/use-can.ts'
import { useConnection } from '../../../client/session/use-connection.ts'
import { useLeftovers } from '../../../client/session/use-leftovers.ts'
import { usePeople } from '../../../client/session/use-people.ts'
import { usePresence } from '../../../client/session/use-presence.ts'
import { caretAfter, useText } from '../../../client/session/use-text.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { type LocalOptions, localSession } from '../../support/local-session.ts'

afterEach(cleanup)

function show(ui: React.ReactNode, options: LocalOptions = {}) {
  const local = localSession(options)
  render(
    <StrictMode>
      <SessionProvider session={local.session}>{ui}</SessionProvider>
    </StrictMode>,
  )
  return local
}

describe('the hooks', () => {
  it('a component draws again only when the part it selected changed', () => {
    let drawn = 0
    const Count = () => {
      drawn += 1
      return <p>{useBoard((board) => board.inColumn['new-action']).length} actions</p>
    }
    const { session, world } = show(<Count />)
    const before = drawn
    act(() => world.change((doc) => rootsOf(doc).board.set('title', 'Another title')))
    expect(drawn).toBe(before)
    act(() => {
      session.edit('Move F1', (doc) =>
        moveStatement(doc, 'F1', spotAt(session.snapshot.get(), 'new-action', 0)),
      )
    })
    expect(screen.getByText('1 actions')).toBeTruthy()
  })

  it('show policy, connection, people, holders and leftovers as they change', () => {
    const Line = () => {
      const { saved } = useConnection()
      const can = useCan({ root: 'placements', key: 'F1', to: { column: 'new-action', order: 'a0V' } })
      const holder = usePresence((others) => others.find((it) => it.hold?.statement === 'F1'))
      const person = usePeople().get(holder?.who ?? '')
      return (
        <p>
          {saved} {can ? 'may' : 'may not'} {useCanDo('decide') ? 'decides' : 'looks on'}{' '}
          {person?.name ?? 'nobody'} {useLeftovers().length}
        </p>
      )
    }
    const { session, world } = show(<Line />, {
      role: 'participant',
      people: [{ id: 'ben', name: 'Ben', role: 'participant' }],
    })
    expect(screen.getByText('saved may looks on nobody 0')).toBeTruthy()
    act(() => {
      session.edit('Move F1', (doc) =>
        moveStatement(doc, 'F1', spotAt(session.snapshot.get(), 'new-action', 0)),
      )
      world.connection({ saved: 'kept' })
      world.phase('review')
      world.presence([
        { connection: 1, who: 'ben', hold: { statement: 'F1', over: null, slot: null, x: 0, y: 0 } },
      ])
      world.leftovers([
        { id: '1', sentence: 'x', root: 'placements', key: 'F1', mine: 1, theirs: 2, canUse: false },
      ])
    })
    expect(screen.getByText('kept may not looks on Ben 1')).toBeTruthy()
  })
})

describe('a shared text in a textarea', () => {
  const refused: string[] = []
  const Why = () => {
    const why = useText({ why: 'F1' }, 'Write why F1', (because) => refused.push(because))
    return <textarea aria-label="Why" {...why} />
  }
  const field = () => screen.getByLabelText('Why') as HTMLTextAreaElement
  const type = (value: string, caret = value.length) => {
    field().focus()
    fireEvent.change(field(), { target: { value } })
    field().setSelectionRange(caret, caret)
  }

  it('what is typed becomes one small change', () => {
    const { session, world } = show(<Why />)
    type('Because')
    type('Because of the audit')
    expect(world.doc.getText('why/F1').toString()).toBe('Because of the audit')
    expect(world.doc.getText('why/F1').toDelta()).toHaveLength(1)
    expect(session.undoable.get().undo).toBe('Write why F1')
  })

  it('what others type before the caret moves it along, after it leaves it alone', () => {
    const { world } = show(<Why />)
    type('Wards report.', 5)
    act(() => world.change((doc) => doc.getText('why/F1').insert(0, 'All ')))
    expect(field().value).toBe('All Wards report.')
    expect(field().selectionStart).toBe(9)
    act(() => world.change((doc) => doc.getText('why/F1').insert(17, ' Weekly.')))
    expect(field().selectionStart).toBe(9)
    act(() => world.change((doc) => doc.getText('why/F1').delete(0, 17)))
    expect([field().value, field().selectionStart]).toEqual([' Weekly.', 0])
  })

  it('words that are not taken are told and not shown as if they were', () => {
    const { world } = show(<Why />, { role: 'participant' })
    type('Because')
    act(() => world.phase('review'))
    type('Because of')
    expect(refused.at(-1)).toBe('phase_forbids')
    expect(field().value).toBe('Because')
  })

  it('a word being composed is left alone until it is finished, and keeps what others wrote meanwhile', () => {
    const { world } = show(<Why />)
    type('Audit: ')
    fireEvent.compositionStart(field())
    fireEvent.change(field(), { target: { value: 'Audit: に' } })
    act(() => world.change((doc) => doc.getText('why/F1').insert(0, 'The ')))
    expect(field().value).toBe('Audit: に')
    fireEvent.change(field(), { target: { value: 'Audit: 日本' } })
    fireEvent.compositionEnd(field())
    expect(world.doc.getText('why/F1').toString()).toBe('The Audit: 日本')
    expect(field().value).toBe('The Audit: 日本')
  })

  it('the caret keeps its place in every case', () => {
    const at = (caret: number) => ({ selectionStart: caret, selectionEnd: caret })
    expect(caretAfter('abc', 'abXc', at(1))).toEqual([1, 1])
    expect(caretAfter('abc', 'abXc', at(3))).toEqual([4, 4])
    expect(caretAfter('abc', 'ac', at(2))).toEqual([1, 1])
    expect(caretAfter('abcd', 'aXd', at(2))).toEqual([2, 2])
    expect(caretAfter('abc', 'Xabc', { selectionStart: 0, selectionEnd: 3 })).toEqual([0, 4])
  })
})
