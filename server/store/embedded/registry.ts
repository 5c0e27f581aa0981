/**
 * Boards, links and settings in one lowdb file.
 *
 * lowdb's own adapter renames without syncing, so a power cut may leave an empty file; ours is a durable
 * file, and a `put` resolves only when a write that includes it is durable. Entries are frozen.
 */
import { type Adapter, Low } from 'lowdb'
import * as z from 'zod/mini'
import { type BoardId, type LinkId, ROLES } from '../../../shared/board.ts'
import type { BoardEntry, LinkEntry, Registry } from '../contract.ts'
import { durableTable } from '../durable-table.ts'
import type { StoreLog } from '../store-log.ts'
import type { Disk } from './disk.ts'
import { type DurableFile, durableFile } from './durable-file.ts'

interface Entries {
  boards: ReadonlyMap<BoardId, BoardEntry>
  links: ReadonlyMap<LinkId, LinkEntry>
  settings: ReadonlyMap<string, string>
}

const EMPTY: Entries = { boards: new Map(), links: new Map(), settings: new Map() }

// Loose: what a later version adds to an entry survives being read and written by this one.
const boardShape = z.looseObject({
  id: z.string(),
  title: z.string(),
  organisation: z.optional(z.string()),
  createdAt: z.number(),
  erasedAt: z.optional(z.number()),
  example: z.optional(z.boolean()),
  retention: z.optional(z.looseObject({ until: z.optional(z.number()), hold: z.optional(z.boolean()) })),
  doors: z.optional(z.looseObject({ link: z.string(), opening: z.string(), until: z.number() })),
  codes: z.optional(
    z.array(
      z.looseObject({
        hash: z.string(),
        participant: z.string(),
        role: z.enum(ROLES),
        link: z.string(),
        until: z.number(),
      }),
    ),
  ),
})

const linkShape = z.looseObject({
  id: z.string(),
  board: z.string(),
  role: z.enum(ROLES),
  label: z.optional(z.string()),
  generation: z.number(),
  createdAt: z.number(),
  expiresAt: z.optional(z.number()),
  withdrawnAt: z.optional(z.number()),
})

const fileShape = z.object({
  boards: z.array(boardShape),
  links: z.array(linkShape),
  settings: z.array(z.tuple([z.string(), z.string()])),
})

class DurableAdapter implements Adapter<Entries> {
  /** Set for a write after which no earlier generation may stay. */
  forget = false

  constructor(private readonly file: DurableFile) {}

  read = (): Promise<Entries | null> =>
    this.file.read((data) => {
      const { boards, links, settings } = z.parse(fileShape, data)
      return { boards: byId(boards), links: byId(links), settings: new Map(settings) }
    })

  write = ({ boards, links, settings }: Entries): Promise<void> =>
    this.file.write(
      { boards: [...boards.values()], links: [...links.values()], settings: [...settings] },
      { forget: this.forget },
    )
}

const byId = <Entry extends { id: string }>(entries: readonly Entry[]): Map<string, Entry> =>
  new Map(entries.map((it) => [it.id, Object.freeze(it)]))

export interface OpenRegistry extends Registry {
  close(): Promise<void>
}

export async function openRegistry(disk: Disk, path: string, log: StoreLog): Promise<OpenRegistry> {
  const adapter = new DurableAdapter(durableFile(disk, path, log))
  const low = new Low<Entries>(adapter, EMPTY)
  await low.read()
  let linksOf = linksByBoard(low.data)
  const table = durableTable(low.data, async (after, before) => {
    adapter.forget = erasesOne(after, before)
    low.data = after
    await low.write()
    linksOf = linksByBoard(after)
  })

  const put = async (change: (entries: Entries) => Partial<Entries>): Promise<void> => {
    await table.update((entries) => ({ ...entries, ...change(entries) }))
  }

  return {
    boards: () => [...table.now().boards.values()],
    board: (id) => table.now().boards.get(id),
    putBoard: (entry) => {
      const copy = byId([structuredClone(entry)])
      return put(({ boards }) => ({ boards: new Map([...boards, ...copy]) }))
    },
    links: (board) => linksOf.get(board) ?? [],
    link: (id) => table.now().links.get(id),
    putLinks: (entries) => {
      const copies = byId(structuredClone(entries) as LinkEntry[])
      return put(({ links }) => ({ links: new Map([...links, ...copies]) }))
    },
    setting: (name) => table.now().settings.get(name),
    putSetting: (name, value) => put(({ settings }) => ({ settings: new Map([...settings, [name, value]]) })),
    close: table.settled,
  }
}

function linksByBoard({ links }: Entries): Map<BoardId, LinkEntry[]> {
  const grouped = new Map<BoardId, LinkEntry[]>()
  for (const link of links.values()) {
    const group = grouped.get(link.board)
    if (group) group.push(link)
    else grouped.set(link.board, [link])
  }
  return grouped
}

/** The title of a board that is being erased may not stay in the generation before. */
const erasesOne = (after: Entries, before: Entries): boolean =>
  after.boards !== before.boards &&
  [...after.boards.values()].some((it) => it.erasedAt !== undefined && before.boards.get(it.id) !== it)
