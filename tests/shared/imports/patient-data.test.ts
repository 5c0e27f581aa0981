import { describe, expect, it } from 'vitest'
import { isNhsNumber, patientMark } from '../../../shared/imports/patient-data.ts'

describe('[in-4] what looks like something about a patient', () => {
  it('is an NHS number whose check digit fits, however it is spaced', () => {
    for (const text of ['9434765919', '943 476 5919', 'Patient 943-476-5919 was moved.']) {
      expect(patientMark(text)).toBe('an NHS number')
    }
    expect(isNhsNumber('943 476 5918')).toBe(false)
    expect(isNhsNumber('0000000000')).toBe(false)
  })

  it('is a date said to be somebody’s birth', () => {
    for (const text of [
      'DOB 03/04/1958',
      'date of birth: 3 April 1958',
      'she was born on 3.4.58',
      'D.O.B. 1958-04-03',
    ]) {
      expect(patientMark(text)).toBe('a date of birth')
    }
  })

  it('is no year, page, telephone number or date of something else', () => {
    for (const text of [
      'Published on 6 February 2013, page 1234.',
      'Ring 01785 257731 or 020 7972 2000.',
      'The trust was born of two others in 2008.',
      'Reference 2013-0206-1758.',
    ]) {
      expect(patientMark(text)).toBeNull()
    }
  })
})
