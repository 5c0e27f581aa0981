/**
 * The files that a sealed version is: the board as canonical JSON, once as anybody may have it and once whole.
 */
import { Problem } from '../../shared/problem.ts'
import type { Room } from '../sync/contract.ts'

export type SealedSet = 'public' | 'full'

const nameOf = (version: number, set: SealedSet) => `version-${version}${set === 'full' ? '-full' : ''}.json`

/** Throws `Problem('item_unknown')` where there is no such version. */
export async function sealedFile(room: Room, version: number, set: SealedSet): Promise<Uint8Array> {
  const bytes = room.state.versions.version(version) && (await room.store.files.read(nameOf(version, set)))
  if (!bytes) throw new Problem('item_unknown', 'version')
  return bytes
}

export async function writeSealedFiles(
  room: Room,
  version: number,
  texts: Readonly<Record<SealedSet, string>>,
): Promise<void> {
  const encoder = new TextEncoder()
  await room.store.files.write(nameOf(version, 'full'), encoder.encode(texts.full))
  await room.store.files.write(nameOf(version, 'public'), encoder.encode(texts.public))
}
