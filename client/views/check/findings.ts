/**
 * What was found out about a network and a browser, and what follows from it: the words of `/check`.
 */
export type Reach = { is: 'reached'; ms: number } | { is: 'unreached' } | { is: 'foreign' }
export type Live =
  | { is: 'works'; ms: number }
  /** No socket, or one that ended before it was open. */
  | { is: 'blocked'; code: number | null }
  /** Open, and nothing comes through. */
  | { is: 'mute' }
  /** The server is trying too many networks at once. */
  | { is: 'busy' }
export type Quiet = { is: 'stayed'; ms: number } | { is: 'cut'; ms: number }

/** Absent while it is not known yet; `null` where it cannot be known. */
export interface Findings {
  isOnline: boolean
  reach?: Reach
  live?: Live | null
  quiet?: Quiet | null
  keeps?: boolean
  /** Whether a board opens here without a network. */
  opensOffline?: boolean
  cookies?: boolean
  /** How far this device's clock is ahead of the server's. */
  clockMs?: number | null
}

export type Tone = 'looking' | 'good' | 'unsure' | 'bad'
export interface Verdict {
  tone: Tone
  title: string
  words: string
  /** Whether IT has something to do about it. */
  forIT: boolean
}

export function verdictOn(it: Findings): Verdict {
  if (!it.isOnline)
    return {
      tone: 'bad',
      title: 'This device is offline.',
      words:
        'A board that was open on it before opens all the same, and keeps what you do until there is a network again.',
      forIT: false,
    }
  if (it.reach?.is === 'foreign')
    return {
      tone: 'bad',
      title: 'Something else answers for the server.',
      words:
        'Often that is Wi-Fi that wants you to sign in first: open any other page, sign in, and check again. If not, IT can put it right with the note on this page.',
      forIT: true,
    }
  if (it.reach?.is === 'unreached')
    return {
      tone: 'bad',
      title: 'The server cannot be reached from here.',
      words:
        'This page came from it a moment ago, or from this device. Check again; if it stays so, try another network, such as a phone’s hotspot, and send IT the note on this page.',
      forIT: true,
    }
  if (it.live?.is === 'blocked' || it.live?.is === 'mute')
    return {
      tone: 'bad',
      title: 'A board will not open on this network.',
      words:
        'It lets this page through, but something in between, usually a proxy or a firewall, blocks live connections (WebSockets). Another network, such as a phone’s hotspot, will usually do. To have this one put right, send IT the note on this page.',
      forIT: true,
    }
  if (it.cookies === false)
    return {
      tone: 'bad',
      title: 'This browser would forget that you joined.',
      words: 'It refuses cookies. Allow them for this site; there is one, and it says who you are.',
      forIT: false,
    }
  if (it.live?.is === 'busy')
    return {
      tone: 'unsure',
      title: 'Probably; ask again in a minute.',
      words: 'The server is looking at too many networks at once to be sure about yours.',
      forIT: false,
    }
  if (it.quiet?.is === 'cut')
    return {
      tone: 'unsure',
      title: 'It works here, with interruptions.',
      words: `Live connections are cut after ${secondsOf(it.quiet.ms)} of quiet. The board comes back by itself each time and nothing is lost, but you will see it catch up. IT can put it right with the note on this page.`,
      forIT: true,
    }
  if (!it.reach || !it.live || it.quiet === undefined || it.keeps === undefined)
    return {
      tone: 'looking',
      title: 'Looking at this network…',
      words: 'It takes about twelve seconds.',
      forIT: false,
    }
  if (!it.keeps)
    return {
      tone: 'unsure',
      title: 'It works here, as long as you stay connected.',
      words:
        'You can join, sort and see everybody’s moves. But this browser keeps nothing on this device, as private windows do: what you did without a network would be gone with the tab.',
      forIT: false,
    }
  return {
    tone: 'good',
    title: 'This network works for Due Regard.',
    words: 'You can join a board, sort with everybody else, and see their moves as they happen.',
    forIT: false,
  }
}

export type State = 'waiting' | 'looking' | 'works' | 'partly' | 'fails'
export interface Row {
  what: string
  state: State
  /** The one word beside it. */
  says: string
  words: string
}

/** Nobody notices less. */
const CLOCK_AGREES_MS = 30_000

