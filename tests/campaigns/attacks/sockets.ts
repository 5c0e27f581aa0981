/** Connections: too many, half open, begun and never ended; and people by the dozen. */
import { SYNC } from '../../../shared/wire.ts'
import { comeIn, type Guest } from '../../support/guests.ts'
import { handshake, type RawLink } from '../../support/raw-link.ts'
import { syncFrameOf } from '../../support/rooms.ts'
import {
  attacks,
  comments,
  flood,
  frame,
  pause,
  rawLink,
  repeated,
  type Stage,
  socketOf,
  tick,
  update,
} from './stage.ts'

const STEP1 = repeated(frame(syncFrameOf(SYNC.step1, Uint8Array.of(0))), 100)

const untilOver = async (stage: Stage, meanwhile: () => void = () => {}) => {
  while (!stage.isOver()) {
    meanwhile()
    await pause(50)
  }
}

const callOf = ({ board, as, cookie }: Guest) =>
  `GET /api/boards/${board}?as=${as} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`

/** So many connections, others for those that are cut off; each is asked something now and again. */
async function askOver(stage: Stage, count: number, everyMs: number): Promise<void> {
  const call = callOf(stage.eve)
  const links: RawLink[] = []
  const open = async () => {
    const link = await rawLink(stage.base).catch(() => null)
    if (link) links.push(stage.hold(link))
    else await pause(20)
    link?.write(call)
  }
  const asking = setInterval(() => {
    for (const [at, link] of [...links.entries()].reverse()) {
      if (!link.tcp.writable) links.splice(at, 1)
      else link.write(call)
    }
  }, everyMs)
  while (!stage.isOver()) {
    if (links.length < count) await open()
    else await pause(5)
  }
  clearInterval(asking)
}

const atOnce = (count: number, one: () => Promise<void>) => Promise.all(Array.from({ length: count }, one))

export const SOCKETS = attacks({
  'comes and goes without end': async (stage) => {
    await atOnce(4, async () => {
      while (!stage.isOver()) {
        const link = await socketOf(stage, stage.eve)
        link?.write(STEP1.subarray(0, 9))
        link?.end()
        await tick()
      }
    })
  },
  'takes every seat there is, on twenty devices': async (stage) => {
    for (let device = 0; device < 20 && !stage.isOver(); device += 1) {
      const guest = await stage.another()
      for (let at = 0; at < 30 && !stage.isOver(); at += 1) await socketOf(stage, guest)
    }
    await untilOver(stage)
  },
  'asks for the board on twenty sockets and reads none': async (stage) => {
    for (let at = 0; at < 20 && !stage.isOver(); at += 1) {
      const link = await socketOf(stage, stage.eve)
      link?.tcp.pause()
      link?.write(STEP1)
    }
    await untilOver(stage)
  },
  'begins a message of four megabytes on each socket, and leaves it': async (stage) => {
    const begun = new Uint8Array(4 * 1024 * 1024)
    begun.set([0x82, 0xff, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0])
    for (let at = 0; at < 20 && !stage.isOver(); at += 1) (await socketOf(stage, stage.eve))?.write(begun)
    await untilOver(stage)
  },
  'opens connections and says nothing': async (stage) => {
    while (!stage.isOver()) {
      stage.hold(await rawLink(stage.base))
      await tick()
    }
  },
  'asks over two thousand connections, and waits for no reply': (stage) => askOver(stage, 2_000, 100),
  'asks one thing over each of two thousand connections, and keeps them': (stage) =>
    askOver(stage, 2_000, 4_000),
  'says half of what it wants, a letter at a time': async (stage) => {
    const links: RawLink[] = []
    for (let at = 0; at < 100 && !stage.isOver(); at += 1) {
      const link = stage.hold(await rawLink(stage.base))
      link.write(handshake(stage.eve).slice(0, 60))
      links.push(link)
    }
    await untilOver(stage, () => {
      for (const link of links) link.write('a')
    })
  },
  'closes its half of every connection': async (stage) => {
    while (!stage.isOver()) {
      const link = await socketOf(stage, stage.eve)
      link?.tcp.end()
      await tick()
    }
  },
  'shakes hands with a cookie that is none': (stage) => {
    const stranger: Guest = { ...stage.eve, cookie: `${stage.eve.cookie}x` }
    return flood(stage, () => STEP1, { guest: stranger })
  },
  'writes as thirty people at once': async (stage) => {
    await atOnce(30, async () => {
      const guest = await stage.another().catch(() => null)
      let at = 0
      if (!guest) return
      const next = () => {
        at += 1
        return update(comments(guest, at, 1, 'Noted.'))
      }
      await flood(stage, next, { guest, every: 15 })
    })
  },
  'joins as somebody new, without end': async (stage) => {
    await atOnce(3, async () => {
      while (!stage.isOver()) await stage.another().catch(() => pause(5))
    })
  },
  'guesses keys, without end': async (stage) => {
    const { board, base } = stage.eve
    const path = `/b/${board}#${stage.eve.as}.${'x'.repeat(43)}`
    const link = { id: stage.eve.as, role: 'participant' as const, createdAt: 0, path }
    const links = { facilitator: link, participant: link, reviewer: link, observer: link }
    while (!stage.isOver()) {
      const guess = comeIn(base, { board: { id: board, title: '' }, links }, 'participant', 'Eve')
      await guess.catch((error) => stage.heard(`HTTP ${/\d+/.exec(String(error))?.[0]}`))
    }
  },
})
