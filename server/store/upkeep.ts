/**
 * What those who look after an installation ask of its store while no server need run: to look at it, to
 * copy it, to put a copy back.
 */
import type { BoardId } from '../../shared/board.ts'
import type { BoardStore, Registry } from './contract.ts'
import type { StoreConfig } from './open-stores.ts'

/** A store as it is, which is never changed by being looked at. */
export interface Look {
  registry: Registry
  /** Null where it is missing or damaged. */
  secret: Uint8Array | null
  /** Whether a server is at work on it. */
  holder: 'nobody' | 'a server' | 'unclear'
  /** Names under which boards lie, registered or not. */
  folders: readonly string[]
  /** Null where the board has no journal. */
  openBoard(id: BoardId): Promise<BoardStore | null>
  /** What earlier openings could not read and put beside the journal. */
  setAside(id: BoardId): Promise<readonly { file: string; bytes: number }[]>
}

/** What a backup holds, as its list says. */
export interface BackupList {
  takenAt: string
  boards: readonly { id: BoardId; position: number }[]
  files: readonly { path: string; bytes: number; sha256: string }[]
}

/** What cannot be done as asked; its message is for the person who asked. */
export class UpkeepRefused extends Error {
  override name = 'UpkeepRefused'
}

export interface Upkeep {
  look(): Promise<Look>
  /** Resolves once a whole copy lies in `folder`, read again and compared. */
  backUp(folder: string): Promise<BackupList>
  /**
   * Puts a copy into a store that holds nothing. `renew` is given it to begin new epochs before any server
   * can find a board there.
   */
  putBack(folder: string, renew: (config: StoreConfig) => Promise<void>): Promise<BackupList>
}
