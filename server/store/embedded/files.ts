/** The small files of one board, each replaced whole. */
import { dirname, join } from 'node:path'
import { type BoardFiles, isFileName } from '../contract.ts'
import { inTurn } from '../in-turn.ts'
import { type Disk, inFolder, replaceWhole } from './disk.ts'

export function openFiles(disk: Disk, folder: string): BoardFiles & { close(): Promise<void> } {
  const turn = inTurn()
  const pathOf = (name: string): string => {
    if (!isFileName(name)) throw new RangeError(`not a file name: ${name}`)
    return join(folder, name)
  }
  const makeFolder = () => inFolder(disk, dirname(folder), () => disk.makeFolder(folder))
  return {
    list: async () => (await disk.list(folder)).filter(isFileName),
    read: async (name) => {
      const bytes = await disk.read(pathOf(name))
      return bytes && new Uint8Array(bytes)
    },
    write: async (name, bytes) => {
      const path = pathOf(name)
      const copy = bytes.slice()
      await turn(async () => {
        await makeFolder()
        await replaceWhole(disk, path, copy)
      })
    },
    remove: async (name) => {
      const path = pathOf(name)
      await turn(async () => {
        await makeFolder()
        await inFolder(disk, folder, async () => {
          // A crash while it was written may have left the content under this name too.
          await disk.remove(`${path}.new`)
          await disk.remove(path)
        })
      })
    },
    close: () => turn(async () => {}),
  }
}
