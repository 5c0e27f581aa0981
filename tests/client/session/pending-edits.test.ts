import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { PendingEdit } from '../../../client/session/local-copy.ts'
import { openPending, type PendingEdits } from '../../../client/session/pending-edits.ts'

let made = 0
const edit = (key: string, from: unknown, to: unknown, root: PendingEdit['root'] = 'plan'): PendingEdit => {
  made += 1
  return {
    root,
    key,
    from,
    to,
    id: String(made),
    tab: 't',
    at: made,
    epoch: 1,
    client: 1,
    clock: null,
    tries: 0,
  }
}

/** One character at a clock. */
function updateOf(clock: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  doc.getText('why/F1').insert(0, 'x'.repeat(clock + 1))
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(new Map([[1, clock]])))
}

/** As the desk writes: what is sent and emitted meanwhile belongs to it. */
function make(pending: PendingEdits, edits: PendingEdit[], frame?: number) {
  pending.making(edits)
  pending.emitted(updateOf(made))
  if (frame !== undefined) pending.updateSent(frame)
  return pending.made(edits.map((_, at) => at + 1))
}
const type = (pending: PendingEdits, from: string, to: string, frame?: number) =>
  make(pending, [edit('F1', from, to, 'why')], frame)
const shown = (pending: PendingEdits) => pending.all().map((it) => [it.from, it.to])

describe('changes on their way', () => {
  it('are done with by the number of the frame that carries them', () => {
    const pending = openPending()
    make(pending, [edit('a', 1, 2)], 1)
    make(pending, [edit('b', 1, 2)], 2)
    make(pending, [edit('c', 1, 2)], 3)
    expect(pending.acknowledged(2).flatMap((it) => it.edits.map((one) => one.key))).toEqual(['a', 'b'])
    expect(pending.acknowledged(2)).toEqual([])
    expect(pending.all().map((it) => it.key)).toEqual(['c'])
  })

  it('[C5] of what is not acknowledged the first clock is known, whatever carried it', () => {
    const pending = openPending()
    pending.making([edit('a', 1, 2)])
    pending.emitted(updateOf(4))
    pending.emitted(updateOf(5))
    pending.updateSent(1)
    pending.made([6])
    pending.making([edit('b', 1, 2)])
    pending.emitted(updateOf(6))
    pending.made([7])
    pending.disconnected()
    expect(Array.from(pending.unsure())).toEqual([[1, 4]])
    pending.updateSent(1)
    pending.step2Sent(2)
    pending.acknowledged(2)
    expect(pending.unsure().size).toBe(0)
  })

  it('a change in several frames is done with by the last of them', () => {
    const pending = openPending()
    pending.making([edit('a', 1, 2)])
    pending.updateSent(1)
    pending.updateSent(2)
    pending.made([1])
    expect(pending.acknowledged(1)).toEqual([])
    expect(pending.acknowledged(2)).toHaveLength(1)
  })

  it('what was made before the connection goes with its step 2, what was sent since does not', () => {
    const pending = openPending()
    make(pending, [edit('early', 1, 2)])
    make(pending, [edit('late', 1, 2)], 1)
    pending.step2Sent(2)
    expect(pending.acknowledged(1).flatMap((it) => it.edits.map((one) => one.key))).toEqual(['late'])
    expect(pending.acknowledged(2)).toHaveLength(1)
  })

  it('on a new connection nothing has been sent', () => {
    const pending = openPending()
    make(pending, [edit('a', 1, 2)], 1)
    pending.disconnected()
    expect(pending.acknowledged(9)).toEqual([])
    expect(pending.takeSent()).toEqual([])
    pending.step2Sent(1)
    expect(pending.takeSent().map((it) => it.key)).toEqual(['a'])
    expect(pending.all()).toEqual([])
  })

  it('each change knows the clock after it, and each group its bytes', () => {
    const pending = openPending()
    const edits = make(pending, [edit('a', 1, 2), edit('b', 1, 2)], 1)
    expect(edits.map((it) => it.clock)).toEqual([1, 2])
    expect(pending.acknowledged(1)[0]?.updates).toHaveLength(1)
    pending.emitted(updateOf(9))
    pending.updateSent(7)
    expect(pending.made([])).toEqual([])
  })
})

describe('words typed while nothing can be sent', () => {
  it('in one place are one change', () => {
    const pending = openPending()
    type(pending, '', 'A')
    type(pending, 'A', 'AB')
    type(pending, 'AB', 'A')
    type(pending, 'A', 'A C')
    expect(shown(pending)).toEqual([['', 'A C']])
    expect(pending.groups[0]?.updates).toHaveLength(4)
  })

  it('in two places are two, so that each can find its place again', () => {
    const pending = openPending()
    type(pending, 'One. Two. Three.', 'One! Two. Three.')
    type(pending, 'One! Two. Three.', 'One! Two. Three!')
    expect(shown(pending)).toHaveLength(2)
  })

  it('are apart from words that were sent, or from an earlier visit: those may have arrived', () => {
    const pending = openPending()
    type(pending, '', 'A', 1)
    pending.disconnected()
    type(pending, 'A', 'AB')
    type(pending, 'AB', 'ABC')
    expect(shown(pending)).toEqual([
      ['', 'A'],
      ['A', 'ABC'],
    ])
    const again = openPending()
    again.restore(edit('F1', '', 'A', 'why'))
    type(again, 'A', 'AB')
    expect(shown(again)).toHaveLength(2)
  })

  it('are apart where somebody else wrote in between, and from other texts and values', () => {
    const pending = openPending()
    type(pending, '', 'A')
    type(pending, 'A Ben', 'AB Ben')
    make(pending, [edit('F2', '', 'A', 'why')])
    make(pending, [edit('F2', 'A', 'B', 'plan')])
    make(pending, [edit('F2', 'B', 'C', 'plan')])
    expect(shown(pending)).toHaveLength(5)
  })

  it('two changes made at once are not taken into one', () => {
    const pending = openPending()
    make(pending, [edit('F1', '', 'A', 'why'), edit('k', 1, 2)])
    type(pending, 'A', 'AB')
    expect(pending.groups).toHaveLength(2)
  })
})
