import { describe, expect, it } from 'vitest'
import {
  type Candidates,
  joined,
  keyOnes,
  parted,
  removed,
  written,
} from '../../../client/panels/import/candidates.ts'
import { keepCandidates, keptCandidates } from '../../../client/panels/import/kept-candidates.ts'
import { forgetCandidates } from '../../../client/session/kept-candidates.ts'

const list: Candidates = [
  { number: '36', chapter: 'Openness', page: '9', text: 'Be open.' },
  { number: '37', chapter: 'Openness', page: '10', text: 'Be kind. Be on time.' },
  { text: 'A heading', setAside: 'Background' },
]

describe('candidates', () => {
  it('are parted where the cursor stands, and numbered on with letters that are free', () => {
    const two = parted(list, 1, 9)
    expect(two.slice(1, 3)).toEqual([
      { number: '37a', chapter: 'Openness', page: '10', text: 'Be kind.' },
      { number: '37b', chapter: 'Openness', page: '10', text: 'Be on time.' },
    ])
    expect(parted(two, 1, 3).map((it) => it.number)).toEqual(['36', '37a', '37c', '37b', undefined])
    expect(parted(list, 1, 0)).toBe(list)
    const named = parted([{ ref: 'Q14', number: '14', text: 'One. Two.' }, { text: 'One. Two.' }], 0, 5)
    expect(named.slice(0, 2)).toMatchObject([
      { ref: 'Q14a', number: '14a' },
      { ref: 'Q14b', number: '14b' },
    ])
    expect(parted([{ text: 'One. Two.' }], 0, 5)).toEqual([{ text: 'One.' }, { text: 'Two.' }])
  })

  it('are joined to the one above, whose labels stay; one that counts makes both count', () => {
    expect(joined(list, 1)).toEqual([
      { number: '36', chapter: 'Openness', page: '9', text: 'Be open.\nBe kind. Be on time.' },
      list[2],
    ])
    expect(joined(list, 2)[1]).toEqual({ ...list[1], text: 'Be kind. Be on time.\nA heading' })
    expect(joined(list, 0)).toBe(list)
  })

  it('are written, set aside and taken out without touching the list before', () => {
    const before = structuredClone(list)
    expect(keyOnes(written(list, 0, { setAside: 'For another body' }))).toEqual([list[1]])
    expect(written(list, 2, { setAside: '' })[2]).toEqual({ text: 'A heading' })
    expect(removed(list, 0)).toEqual([list[1], list[2]])
    expect(list).toEqual(before)
  })

  it('[saved-2] are kept on the device until they are imported or the board is left', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    expect(keepCandidates('b1', 'l1', { name: 'report.pdf', candidates: list }, storage)).toBe(true)
    expect(keptCandidates('b1', 'l1', storage)).toEqual({ name: 'report.pdf', candidates: list })
    expect(keptCandidates('b2', 'l1', storage)).toBeNull()

    forgetCandidates(storage, 'b1', 'l1')
    expect(kept.size).toBe(0)
    storage.setItem('due-regard/candidates/b1/l1', '{"candidates":[{"text":1}]}')
    expect(keptCandidates('b1', 'l1', storage)).toBeNull()
  })
})
