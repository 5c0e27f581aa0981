/**
 * Snapshot files: a board's derived state, and the position of the journal that it stands for.
 *
 * The newest good one wins and the one before it is kept. A bad one is set aside under another name and
 * said; nothing is lost with it, since the journal behind it is whole.
 */
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Damage, Position } from '../contract.ts'
import { type Disk, ifUnavailable, replaceWhole } from './disk.ts'

const MAGIC = Buffer.from('DRsnap1\n')
const HEAD_BYTES = MAGIC.length + 4 + 6
const KEPT = 2
const NAME = /^snapshot-(\d{12})$/

export interface Snapshot {
  position: Position
  state: Uint8Array
}

export const positionName = (position: Position): string => String(position).padStart(12, '0')

function encodeSnapshot({ position, state }: Snapshot): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + state.length)
  MAGIC.copy(bytes)
  bytes.writeUIntBE(position, MAGIC.length + 4, 6)
  bytes.set(state, HEAD_BYTES)
  bytes.writeUInt32BE(crc32(bytes.subarray(MAGIC.length + 4)), MAGIC.length)
  return bytes
}

function decodeSnapshot(encoded: Uint8Array): Snapshot | null {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  if (crc32(bytes.subarray(MAGIC.length + 4)) !== bytes.readUInt32BE(MAGIC.length)) return null
  return {
    position: bytes.readUIntBE(MAGIC.length + 4, 6),
    state: new Uint8Array(bytes.subarray(HEAD_BYTES)),
  }
}

const positionsOf = (names: readonly string[]): Position[] =>
  names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number)

export async function loadSnapshot(
  disk: Disk,
  folder: string,
  names: readonly string[],
): Promise<{ snapshot: Snapshot | null; damage: Damage[] }> {
  const damage: Damage[] = []
  for (const position of positionsOf(names).reverse()) {
    const path = join(folder, `snapshot-${positionName(position)}`)
    const bytes = await disk.read(path)
    const snapshot = bytes && decodeSnapshot(bytes)
    if (snapshot?.position === position) return { snapshot, damage }
    damage.push({ what: 'bad-snapshot', position, bytes: bytes?.length ?? 0, keptIn: `${path}.bad` })
    // Left under its own name where the disk refuses: it is bad at the next opening too.
    await disk.rename(path, `${path}.bad`).catch(ifUnavailable)
  }
  return { snapshot: null, damage }
}

export async function saveSnapshot(disk: Disk, folder: string, snapshot: Snapshot): Promise<void> {
  await replaceWhole(
    disk,
    join(folder, `snapshot-${positionName(snapshot.position)}`),
    encodeSnapshot(snapshot),
  )
  const older = positionsOf(await disk.list(folder)).slice(0, -KEPT)
  for (const position of older)
    await disk.remove(join(folder, `snapshot-${positionName(position)}`)).catch(ifUnavailable)
}
