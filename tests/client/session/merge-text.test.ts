import { describe, expect, it } from 'vitest'
import { hunksBetween, isAlreadyThere, mergeText } from '../../../client/session/merge-text.ts'
import { textChange } from '../../../shared/doc/edits.ts'
import fc from '../../support/properties.ts'

describe('mergeText', () => {
  it('[back-2] keeps both people’s words where they wrote in different places', () => {
    const from = 'Wards report weekly. Leads meet monthly.'
    const mine = 'Wards report weekly to the Board. Leads meet monthly.'
    const now = 'All wards report weekly. Leads meet quarterly.'

    expect(mergeText(from, mine, now)).toBe('All wards report weekly to the Board. Leads meet quarterly.')
  })

  it('[back-2] keeps both insertions at one place, in the order they reached the board', () => {
    expect(mergeText('Agreed.', 'Agreed. By Ama.', 'Agreed. By Ben.')).toBe('Agreed. By Ben. By Ama.')
  })

  it('[back-2] does not double words that have already arrived', () => {
    expect(mergeText('One.', 'One. Two.', 'Nought. One. Two.')).toBe('Nought. One. Two.')
  })

  it('[back-2] gives up where somebody rewrote the same words', () => {
    expect(mergeText('due in May', 'due in June', 'due in July')).toBeNull()
    expect(mergeText('see the annex', 'see the long annex', 'nothing here')).toBeNull()
    expect(mergeText('a b c', 'a X c', 'a c')).toBeNull()
    expect(mergeText('a b c', 'a c', 'a B c')).toBeNull()
  })

  it('[back-2] two people deleting overlapping words agree about what both deleted', () => {
    expect(mergeText('a b c d e f', 'a e f', 'a b f')).toBe('a f')
  })

  it('on a rebuilt board finds words that stand somewhere else by now', () => {
    expect(isAlreadyThere('<ben>', '<ben><ama>', '<ama>')).toBe(true)
    expect(isAlreadyThere('<ben>', '<ama><ben>', 'so <ama> it is')).toBe(true)
    expect(isAlreadyThere('<ben>', '<ben><ama>', '<ben> and <cat>')).toBe(false)
    expect(isAlreadyThere('It is', 'It is so', 'It is so')).toBeNull()
    expect(isAlreadyThere('a and b', 'a b', 'a and b')).toBe(false)
    expect(isAlreadyThere('again', 'again and again', 'again and')).toBe(false)
  })

  it('the stretches of a difference turn one text into the other', () => {
    const words = fc.array(fc.constantFrom('a', 'be', ' ', '\n', '.', 'é', '😀'), { maxLength: 20 })
    fc.assert(
      fc.property(words, words, (x, y) => {
        const [from, to] = [x.join(''), y.join('')]
        let text = from
        for (const { at, remove, insert } of hunksBetween(from, to).reverse()) {
          text = text.slice(0, at) + insert + text.slice(at + remove)
        }
        expect(text).toBe(to)
      }),
    )
  })

  it('a merge with nobody else’s change is mine, and with no change of mine is theirs', () => {
    const text = fc.array(fc.constantFrom('a', 'be', ' ', '.'), { maxLength: 12 }).map((it) => it.join(''))
    fc.assert(
      fc.property(text, text, (from, to) => {
        expect(mergeText(from, to, from)).toBe(to)
        expect(mergeText(from, from, to)).toBe(to)
      }),
    )
  })
})

it('a change of a text never cuts a character in two', () => {
  for (const [from, to] of [
    ['a😀b', 'a😁b'],
    ['😀', '😀😁'],
    ['😁😀', '😀'],
    ['🎉', '🏉'],
  ] as const) {
    const { at, remove, insert } = textChange(from, to)
    expect(from.slice(0, at) + insert + from.slice(at + remove)).toBe(to)
    expect(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(insert)).toBe(false)
    expect(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(from.slice(at, at + remove))).toBe(false)
  }
})
