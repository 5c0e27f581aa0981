/**
 * A whole server on a data folder of a real disk, stopped and started as often as a test likes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../server/cli/commands.ts'
import { readConfig } from '../../server/config.ts'
import type { Log } from '../../server/log.ts'
import { openStores } from '../../server/store/open-stores.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import { quietLog } from './quiet-log.ts'
import { openTestServer } from './server.ts'

export function newFolders() {
  const made: string[] = []
  return {
    /** A folder of its own, which is there and empty. */
    make(): string {
      const folder = mkdtempSync(join(tmpdir(), 'due-regard-'))
      made.push(folder)
      return folder
    },
    removeAll(): void {
      for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function openFolderServer(dataDir: string, environment: Record<string, string> = {}, log?: Log) {
  const stores = await openStores({ dataDir }, { log: log ?? quietLog(), clock: systemClock })
  const server = await openTestServer(environment, stores, log)
  return {
    ...server,
    async stop(): Promise<void> {
      await server.rooms.close()
      await stores.close()
    },
  }
}

export type FolderServer = Awaited<ReturnType<typeof openFolderServer>>

/** A command as somebody types it. */
export async function command(dataDir: string, ...args: string[]) {
  const lines: string[] = []
  const clock: Clock = systemClock
  const config = readConfig({ DATA_DIR: dataDir })
  const code = await runCommand(args, { config, clock, say: (line) => lines.push(line) })
  return { code, said: lines.join('\n') }
}

/** Every file in a folder, by its path there. */
export const filesIn = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  )
