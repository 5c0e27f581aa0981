/**
 * What opens a board: the key of a link, and the device that used one.
 *
 * Both are computed from the server's secret, so a stolen data folder without it holds no key, and the
 * journal knows a device only by a hash. Every purpose has its own secret.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { BoardId, LinkId } from '../shared/board.ts'
import { CODE_LETTERS, DOOR_CODE, PERSON_CODE } from '../shared/code.ts'

export interface Capabilities {
  /** The secret half of a link, 128 bits: `/b/<board>#<linkId>.<key>`. */
  keyOf(link: LinkIdentity): string
  /** In the same time for every wrong key. */
  isKeyOf(link: LinkIdentity, key: string): boolean
  /** What is typed to come in while the doors are open: six letters and digits. */
  doorCodeOf(board: BoardId, opening: string): string
  /** How a person's code is kept. */
  hashOfCode(code: string): string
  /** How a grant names a device. */
  hashOf(device: string): string
  readonly cookieSecret: string
  /**
   * The device that is named by a cookie signed with that secret, or null; in the same time for every wrong one.
   * At once: by way of the Web Crypto API each call would stand in line with the syncing of journals, for both
   * are done by the same few threads.
   */
  deviceIn(cookie: string): string | null
  /** Differs between installations, for cookies of one host know no ports. */
  readonly cookieName: string
}

export interface LinkIdentity {
  board: BoardId
  id: LinkId
  /** Raising it makes every earlier key worthless. */
  generation: number
}

const KEY_BYTES = 16

export function capabilitiesFrom(serverSecret: Uint8Array): Capabilities {
  const secretFor = (purpose: string) => createHmac('sha256', serverSecret).update(purpose).digest()
  const links = secretFor('due-regard link key')
  const devices = secretFor('due-regard device hash')
  const doors = secretFor('due-regard door code')
  const codes = secretFor('due-regard person code')

  const bytesOf = ({ board, id, generation }: LinkIdentity) =>
    createHmac('sha256', links)
      .update(JSON.stringify([board, id, generation]))
      .digest()
      .subarray(0, KEY_BYTES)

  const cookieSecret = secretFor('due-regard device cookie').toString('base64url')

  return {
    keyOf: (link) => bytesOf(link).toString('base64url'),
    isKeyOf(link, key) {
      const given = Buffer.from(key, 'base64url')
      const expected = bytesOf(link)
      // Base64url forgives stray last bits, so the text is compared too: one link has one key.
      return (
        given.length === KEY_BYTES && timingSafeEqual(given, expected) && given.toString('base64url') === key
      )
    },
    doorCodeOf: (board, opening) =>
      lettersFrom(
        createHmac('sha256', doors)
          .update(JSON.stringify([board, opening]))
          .digest(),
        DOOR_CODE,
      ),
    hashOfCode: (code) =>
      createHmac('sha256', codes).update(code).digest().subarray(0, 16).toString('base64url'),
    hashOf: (device) =>
      createHmac('sha256', devices).update(device).digest().subarray(0, 16).toString('base64url'),
    cookieSecret,
    deviceIn(cookie) {
      const dot = cookie.lastIndexOf('.')
      const device = cookie.slice(0, Math.max(0, dot))
      const given = Buffer.from(cookie.slice(dot + 1))
      const expected = Buffer.from(createHmac('sha256', cookieSecret).update(device).digest('base64'))
      const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
      return isSigned && device !== '' ? device : null
    },
    cookieName: `due-regard-${secretFor('due-regard cookie name').subarray(0, 3).toString('hex')}`,
  }
}

export const newPersonCode = () => lettersFrom(randomBytes(32), PERSON_CODE)

/** A byte that would make some letters likelier than others is passed over. */
function lettersFrom(bytes: Uint8Array, length: number): string {
  const fair = 256 - (256 % CODE_LETTERS.length)
  const letters = Array.from(bytes)
    .filter((it) => it < fair)
    .map((it) => CODE_LETTERS[it % CODE_LETTERS.length])
  return letters.slice(0, length).join('')
}

export const newDevice = () => randomBytes(18).toString('base64url')

/** 96 random bits of letters and digits, for boards, links and participants. */
export function newId(): string {
  for (;;) {
    const id = randomBytes(18).toString('base64url').replace(/[-_]/g, '').slice(0, 16)
    if (id.length === 16) return id
  }
}
