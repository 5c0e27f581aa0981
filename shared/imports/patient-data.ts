/**
 * Whether a text looks as if it held something about a patient: an NHS number, or a date of birth.
 *
 * A warning, not a filter: a number whose check digit fits is an NHS number in ten cases of eleven that look
 * like one. Nothing found here is kept or logged.
 */
const TEN_DIGITS = /(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])/g
const BORN =
  /\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[^\d\n]{0,16}(?:\d{1,2}[ ./-](?:\d{1,2}|[a-z]{3,9})[ ./-]\d{2,4}|\d{4}-\d{2}-\d{2})/i

/** What was found, in words for a person, or null. */
export function patientMark(text: string): string | null {
  if (Array.from(text.matchAll(TEN_DIGITS), ([it]) => it).some(isNhsNumber)) return 'an NHS number'
  return BORN.test(text) ? 'a date of birth' : null
}

/** The tenth digit checks the first nine, modulo 11. */
export function isNhsNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length !== 10 || /^(\d)\1{9}$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < 9; at += 1) sum += Number(digits[at]) * (10 - at)
  const check = (11 - (sum % 11)) % 11
  return check !== 10 && check === Number(digits[9])
}
