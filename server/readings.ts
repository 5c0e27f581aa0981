/**
 * Reports that are being gone through: a small file each beside the board's journal, gone once it is imported
 * or thrown away.
 */
import type { ParticipantId } from '../shared/board.ts'
import type { Millis } from '../shared/clock.ts'
import type { Candidate, Publication } from '../shared/imports/candidates.ts'
import { Problem } from '../shared/problem.ts'
import type { BoardFiles } from './store/contract.ts'

const MOST_BYTES = 8 * 1024 * 1024
const FILE = /^candidates-([a-z0-9-]+)\.json$/

export interface Reading {
  id: string
  name: string | null
  publication: Publication
  version: number
  by: ParticipantId
  at: Millis
  /** Each with the version it was changed last in. */
  list: (Candidate & { v: number })[]
}

const fileOf = (id: string) => `candidates-${id.toLowerCase()}.json`

export async function readingIds(files: BoardFiles): Promise<string[]> {
  return (await files.list()).flatMap((it) => FILE.exec(it)?.[1] ?? [])
}

/** Throws `Problem('item_unknown')` where there is none any more. */
export async function readReading(files: BoardFiles, id: string): Promise<Reading> {
  const bytes = /^[a-z0-9]{1,32}$/.test(id) ? await files.read(fileOf(id)) : null
  if (!bytes) throw new Problem('item_unknown', 'these candidates are imported or thrown away')
  return JSON.parse(new TextDecoder().decode(bytes)) as Reading
}

export async function keepReading(files: BoardFiles, reading: Reading): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(reading))
  if (bytes.byteLength > MOST_BYTES) throw new Problem('too_large', 'candidates of one report')
  await files.write(fileOf(reading.id), bytes)
}

export const dropReading = (files: BoardFiles, id: string): Promise<void> => files.remove(fileOf(id))

/** Takes every candidate out that has the words of a statement in it. */
export async function dropWords(files: BoardFiles, text: string): Promise<void> {
  const words = bare(text)
  if (words === '') return
  for (const id of await readingIds(files)) {
    const reading = await readReading(files, id)
    const list = reading.list.filter((it) => !bare(it.text ?? '').includes(words))
    if (list.length === reading.list.length) continue
    await keepReading(files, { ...reading, list, version: reading.version + 1 })
  }
}

/** Lines break elsewhere in a report than on the board. */
const bare = (text: string) => text.replace(/\s+/g, '')
