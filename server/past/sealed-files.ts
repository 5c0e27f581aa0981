/**
 * The files that a sealed version is: the board as canonical JSON, once as anybody may have it and once whole.
 */
import { Problem } from '../../shared/problem.ts'
import type { VersionReply } from '../../shared/version.ts'
import type { Room } from '../sync/contract.ts'

export type SealedSet = 'public' | 'full'

const nameOf = (version: number, set: SealedSet) => `version-${version}${set === 'full' ? '-full' : ''}.json`

export type Sealed = { state: Pick<Room['state'], 'versions'>; store: Pick<Room['store'], 'files'> }

/** Throws `Problem('item_unknown')` where there is no such version. */
export async function sealedFile(room: Sealed, version: number, set: SealedSet): Promise<Uint8Array> {
  const bytes = room.state.versions.version(version) && (await room.store.files.read(nameOf(version, set)))
  if (!bytes) throw new Problem('item_unknown', 'version')
  return bytes
}

/**
 * The version that changes are told since: the one asked for, or the latest before; null where there is none.
 * Throws `Problem('item_unknown')` where the one asked for is not earlier.
 */
export async function sealedBefore(
  room: Sealed,
  { before = Number.POSITIVE_INFINITY, since }: { before?: number; since?: number | undefined },
): Promise<{ version: VersionReply; bytes: Uint8Array } | null> {
  const earlier = room.state.versions.list().filter((it) => it.version < before)
  const version = since === undefined ? earlier.at(-1) : earlier.find((it) => it.version === since)
  if (!version && since !== undefined) throw new Problem('item_unknown', 'version')
  return version ? { version, bytes: await sealedFile(room, version.version, 'public') } : null
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
