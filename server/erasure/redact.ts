/**
 * Sealed versions without something that was erased: marked, and with the hash they were sealed with kept
 * in their record.
 */
import { createHash } from 'node:crypto'
import type { Millis } from '../../shared/clock.ts'
import { canonicalJson } from '../../shared/exports/json.ts'
import type { Redaction } from '../../shared/version.ts'
import { type SealedSet, sealedFile, writeSealedFiles } from '../past/sealed-files.ts'
import type { Room } from '../sync/contract.ts'
import { type Erased, isGone } from './gone.ts'

export interface Redacted {
  version: number
  texts: Record<SealedSet, string>
  mark: Redaction
}

/** Every version that holds something of it, as it is to be; nothing is written yet. */
export async function redactedVersions(room: Room, erased: Erased, at: Millis): Promise<Redacted[]> {
  const all: Redacted[] = []
  for (const { version } of room.state.versions.list()) {
    const read = async (set: SealedSet) => new TextDecoder().decode(await sealedFile(room, version, set))
    const was = { public: await read('public'), full: await read('full') }
    const texts = { public: without(was.public, erased, at), full: without(was.full, erased, at) }
    if (texts.public === null && texts.full === null) continue
    const now = { public: texts.public ?? was.public, full: texts.full ?? was.full }
    all.push({ version, texts: now, mark: { at, sha256: hash(now.public), fullSha256: hash(now.full) } })
  }
  return all
}

export async function writeRedacted(room: Room, redacted: readonly Redacted[]): Promise<void> {
  for (const { version, texts } of redacted) await writeSealedFiles(room, version, texts)
}

/** Null where nothing of it is in there. */
function without(text: string, erased: Erased, at: Millis): string | null {
  const file = JSON.parse(text) as Record<string, unknown>
  let isChanged = false
  for (const [root, part] of Object.entries(file)) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) continue
    const kept = Object.entries(part).filter(([key, value]) => !isGone(erased, root, key, value))
    if (kept.length === Object.keys(part).length) continue
    file[root] = Object.fromEntries(kept)
    isChanged = true
  }
  return isChanged ? canonicalJson({ ...file, redacted: new Date(at).toISOString() }) : null
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
