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
import { dropLinkKey, linkKeyOf } from '../../session/link-key.ts'
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
  /** Takes the key out of the address, and knows it until it is dropped. */
  linkKeys: { of(board: BoardId): string | null; drop(board: BoardId): void }
  location: Pick<Location, 'hash' | 'search' | 'pathname' | 'origin'>
  replaceUrl(url: string): void
  kept: Pick<Storage, 'getItem' | 'setItem'> | null
}

const opening = new Map<BoardId, Promise<ProjectorDoor>>()

/** One way in at a time, however often a page asks. */
export function projectorDoor(board: BoardId, here: Surroundings = thisBrowser()): Promise<ProjectorDoor> {
  const door = opening.get(board) ?? enter(board, here).finally(() => opening.delete(board))
  opening.set(board, door)
  return door
}

async function enter(board: BoardId, here: Surroundings): Promise<ProjectorDoor> {
  takeJoin(board, here)
  // Known until it has let us in: a server that was away is asked again with it.
  const key = here.linkKeys.of(board)
  if (key) {
    const granted = asObserver(await here.api.join(board, { key }))
    here.linkKeys.drop(board)
    here.replaceUrl(`${here.location.pathname}?as=${granted}`)
    return { as: granted, joinUrl: await joinUrl(board, here) }
  }
  const as = new URLSearchParams(here.location.search).get('as')
  const known = here.boards.get().filter((it) => it.id === board)
  const mine = isId(as) ? as : known.find((it) => it.role === 'observer')?.as
  if (mine && (known.find((it) => it.as === mine)?.role ?? 'observer') === 'observer') {
    return { as: mine, joinUrl: await joinUrl(board, here) }
  }
  const link = working(await linksOf(board, here), 'observer')
  if (!link) throw new Problem('no_session', 'projector')
  const granted = asObserver(await here.api.join(board, { key: link.path.split('#')[1] ?? '' }))
  here.replaceUrl(`${here.location.pathname}?as=${granted}`)
  return { as: granted, joinUrl: await joinUrl(board, here) }
}

/** Takes what the screen shows people to join by out of the address, and leaves the screen's own key there. */
function takeJoin(board: BoardId, { location, replaceUrl, kept }: Surroundings) {
  const [key = '', ...rest] = location.hash.split('&')
  const join = new URLSearchParams(rest.join('&')).get('join')
  if (!join) return
  replaceUrl(location.pathname + location.search + key)
  try {
    kept?.setItem(keptName(board), join)
  } catch {
    // Full or forbidden: this screen shows no code.
  }
}

/** A link of people opened on a projector would show a room what is theirs alone. */
function asObserver(reply: JoinReply): LinkId {
  if (reply.needs || reply.role !== 'observer') throw new Problem('link_invalid', 'projector')
  return reply.as
}

const keptName = (board: BoardId) => `due-regard/join/${board}`

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
    linkKeys: { of: linkKeyOf, drop: dropLinkKey },
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
