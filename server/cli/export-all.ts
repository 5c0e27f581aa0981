/** `export-all`: every board as the files that may be published and as the full record, in one folder. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as Y from 'yjs'
import { writeExport } from '../../shared/exports/write.ts'
import { ARCHIVES, archiveOrder, type Written } from '../past/file-order.ts'
import type { BoardStore } from '../store/contract.ts'
import { openUpkeep } from '../store/open-upkeep.ts'
import { UpkeepRefused } from '../store/upkeep.ts'
import { openBoard } from '../sync/board-state.ts'
import { History } from '../sync/history.ts'
import { type Command, counted, DONE, keptLog, onlyOne } from './command.ts'

export const exportAll: Command = {
  args: 'FOLDER',
  line: 'writes the files of every board, as released and as the full record, also while the server runs',
  async run(args, { config, clock, say }) {
    const folder = resolve(onlyOne(args, 'the folder to write into'))
    const look = await openUpkeep(config, { log: keptLog(), clock }).look()
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if ((await readdir(folder)).length > 0)
      throw new UpkeepRefused(`${folder} is not empty; name a new folder.`)
    const boards = look.registry.boards().filter((it) => it.erasedAt === undefined)
    for (const { id } of boards) {
      const board = await look.openBoard(id)
      if (!board) throw new UpkeepRefused(`Board ${id} has no journal; see \`due-regard doctor\`.`)
      const files = await filesOf(id, board)
      await board.close()
      await mkdir(join(folder, id), { mode: 0o700 })
      for (const [name, bytes] of files) await writeFile(join(folder, id, name), bytes, { mode: 0o600 })
    }
    say(`Wrote the files of ${counted(boards.length, 'board')} into ${folder}, a folder for each by its id:`)
    say('  release.zip may be published; record.zip has comments too. SHA256SUMS in each has the checksums.')
    return DONE
  },
}

/** The files of one board, as its journal has it: those that the board itself would give. */
async function filesOf(id: string, store: BoardStore): Promise<[name: string, bytes: Uint8Array][]> {
  const { doc, state } = openBoard(await store.journal.load())
  const past = new History(store.journal, store.journal.end, () => state.mentions)
  const board: Written = {
    id,
    state,
    store,
    whole: async () => ({
      state: Y.encodeStateAsUpdate(doc),
      position: state.position,
      at: state.changedAt,
    }),
    history: (filter) => past.page(filter),
  }
  const files: [string, Uint8Array][] = []
  for (const file of ARCHIVES) {
    const written = writeExport(await archiveOrder(board, file))
    files.push([file, typeof written === 'string' ? new TextEncoder().encode(written) : written])
  }
  doc.destroy()
  return files
}
