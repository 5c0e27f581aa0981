import { describe, expect, it } from 'vitest'
import {
  foundIn,
  joined,
  keyOnes,
  parted,
  removed,
  written,
} from '../../../client/panels/import/candidates.ts'

const list = foundIn([
  { number: '36', chapter: 'Openness', page: '9', text: 'Be open.' },
  { number: '37', chapter: 'Openness', page: '10', text: 'Be kind. Be on time.' },
  { text: 'A heading', setAside: 'Background' },
])

describe('candidates', () => {
  it('are parted where the cursor stands, and numbered on with letters that are free', () => {
    const two = parted(list, '2', 9, 'new')
    expect(two.slice(1, 3)).toEqual([
      { id: '2', number: '37a', chapter: 'Openness', page: '10', text: 'Be kind.' },
      { id: 'new', number: '37b', chapter: 'Openness', page: '10', text: 'Be on time.' },
    ])
    expect(parted(two, '2', 3).map((it) => it.number)).toEqual(['36', '37a', '37c', '37b', undefined])
    expect(parted(list, '2', 0)).toBe(list)
    const named = parted(foundIn([{ ref: 'Q14', number: '14', text: 'One. Two.' }, {}]), '1', 5)
    expect(named.slice(0, 2)).toMatchObject([
      { ref: 'Q14a', number: '14a' },
      { ref: 'Q14b', number: '14b' },
    ])
    expect(parted(foundIn([{ text: 'One. Two.' }]), '1', 5).map((it) => it.text)).toEqual(['One.', 'Two.'])
  })

  it('are joined to the one above, whose labels stay; one that counts makes both count', () => {
    expect(joined(list, '2')).toEqual([
      { id: '1', number: '36', chapter: 'Openness', page: '9', text: 'Be open.\nBe kind. Be on time.' },
      list[2],
    ])
    expect(joined(list, '3')[1]).toEqual({ ...list[1], text: 'Be kind. Be on time.\nA heading' })
    expect(joined(list, '1')).toBe(list)
  })

  it('are written, set aside and taken out without touching the list before', () => {
    const before = structuredClone(list)
    expect(keyOnes(written(list, '1', { setAside: 'For another body' }))).toEqual([list[1]])
    expect(written(list, '3', { setAside: '' })[2]).toEqual({ id: '3', text: 'A heading' })
    expect(removed(list, '1')).toEqual([list[1], list[2]])
    expect(list).toEqual(before)
  })
})