export function rowsOf(it: Findings): Row[] {
  const reached = it.reach?.is === 'reached'
  return [
    row('Reaching the server', it.reach && (reached ? 'works' : 'fails'), {
      works: `Its answers arrive in ${msOf(it.reach)}.`,
      fails:
        it.reach?.is === 'foreign' ? 'Something in between answers in its place.' : 'No answer came from it.',
      looking: 'Asking it something only it can answer.',
    }),
    row(
      'Working live with others',
      it.live === null
        ? 'waiting'
        : it.live && (it.live.is === 'works' ? 'works' : it.live.is === 'busy' ? 'partly' : 'fails'),
      {
        works: `A live connection opens; what you do is there and back in ${msOf(it.live)}.`,
        partly: 'The server was too busy to try.',
        fails:
          it.live?.is === 'mute'
            ? 'A live connection opens, but nothing comes through it.'
            : 'A live connection (WebSocket) is refused.',
        looking: 'Opening a live connection, and sending something through it.',
      },
    ),
    row(
      'Staying connected',
      it.quiet === null ? 'waiting' : it.quiet && (it.quiet.is === 'stayed' ? 'works' : 'partly'),
      {
        works: `Still there after ${secondsOf(it.quiet?.ms)} of quiet. A board in use is never quiet for more than 20 seconds.`,
        partly: `Cut after ${secondsOf(it.quiet?.ms)} of quiet.`,
        looking: 'Saying nothing for ten seconds, to see whether the connection stays.',
      },
    ),
    row('Knowing you again', it.cookies === undefined ? undefined : it.cookies ? 'works' : 'fails', {
      works: 'Cookies are allowed. There is one, and it says who you are.',
      fails: 'Cookies are refused.',
    }),
    row(
      'Keeping what you do when the network drops',
      it.keeps === undefined ? undefined : it.keeps ? 'works' : 'partly',
      {
        works: 'This device keeps it, and sends it later.',
        partly: 'This browser keeps nothing here. A window that is not private usually does.',
        looking: 'Writing something down and reading it back.',
      },
    ),
    row(
      'Opening a board without a network',
      it.opensOffline === undefined ? undefined : it.opensOffline ? 'works' : 'partly',
      {
        works: 'A board that you opened here once opens again.',
        partly: 'Not here: browsers allow it on https addresses only, and not in every private window.',
      },
    ),
    row('The clock of this device', clockState(it.clockMs), {
      works: 'It agrees with the server’s.',
      partly: `It is ${clockWords(it.clockMs ?? 0)}. Everything works; times you read may look odd.`,
      looking: 'Comparing it with the server’s.',
      says: { works: 'Agrees', partly: 'Is off' },
    }),
  ]
}

const SAYS: Record<State, string> = {
  waiting: 'Not tried',
  looking: 'Looking…',
  works: 'Works',
  partly: 'In part',
  fails: 'Does not work',
}

type Words = Partial<Record<State, string>>
function row(what: string, state: State = 'looking', words: Words & { says?: Words }): Row {
  return { what, state, says: words.says?.[state] ?? SAYS[state], words: words[state] ?? '' }
}

const clockState = (ms: number | null | undefined): State | undefined =>
  ms === undefined
    ? undefined
    : ms === null
      ? 'waiting'
      : Math.abs(ms) <= CLOCK_AGREES_MS
        ? 'works'
        : 'partly'

const clockWords = (ms: number): string => `${spanOf(Math.abs(ms))} ${ms > 0 ? 'fast' : 'slow'}`

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return secondsOf(ms)
  const hours = Math.round(minutes / 60)
  return hours > 2 ? `${hours} hours` : minutes === 1 ? 'a minute' : `${minutes} minutes`
}

const secondsOf = (ms = 0): string => {
  const seconds = Math.max(1, Math.round(ms / 1_000))
  return seconds === 1 ? 'one second' : `${seconds} seconds`
}
const msOf = (it: { ms?: number } | { is: string } | null | undefined): string =>
  `${Math.max(1, Math.round((it && 'ms' in it && it.ms) || 0))} ms`

/** The one address people need through, as somebody who sets up firewalls wants to read it. */
export interface Address {
  host: string
  port: string
  http: string
  socket: string
}

export function addressOf({ protocol, hostname, port, host }: Location | URL): Address {
  const isSecure = protocol === 'https:'
  return {
    host: hostname,
    port: `${port || (isSecure ? '443' : '80')}, TCP, outgoing`,
    http: `${protocol}//${host}/*`,
    socket: `${isSecure ? 'wss' : 'ws'}://${host}/sync/*`,
  }
}

export const PROTOCOLS = (isSecure: boolean): string =>
  `${isSecure ? 'HTTPS, and WebSocket over TLS (wss)' : 'HTTP, and WebSocket (ws)'}. A WebSocket begins as an HTTP/1.1 request with “Upgrade: websocket” and then stays open; something passes at least every 20 seconds.`

export const PROXIES =
  'A proxy that inspects traffic has to hand on the headers Upgrade, Connection and Sec-WebSocket-*, or leave this host out. Nothing needs to be installed, and nothing connects to devices from outside.'

/** The note, as plain text to paste into a message. */
export function noteForIT(
  found: Findings,
  where: Location | URL,
  seen: { at: Date; browser: string },
): string {
  const { host, port, http, socket } = addressOf(where)
  const at = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(seen.at)
  return [
    'Please let Due Regard through',
    '',
    'Due Regard is a board that many people change at once. It needs this from our network:',
    '',
    `Host: ${host}`,
    `Port: ${port}`,
    `Protocols: ${PROTOCOLS(where.protocol === 'https:')}`,
    `Addresses: ${http} and ${socket}`,
    PROXIES,
    `To try it: ${where.protocol}//${where.host}/check`,
    '',
    `What that page found on ${at}:`,
    ...rowsOf(found).map((it) => `- ${it.what}: ${it.says.toLowerCase()}. ${it.words}${detailOf(it, found)}`),
    `Browser: ${seen.browser}`,
  ].join('\n')
}

/** What helps those who look for the cause, and nobody else. */
const detailOf = ({ what }: Row, { live }: Findings): string =>
  what === 'Working live with others' && live?.is === 'blocked' && live.code !== null
    ? ` (close code ${live.code})`
    : ''
