import { describe, expect, it } from 'vitest'
import { parseBoardLink, projectorPath } from '../../../client/panels/board-link.ts'

const HERE = 'https://board.example/join'
const KEY = 'link1.abcdefghijklmnopqrstuvwx'

describe('a pasted link', () => {
  it('is found with the site in front, without it, and in the middle of a mail', () => {
    const found = { board: 'b1', key: KEY, elsewhere: null }

    expect(parseBoardLink(`https://board.example/b/b1#${KEY}`, HERE)).toEqual(found)
    expect(parseBoardLink(` /b/b1#${KEY}\n`, HERE)).toEqual(found)
    expect(parseBoardLink(`Dear Ama, join here: <https://board.example/b/b1#${KEY}>. Ben`, HERE)).toEqual(
      found,
    )
    expect(parseBoardLink(`https://board.example/b/b1/s/F37#${KEY}`, HERE)).toEqual(null)
    expect(parseBoardLink(`https://board.example/b/b1/present#${KEY}`, HERE)).toEqual(found)
  })

  it('says when it leads to another site', () => {
    const elsewhere = `https://other.example/b/b1#${KEY}`

    expect(parseBoardLink(elsewhere, HERE)).toEqual({ board: 'b1', key: KEY, elsewhere })
  })

  it('is none where the key is missing, short or cut off', () => {
    for (const pasted of [
      '',
      'TQ7 K4M',
      '/b/b1',
      '/b/b1#link1',
      '/b/b1#link1.short',
      `javascript:/b/b1#${KEY}x.y`,
    ]) {
      expect(parseBoardLink(pasted, HERE)).toBeNull()
    }
  })

  it('opens on the projector under the same key', () => {
    expect(projectorPath(`/b/b1#${KEY}`)).toBe(`/b/b1/present#${KEY}`)
    expect(projectorPath('/b/b1')).toBe('/b/b1/present')
  })
})
