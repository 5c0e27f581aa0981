import { describe, expect, it } from 'vitest'
import { isId } from '../../shared/board.ts'
import { textRootOf } from '../../shared/doc/board-doc.ts'
import { isPlainData, valueProblem } from '../../shared/doc/values.ts'
import type { PlanItem, PlanKind } from '../../shared/plan.ts'
import { lackSentence, lacksOf } from '../../shared/readiness.ts'

describe('values', () => {
  it.each([
    ['placements', 'F1', { column: 'due-regard', order: 'a1V' }],
    ['statements', 'F1', { source: 'F', number: '1', text: 'Said.' }],
    ['board', 'source/F', { title: 'The report' }],
    ['board', 'column/due-regard', { title: 'Due regard', line: 'In hand.' }],
    ['responses', 'F1/action/a1', true],
    ['plan', 'action/a1/due', '2028-02-29'],
    ['comments', 'p1/c1', { on: 'F1', text: 'Yes.' }],
    ['comments', 'p1/c1', { on: 'action/a1', text: 'Yes.', whose: 'Quality Committee' }],
    ['comments', 'p1/c1', { on: 'plan/whole', text: 'Yes.' }],
    ['comments', 'p1/c1/answer', { answer: 'partly', because: 'In part.' }],
    ['facilitation', 'focus', { statement: null }],
  ] as const)('[value-1] %s/%s takes what fits', (root, key, value) => {
    expect(valueProblem(root, key, value)).toBeNull()
  })

  it.each([
    ['placements', 'F1', { column: 'due-regard', order: 'a1V', colour: 'red' }],
    ['placements', 'F1', { column: 'elsewhere', order: 'a1V' }],
    ['placements', '../F1', { column: 'due-regard', order: 'a1V' }],
    ['statements', 'F1', { source: 'F', number: '1', text: '' }],
    ['statements', 'F1', { source: 'F', number: '1', text: 'x'.repeat(4_001) }],
    ['statements', 'F1', 'a string'],
    ['board', 'colour', 'red'],
    ['board', 'constructor', {}],
    ['board', 'source/F/more', { title: 'The report' }],
    ['responses', 'F1/action/a1', 'yes'],
    ['responses', 'F1/elsewhere', 'x'],
    ['plan', 'action/a1/due', '2027-02-30'],
    ['plan', 'action/a1/__proto__', 'x'],
    ['plan', 'stream/s1/due', '2027-02-01'],
    ['comments', 'c1', { on: 'F1', text: 'Yes.' }],
    ['comments', 'p1/c1', { on: 'paper/a1', text: 'Yes.' }],
    ['comments', 'p1/c1', { on: 'action/a1/due', text: 'Yes.' }],
    ['comments', 'p1/answer', { answer: 'partly', because: 'In part.' }],
    ['comments', 'p1/c1/answer', { answer: 'partly', because: '' }],
    ['comments', 'p1/c1/answer', { on: 'F1', text: 'Yes.' }],
    ['comments', 'p1/c1/reply', { on: 'F1', text: 'Yes.' }],
    ['facilitation', 'toString', {}],
  ] as const)('[value-1] %s/%s refuses what does not', (root, key, value) => {
    expect(valueProblem(root, key, value)).not.toBeNull()
  })

  it.each(['__proto__', 'constructor', 'prototype'])(
    '[value-2][C11] %s is no id, wherever an id stands',
    (name) => {
      expect(isId(name)).toBe(false)
      for (const [root, key, value] of [
        ['statements', name, { source: 'F', number: '1', text: 'Said.' }],
        ['statements', 'F1', { source: name, number: '1', text: 'Said.' }],
        ['statements', 'F1', { source: 'F', number: '1', text: 'Said.', sameAs: name }],
        ['placements', name, { column: 'due-regard', order: 'a1V' }],
        ['board', `source/${name}`, { title: 'The report' }],
        ['responses', `${name}/evidence`, 'We do this.'],
        ['responses', `F1/action/${name}`, true],
        ['plan', `action/${name}/title`, 'Do it'],
        ['comments', `${name}/c1`, { on: 'F1', text: 'Yes.' }],
        ['comments', `p1/${name}/answer`, { answer: 'not', because: 'No.' }],
        ['comments', 'p1/c1', { on: `action/${name}`, text: 'Yes.' }],
        ['comments', `p1/${name}`, { on: 'F1', text: 'Yes.' }],
        ['comments', 'p1/c1', { on: name, text: 'Yes.' }],
        ['comments', 'p1/c1', { on: 'F1', text: 'Yes.', replyTo: name }],
        ['facilitation', 'focus', { statement: name }],
        ['live', `vote/${name}`, {}],
      ] as const) {
        expect([root, key, valueProblem(root, key, value)]).not.toContain(null)
      }
      for (const text of ['why', 'paper']) expect(textRootOf(`${text}/${name}`)).toBeNull()
    },
  )

  it('[value-2][C11] only what JSON gives back unchanged may stand', () => {
    const poisoned: Record<string, unknown> = {}
    Object.defineProperty(poisoned, '__proto__', { value: {}, enumerable: true })
    for (const value of [
      1n,
      new Uint8Array(1),
      undefined,
      Number.NaN,
      new Date(),
      Object.create({}),
      poisoned,
    ]) {
      expect(isPlainData(value)).toBe(false)
    }
    expect(isPlainData({ a: [1, 'b', null, { c: true }] })).toBe(true)
  })
})

