import { expect, it } from 'vitest'
import { dayOf, endOfDay } from '../../../client/panels/link-form.tsx'

it('a link works to the end of the day it was given, and that day is shown again', () => {
  const at = endOfDay('2027-03-28') as number

  expect(dayOf(at)).toBe('2027-03-28')
  expect(dayOf(at + 1_000)).toBe('2027-03-29')
  expect(endOfDay('')).toBeUndefined()
})
