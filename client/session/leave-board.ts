/**
 * Leaving a board on this device, so that the next person at it finds nothing: not the board, not a way in.
 */
import { PROBLEMS, Problem } from '../../shared/problem.ts'
import { type Api, api } from './api.ts'
import { forgetChoices } from './kept-choices.ts'
import { localCopyName, wipeLocalCopy } from './local-copy.ts'
import { localStorageIfAny, type MyBoard, type MyBoards, myBoards } from './my-boards.ts'
import { unsentWords } from './unsent-words.ts'

export interface Device {
  api: Pick<Api, 'at'>
  boards: Pick<MyBoards, 'get' | 'forget'>
  indexedDB: IDBFactory | null
  localStorage?: Pick<Storage, 'removeItem'> | null
}

/**
 * The server ends this device's grant first, and where it cannot be asked nothing is done: the way in would
 * stay open. `onlyHere` wipes this device all the same.
 */
export async function leaveBoard(
  board: Pick<MyBoard, 'id' | 'as' | 'me'>,
  { onlyHere = false, device = thisDevice() }: { onlyHere?: boolean; device?: Device } = {},
): Promise<void> {
  if (!onlyHere) await endGrant(board, device)
  await wipeLocalCopy(device.indexedDB, localCopyName(board.id, board.me.id))
  forgetChoices(device.localStorage ?? null, board.id, board.as)
  unsentWords.forget(board.id)
  device.boards.forget(board.id, board.as)
}

async function endGrant({ id, as }: Pick<MyBoard, 'id' | 'as'>, { api, boards }: Device): Promise<void> {
  const isLast = boards.get().every((it) => it.id === id && it.as === as)
  try {
    await api.at(id, as).leave({ forgetDevice: isLast })
  } catch (error) {
    // Whoever is not let in any more has left already.
    if (!(error instanceof Problem) || PROBLEMS[error.code].retry) throw error
  }
}

const thisDevice = (): Device => ({
  api,
  boards: myBoards,
  indexedDB: indexedDBIfAny(),
  localStorage: localStorageIfAny(),
})

/** Reading the property alone throws where a browser forbids storage. */
export function indexedDBIfAny(): IDBFactory | null {
  try {
    return window.indexedDB ?? null
  } catch {
    return null
  }
}
