/** What things are called in Redis; braces keep what one script touches in one slot. */
import type { BoardId } from '../../../shared/board.ts'

export const REGISTRY = {
  entries: 'due-regard:{registry}:entries',
  /** Names of entries by the version that changed them last, and by the one they came with. */
  changes: 'due-regard:{registry}:changes',
  order: 'due-regard:{registry}:order',
  version: 'due-regard:{registry}:version',
} as const

export const SECRET = 'due-regard:secret'
/** The number of the form that everything here is kept in, as whoever came first wrote it. */
export const FORMAT = 'due-regard:format'
export const PROBE = 'due-regard:probe'
/** Held by whichever process sets up what is to be there once. */
export const SETUP = 'due-regard:setup'

export const boardKeys = (id: BoardId) => {
  const key = (name: string) => `due-regard:{board:${id}}:${name}`
  return {
    head: key('head'),
    owner: key('owner'),
    log: key('log'),
    archive: key('archive'),
    freshArchive: key('archive.new'),
    snapshot: key('snapshot'),
    people: key('people'),
    files: key('files'),
  }
}

export type BoardKeys = ReturnType<typeof boardKeys>