describe('ready for the Board', () => {
  const item = (id: string, fields: Record<string, string>, kind: PlanKind = 'action'): PlanItem => ({
    id,
    kind,
    fields,
    progress: [],
  })
  const nothing = { action: () => undefined, stream: () => undefined, watch: () => undefined }
  const none = { actions: [], objectives: [] }

  it('[ready-1] a new action needs an action with stream, lead and date', () => {
    const plan = {
      ...nothing,
      action: (id: string) =>
        item(id, id === 'a1' ? { stream: 's1', leadBy: '2027-02-01', due: '2027-06-30' } : {}),
      stream: (id: string) => item(id, { title: 'Stream' }),
    }
    expect(lacksOf('new-action', { ...none, actions: ['a1'] }, plan)).toEqual([])
    expect(lackSentence(lacksOf('new-action', { ...none, actions: ['a2'] }, plan))).toBe(
      'Needs a work stream, a lead and a date',
    )
    expect(lackSentence(lacksOf('new-action', none, plan))).toBe('Needs an action')
  })

  it('[ready-2] due regard needs a stream with its lead, and evidence', () => {
    const plan = {
      ...nothing,
      stream: (id: string) => item(id, id === 's1' ? { projectLead: 'Head' } : {}, 'stream'),
    }
    expect(lacksOf('due-regard', { ...none, stream: 's1', evidence: 'Minutes' }, plan)).toEqual([])
    expect(lacksOf('due-regard', { ...none, stream: 's2' }, plan)).toEqual([
      'a project lead',
      'evidence so far',
    ])
  })

  it('[ready-3] a watching brief needs a source with its lead and review', () => {
    const plan = {
      ...nothing,
      watch: (id: string) =>
        item(id, id === 'w1' ? { executiveLead: 'Secretary', nextReview: '2027-10-01' } : {}, 'watch'),
    }
    expect(lacksOf('watching-brief', { ...none, watch: 'w1' }, plan)).toEqual([])
    expect(lacksOf('watching-brief', { ...none, watch: 'w2' }, plan)).toEqual([
      'an executive lead',
      'a review date',
    ])
  })

  it('[ready-4] what is set aside needs a reason, what is not sorted is never ready', () => {
    expect(lacksOf('set-aside', none, nothing)).toEqual(['a reason'])
    expect(lacksOf('unsorted', none, nothing)).toEqual(['not sorted'])
  })
})
