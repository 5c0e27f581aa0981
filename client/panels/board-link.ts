/**
 * A link to a board as people paste it: with or without the site in front, and with whatever their mail
 * wrapped around it.
 */
import { isId } from '../../shared/board.ts'

export interface BoardLink {
  board: string
  /** `<linkId>.<key>`, kept in the fragment so that no server log ever sees it. */
  key: string
  /** Where the link leads when it is not this site. */
  elsewhere: string | null
}

const KEY = /^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{22,64}$/
const LINK = /(?:https?:\/\/[^\s/<>"]+)?\/b\/[A-Za-z0-9_-]+(?:\/[a-z]+)?\/?#[A-Za-z0-9_.-]+/

/** The first link to a board in a pasted text, or null where there is none. */
export function parseBoardLink(pasted: string, here: string): BoardLink | null {
  const found = LINK.exec(pasted.trim())?.[0]
  if (!found || !URL.canParse(found, here)) return null
  const url = new URL(found, here)
  const board = url.pathname.split('/')[2]
  const key = url.hash.slice(1)
  if (!isId(board) || !KEY.test(key)) return null
  return { board, key, elsewhere: url.origin === new URL(here).origin ? null : url.href }
}

/** The projector's address for the same link: `/b/x#k` → `/b/x/present#k`. */
export const projectorPath = (path: string) => path.replace(/^([^#]*?)\/?(#|$)/, '$1/present$2')
