import type { NewBoardReply } from '../../shared/api.ts'
import { api } from '../session/api.ts'
import { myBoardOf, myBoards } from '../session/my-boards.ts'
import { rememberedName, rememberName } from './remembered-name.ts'

/** Comes in as its facilitator, so that the board is listed on this device from the start. */
export async function comeIn({ board, links }: NewBoardReply, name: string): Promise<string> {
  const { path } = links.facilitator
  if (!name) return path
  try {
    const joined = await api.join(board.id, { key: path.split('#')[1] ?? '', name })
    if (joined.needs) return path
    rememberName({ ...rememberedName(), name })
    myBoards.opened(myBoardOf(await api.at(board.id, joined.as).read(), Date.now()))
    return `/b/${board.id}?as=${joined.as}`
  } catch {
    // The board is there, and its link asks for the name again.
    return path
  }
}
