/**
 * Who is on a board: names, apart from the journal, so that a person can be erased.
 *
 * The generation before is kept while people are only added. An update that changes or removes anybody
 * leaves no earlier generation, or the erased name would stay in it.
 */
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import { ROLES } from '../../../shared/board.ts'
import type { People, PeopleTable } from '../contract.ts'
import { durableTable } from '../durable-table.ts'
import type { StoreLog } from '../store-log.ts'
import type { Disk } from './disk.ts'
import { durableFile, FileDamaged } from './durable-file.ts'

const NOBODY: People = { participants: {}, invited: [] }

const peopleShape = z.looseObject({
  participants: z.record(
    z.string(),
    z.looseObject({
      id: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      group: z.optional(z.string()),
      invitee: z.optional(z.string()),
      host: z.optional(z.string()),
      joinedAt: z.number(),
    }),
  ),
  invited: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      post: z.optional(z.string()),
      group: z.optional(z.string()),
      way: z.optional(z.enum(['device', 'room', 'paper'])),
    }),
  ),
})

export interface OpenPeople extends PeopleTable {
  close(): Promise<void>
}

export async function openPeople(disk: Disk, path: string, log: StoreLog): Promise<OpenPeople> {
  const file = durableFile(disk, path, log)
  const parse = (data: unknown): People => z.parse(peopleShape, data)
  const found = await file.read(parse).catch((error: unknown) => {
    // A board without names can still be worked on; without its people it could not be opened at all.
    if (!(error instanceof FileDamaged)) throw error
    log.error({ path }, 'the people of a board cannot be read; it opens without their names')
    return null
  })
  const table = durableTable(found ?? NOBODY, (after, before) =>
    file.write(after, { forget: !keepsEverybody(after, before) }),
  )
  return {
    read: () => structuredClone(table.now()),
    update: async (change) =>
      structuredClone(await table.update((people) => parse(change(structuredClone(people))))),
    close: table.settled,
  }
}

function keepsEverybody(after: People, before: People): boolean {
  const invited = new Map(after.invited.map((it) => [it.id, it]))
  return (
    Object.entries(before.participants).every(([id, it]) => isDeepStrictEqual(after.participants[id], it)) &&
    before.invited.every((it) => isDeepStrictEqual(invited.get(it.id), it))
  )
}
