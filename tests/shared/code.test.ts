import { expect, it } from 'vitest'
import { codeWords, parseCode } from '../../shared/code.ts'

it('a code is taken as people type it, and nothing else is', () => {
  expect(['k7m 2qx', 'K7M-2QX', ' k7m2qx '].map(parseCode)).toEqual(['K7M2QX', 'K7M2QX', 'K7M2QX'])
  expect(['', 'K7M2Q', 'K7M2QA', 'K7M2Q0', 'K7M2QXX', 'https://x'].map(parseCode)).toEqual(
    Array(6).fill(null),
  )
  expect(parseCode('K7M2 QXPB')).toBe('K7M2QXPB')
  expect(codeWords('K7M2QX')).toBe('K7M 2QX')
})
