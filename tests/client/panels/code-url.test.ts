import { expect, it } from 'vitest'
import { codeUrl, typedOf } from '../../../client/panels/code-url.ts'

it('[door-1] a code stands in the fragment of the address, and is read from it in two halves', () => {
  const url = codeUrl('K7M2QX', 'https://board.example')

  expect(url).toBe('https://board.example/join#K7M2QX')
  expect(typedOf(url)).toEqual({ where: 'board.example/join', code: 'K7M 2QX' })
})
