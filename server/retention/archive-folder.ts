/**
 * The folder of a board whose day has come, in ARCHIVE_DIR.
 *
 * It is written as `<board>.new`, and has its own name only once the board is erased: what stands under that
 * name is the only copy there is. A `.new` of a board that still stands is a leftover; one of a board that
 * is erased was cut short just before its end, and is never taken away.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BoardId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'

const ENDING = '.new'
const RECEIPT = 'receipt.json'

const freshOf = (archiveDir: string, id: BoardId) => join(archiveDir, `${id}${ENDING}`)

/** Begins anew, whatever an earlier attempt left. */
export async function beginFolder(archiveDir: string, id: BoardId) {
  const folder = freshOf(archiveDir, id)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    keep: (file: string, bytes: Uint8Array) => keep(join(folder, file), bytes),
    /** Until the board is erased: what the receipt will be, as far as it is known. */
    provisional: (receipt: object) => keep(join(folder, RECEIPT), asJson({ ...receipt, provisional: true })),
  }
}

export const dropFolder = (archiveDir: string, id: BoardId) =>
  rm(freshOf(archiveDir, id), { recursive: true, force: true })

/** The board is erased: the receipt is completed, and the folder gets its name. */
export async function finishFolder(archiveDir: string, id: BoardId, known: object): Promise<void> {
  const folder = freshOf(archiveDir, id)
  const { provisional: _, ...receipt } = JSON.parse(await readFile(join(folder, RECEIPT), 'utf8'))
  await keep(join(folder, RECEIPT), asJson({ ...receipt, ...known }))
  // Of an earlier time: the board was brought back from a backup since.
  await rm(join(archiveDir, id), { recursive: true, force: true })
  await rename(folder, join(archiveDir, id))
  await syncFolder(archiveDir)
}

/** When the provisional receipt says that the board is erased; null where it was not come to that. */
export async function momentOf(archiveDir: string, id: BoardId): Promise<Millis | null> {
  const receipt = await readFile(join(freshOf(archiveDir, id), RECEIPT), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return receipt === null ? null : JSON.parse(receipt).at
}

/** The boards whose folder was begun and not finished. */
export async function unfinishedIn(archiveDir: string): Promise<BoardId[]> {
  const names = await readdir(archiveDir).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((it) => it.endsWith(ENDING)).map((it) => it.slice(0, -ENDING.length))
}

const asJson = (value: object) => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)

/** There whole or not at all, also after a power cut. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = await open(`${path}.new`, 'w', 0o600)
  try {
    await fresh.writeFile(bytes)
    await fresh.sync()
  } finally {
    await fresh.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(join(path, '..'))
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
