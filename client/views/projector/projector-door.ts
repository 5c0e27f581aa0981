/**
 * How a projector comes to a grant of its own, and to the link it shows people to join by.
 *
 * `#<link>.<key>&join=<link>.<key>` is a view only link with the participants' beside it; both leave the
 * address at once. Without one, the browser a facilitator opened the board in can ask for both.
 */
import type { JoinReply, LinkReply } from '../../../shared/api.ts'
import type { BoardId, LinkId } from '../../../shared/board.ts'
import { isId } from '../../../shared/board.ts'
import { Problem } from '../../../shared/problem.ts'
import { type Api, api } from '../../session/api.ts'
import { type MyBoards, myBoards } from '../../session/my-boards.ts'

export interface ProjectorDoor {
  as: LinkId
  /** The whole address people join by, or null where this screen does not know it. */
  joinUrl: string | null
}

/** What of the browser the door needs; a test brings its own. */
export interface Surroundings {
  api: Pick<Api, 'join' | 'at'>
  boards: Pick<MyBoards, 'get'>
  location: Pick<Location, 'hash' | 'search' | 'pathname' | 'origin'>
  /** Takes the key out of the address. */
  replaceUrl(url: string): void
  kept: Pick<Storage, 'getItem' | 'setItem'> | null
}

/** Keys that were in the address and have not let us in yet: a server that was away is asked again. */
const pending = new Map<BoardId, string>()
const opening = new Map<BoardId, Promise<ProjectorDoor>>()

/** One way in at a time, however often a page asks. */
export function projectorDoor(board: BoardId, here: Surroundings = thisBrowser()): Promise<ProjectorDoor> {
  const door = opening.get(board) ?? enter(board, here).finally(() => opening.delete(board))
  opening.set(board, door)
  return door
}

async function enter(board: BoardId, here: Surroundings): Promise<ProjectorDoor> {
  const { key: given, join, as } = readAddress(here.location)
  if (join) keep(here.kept, board, join)
  if (given) {
    pending.set(board, given)
    here.replaceUrl(`${here.location.pathname}?as=${given.split('.')[0]}`)
  }
  const key = pending.get(board)
  if (key) {
    const granted = asObserver(await here.api.join(board, { key }))
    pending.delete(board)
    return { as: granted, joinUrl: await joinUrl(board, here) }
  }
  const known = here.boards.get().filter((it) => it.id === board)
  const mine = as ?? known.find((it) => it.role === 'observer')?.as
  if (mine && known.find((it) => it.as === mine)?.role !== 'facilitator') {
    return { as: mine, joinUrl: await joinUrl(board, here) }
  }
  const link = working(await linksOf(board, here), 'observer')
  if (!link) throw new Problem('no_session', 'projector')
  const granted = asObserver(await here.api.join(board, { key: link.path.split('#')[1] ?? '' }))
  here.replaceUrl(`${here.location.pathname}?as=${granted}`)
  return { as: granted, joinUrl: await joinUrl(board, here) }
}

function readAddress({ hash, search }: Pick<Location, 'hash' | 'search'>) {
  const [key = '', ...rest] = hash.replace(/^#/, '').split('&')
  const join = new URLSearchParams(rest.join('&')).get('join')
  const as = new URLSearchParams(search).get('as')
  return { key: key.includes('.') ? key : null, join, as: isId(as) ? as : null }
}

/** A link of people opened on a projector would show a room what is theirs alone. */
function asObserver(reply: JoinReply): LinkId {
  if (reply.needs || reply.role !== 'observer') throw new Problem('link_invalid', 'projector')
  return reply.as
}

const keptName = (board: BoardId) => `due-regard/join/${board}`

function keep(kept: Surroundings['kept'], board: BoardId, join: string) {
  try {
    kept?.setItem(keptName(board), join)
  } catch {
    // Full or forbidden: shown until the page is loaded again.
  }
}

/** As handed over in the address, else as the facilitator's grant in this browser may ask. */
async function joinUrl(board: BoardId, here: Surroundings): Promise<string | null> {
  const kept = here.kept?.getItem(keptName(board))
  if (kept) return `${here.location.origin}/b/${board}#${kept}`
  try {
    const link = working(await linksOf(board, here), 'participant')
    return link ? here.location.origin + link.path : null
  } catch {
    return null
  }
}

async function linksOf(board: BoardId, { api, boards }: Surroundings): Promise<readonly LinkReply[]> {
  const grant = boards.get().find((it) => it.id === board && it.role === 'facilitator')
  return grant ? api.at(board, grant.as).links() : []
}

const working = (links: readonly LinkReply[], role: LinkReply['role']): LinkReply | undefined =>
  links.find(
    (it) =>
      it.role === role &&
      it.withdrawnAt === undefined &&
      (it.expiresAt === undefined || it.expiresAt > Date.now()),
  )

function thisBrowser(): Surroundings {
  return {
    api,
    boards: myBoards,
    location: window.location,
    replaceUrl: (url) => history.replaceState(history.state, '', url),
    kept: sessionStorageIfAny(),
  }
}

function sessionStorageIfAny(): Storage | null {
  try {
    return window.sessionStorage ?? null
  } catch {
    return null
  }
}
