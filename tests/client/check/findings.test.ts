import { describe, expect, it } from 'vitest'
import { type Findings, noteForIT, rowsOf, verdictOn } from '../../../client/views/check/findings.ts'

const FINE: Findings = {
  isOnline: true,
  reach: { is: 'reached', ms: 23.4 },
  live: { is: 'works', ms: 11.6 },
  quiet: { is: 'stayed', ms: 10_004 },
  keeps: true,
  opensOffline: true,
  cookies: true,
  clockMs: 400,
}
const WHERE = new URL('https://board.example.org/check')
const SEEN = { at: new Date(2026, 10, 22, 22, 10), browser: 'A browser 1.0' }

describe('what is said of a network', () => {
  it('is nothing before everything was tried', () => {
    for (const missing of ['reach', 'live', 'quiet', 'keeps'] as const)
      expect(verdictOn({ ...FINE, [missing]: undefined }).tone).toBe('looking')
  })

  it('is that it works where everything was found to work', () => {
    expect(verdictOn(FINE)).toMatchObject({ tone: 'good', forIT: false })
    expect(rowsOf(FINE).every((it) => it.state === 'works' && it.words !== '')).toBe(true)
  })

  it.each<[string, Partial<Findings>, string, boolean]>([
    ['sockets are refused', { live: { is: 'blocked', code: 1006 }, quiet: null }, 'bad', true],
    ['sockets open and nothing comes through', { live: { is: 'mute' }, quiet: null }, 'bad', true],
    ['a login page answers', { reach: { is: 'foreign' }, live: null, quiet: null }, 'bad', true],
    ['nobody answers', { reach: { is: 'unreached' }, live: null, quiet: null }, 'bad', true],
    ['there is no network', { isOnline: false, reach: { is: 'unreached' }, live: null }, 'bad', false],
    ['a quiet line is cut', { quiet: { is: 'cut', ms: 6_200 } }, 'unsure', true],
    ['the server is busy', { live: { is: 'busy' }, quiet: null }, 'unsure', false],
    ['the browser keeps nothing', { keeps: false }, 'unsure', false],
    ['cookies are refused', { cookies: false }, 'bad', false],
  ])('is plain where %s', (_, found, tone, forIT) => {
    expect(verdictOn({ ...FINE, ...found })).toMatchObject({ tone, forIT })
  })

  it('does not wait for the slow step once it is clear that a board will not open', () => {
    expect(verdictOn({ isOnline: true, reach: FINE.reach, live: { is: 'blocked', code: null } }).tone).toBe(
      'bad',
    )
  })

  it.each([
    [29_000, 'Agrees', 'It agrees with the server’s.'],
    [240_000, 'Is off', 'It is 4 minutes fast. Everything works; times you read may look odd.'],
    [-3_600_000 * 9, 'Is off', 'It is 9 hours slow. Everything works; times you read may look odd.'],
  ])('tells a clock that is %i ms off', (clockMs, says, words) => {
    expect(rowsOf({ ...FINE, clockMs }).at(-1)).toMatchObject({ says, words })
    expect(verdictOn({ ...FINE, clockMs }).tone).toBe('good')
  })
})

describe('the note for IT', () => {
  it('names host, port, protocol and addresses, and what was found', () => {
    const note = noteForIT({ ...FINE, live: { is: 'blocked', code: 1006 }, quiet: null }, WHERE, SEEN)

    expect(note).toContain(
      'Host: board.example.org\nPort: 443, TCP, outgoing\nProtocols: HTTPS, and WebSocket',
    )
    expect(note).toContain('Addresses: https://board.example.org/* and wss://board.example.org/sync/*')
    expect(note).toContain('To try it: https://board.example.org/check')
    expect(note).toContain('What that page found on 22 November 2026 at 22:10:')
    expect(note).toContain(
      '- Working live with others: does not work. A live connection (WebSocket) is refused. (close code 1006)',
    )
    expect(note).toContain('Browser: A browser 1.0')
  })

  it('names the port where it is another', () => {
    expect(noteForIT(FINE, new URL('http://10.0.0.7:3000/check'), SEEN)).toMatch(
      /Port: 3000, TCP, outgoing\nProtocols: HTTP, and WebSocket \(ws\)[\s\S]*ws:\/\/10\.0\.0\.7:3000\/sync\/\*/,
    )
  })
})
