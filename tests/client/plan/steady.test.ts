import { describe, expect, it } from 'vitest'
import { type Lists, steady } from '../../../client/views/plan/steady.ts'

const lists = (of: Record<string, string[]>): Lists => new Map(Object.entries(of))
const plain = (of: Lists) => Object.fromEntries(of)

describe('lists while somebody is in them', () => {
  it('are as they are while nobody is', () => {
    const now = lists({ wards: ['b', 'a'] })
    expect(steady(lists({ wards: ['a', 'b'] }), now, new Set())).toBe(now)
  })

  it('[words-1] keep their order, and what is edited stays where it was though it belongs elsewhere now', () => {
    const was = lists({ wards: ['a', 'b', 'c'], theatres: ['d'] })
    const now = lists({ wards: ['c', 'b'], theatres: ['a', 'd'] })
    expect(plain(steady(was, now, new Set(['a'])))).toEqual({ wards: ['a', 'b', 'c'], theatres: ['d'] })
  })

  it('[words-1] keep what is edited where somebody took it away, also a whole list', () => {
    const was = lists({ streams: ['wards', 'theatres'], wards: ['a', 'b'] })
    const now = lists({ streams: ['theatres'], loose: ['b'] })
    expect(plain(steady(was, now, new Set(['wards', 'a'])))).toEqual({
      streams: ['wards', 'theatres'],
      wards: ['a'],
      loose: ['b'],
    })
  })

  it('take in what comes at the end and leave out what goes', () => {
    const was = lists({ wards: ['a', 'b', 'c'] })
    const now = lists({ wards: ['new', 'c', 'a'] })
    expect(plain(steady(was, now, new Set(['c'])))).toEqual({ wards: ['a', 'c', 'new'] })
  })
})
