/**
 * Words that people give and others read: what in them is not seen but changes what is.
 */

/**
 * Marks that turn the direction of whatever follows, and characters of no width that make two names look
 * like one. Joiners stay: emoji and several scripts are written with them.
 */
const UNSEEN = /[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff]|[\u{e0000}-\u{e007f}]/gu

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

/** A name, a title, a label: on one line, without what is not seen, and nothing where nothing would be. */
export function plainLine(text: string): string {
  const line = withoutUnseen(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(line) ? line : ''
}

/** As people count: 9 before 10, 37 before 37a. */
export const naturally = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })
