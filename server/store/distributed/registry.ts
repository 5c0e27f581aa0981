/**
 * Boards, links and settings, the same for every node.
 *
 * All of them are held in memory and read there. Each change has a number; whoever asks for what came after
 * the last one it knows is up to date, and that is asked before every call and several times a second. Where
 * Redis came back with less than this node has seen, the node puts back what is missing.
 */
import type { BoardId, LinkId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { BoardEntry, LinkEntry, Registry } from '../contract.ts'
import type { StoreLog } from '../store-log.ts'
import { REGISTRY } from './keys.ts'
import type { RedisLink } from './link.ts'

const LOOK_MS = 500

export interface OpenRegistry extends Registry {
  /** Knows everything that was registered before this was called. */
  catchUp(): Promise<void>
  close(): Promise<void>
}

/** A name says what an entry is: `b/<board>`, `l/<link>` or `s/<setting>`. */
type Named = [name: string, entry: string]

export async function openRegistry(link: RedisLink, clock: Clock, log: StoreLog): Promise<OpenRegistry> {
  const boards = new Map<BoardId, BoardEntry>()
  const links = new Map<LinkId, LinkEntry>()
  const byBoard = new Map<BoardId, Set<LinkId>>()
  const settings = new Map<string, string>()
  /** As they stand in Redis, with the number of the change that made them so. */
  const known = new Map<string, { text: string; version: number }>()
  const keys = [REGISTRY.entries, REGISTRY.changes, REGISTRY.order, REGISTRY.version]
  let version = 0
  /** The connection was away, so Redis may have come back with less. */
  let mayLack = true

  const show = (name: string, text: string, at: number) => {
    known.set(name, { text, version: at })
    const id = name.slice(2)
    if (name.startsWith('s/')) settings.set(id, text)
    if (name.startsWith('b/')) boards.set(id, Object.freeze(JSON.parse(text)))
    if (name.startsWith('l/')) {
      const entry: LinkEntry = Object.freeze(JSON.parse(text))
      links.set(id, entry)
      const ids = byBoard.get(entry.board) ?? new Set()
      byBoard.set(entry.board, ids.add(id))
    }
  }

  const scoresOf = async (key: string): Promise<Map<string, number>> => {
    const answer = ((await link.call('ZRANGE', key, 0, -1, 'WITHSCORES')) as Uint8Array[]).map(String)
    const scores = new Map<string, number>()
    for (let at = 0; at < answer.length; at += 2) scores.set(answer[at] ?? '', Number(answer[at + 1]))
    return scores
  }

  const readAll = async () => {
    const now = Number((await link.call('GET', REGISTRY.version)) ?? 0)
    const order = await scoresOf(REGISTRY.order)
    const changes = await scoresOf(REGISTRY.changes)
    const names = [...order.keys()]
    const texts = names.length === 0 ? [] : await link.call('HMGET', REGISTRY.entries, ...names)
    const lost = [...known].filter(([name, it]) => (changes.get(name) ?? 0) < it.version)
    names.forEach((name, at) => {
      const text = (texts as (Uint8Array | null)[])[at]
      const changed = changes.get(name) ?? 0
      if (text && changed >= (known.get(name)?.version ?? 0)) show(name, String(text), changed)
    })
    if (lost.length > 0) {
      log.error({ entries: lost.length }, 'Redis came back with less than it had saved; it is put back')
      const args = lost.flatMap(([name, it]) => [name, it.text, it.version])
      await link.run('putBack', keys, [version, ...args])
    }
    version = now
    if (lost.length > 0) await lookAtChanges()
  }

  const lookOnce = async (): Promise<void> => {
    if (!mayLack) await lookAtChanges()
    if (!mayLack) return
    mayLack = false
    try {
      await readAll()
    } catch (error) {
      mayLack = true
      throw error
    }
  }

  const lookAtChanges = async (): Promise<void> => {
    const [now, ...changed] = (await link.run('since', keys, [version])) as [number, ...Uint8Array[]]
    if (now < version) mayLack = true
    if (mayLack) return
    for (let at = 0; at < changed.length; at += 3) {
      const [name, text, changedAt] = changed.slice(at, at + 3).map(String)
      show(name ?? '', text ?? '', Number(changedAt))
    }
    version = now
  }

  let looking: Promise<void> | null = null
  let next: Promise<void> | null = null
  /** One look at a time; whoever comes during one gets the next, which sees what was there by then. */
  const catchUp = (): Promise<void> => {
    const look = () => {
      looking = lookOnce().finally(() => {
        looking = null
      })
      return looking
    }
    if (!looking) return look()
    next ??= looking
      .catch(() => {})
      .then(() => {
        next = null
        return look()
      })
    return next
  }

  const put = async (entries: readonly Named[]) => {
    const at = Number(await link.run('register', keys, [version, ...entries.flat()]))
    // Written is written: where the look fails, the next one shows it.
    await catchUp().catch(() => {
      for (const [name, text] of entries) show(name, text, at)
    })
  }

  await catchUp()
  link.onReturn(() => {
    mayLack = true
    void catchUp().catch(() => {})
  })
  let endWait = () => {}
  const wait = () => {
    endWait = clock.after(LOOK_MS, () => {
      void catchUp().catch(() => {})
      wait()
    })
  }
  wait()

  return {
    boards: () => [...boards.values()],
    board: (id) => boards.get(id),
    putBoard: (entry) => put([[`b/${entry.id}`, JSON.stringify(entry)]]),
    links: (board) => [...(byBoard.get(board) ?? [])].flatMap((id) => links.get(id) ?? []),
    link: (id) => links.get(id),
    putLinks: (entries) => put(entries.map((it) => [`l/${it.id}`, JSON.stringify(it)])),
    setting: (name) => settings.get(name),
    putSetting: (name, value) => put([[`s/${name}`, value]]),
    catchUp,
    async close() {
      endWait()
      await looking?.catch(() => {})
    },
  }
}
