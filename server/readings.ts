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

/** A shorter sentence may stand in candidates that are of something else. */
const TELLING = 40

/**
 * Takes every candidate out that is a statement, or has it in it word for word; answers how many. Asked for in
 * the turn of whoever changes candidates.
 */
export async function dropWords(files: BoardFiles, text: string): Promise<number> {
  const words = bare(text)
  const isOfIt = (candidate: string) =>
    candidate === words || (words.length > TELLING && candidate.includes(words))
  let dropped = 0
  if (words === '') return dropped
  for (const id of await readingIds(files)) {
    const reading = await readReading(files, id).catch(unlessGone)
    if (!reading) continue
    const list = reading.list.filter((it) => !isOfIt(bare(it.text ?? '')))
    if (list.length === reading.list.length) continue
    await keepReading(files, { ...reading, list, version: reading.version + 1 })
    dropped += reading.list.length - list.length
  }
  return dropped
}

/** Imported or thrown away meanwhile, there is nothing left to take out. */
function unlessGone(error: unknown): null {
  if (error instanceof Problem && error.code === 'item_unknown') return null
  throw error
}

/** Lines break elsewhere in a report than on the board. */
const bare = (text: string) => text.replace(/\s+/g, '')
