/**
 * Who is asking: the device of the cookie and the link that `as=` names, together a grant of one board.
 *
 * A request can only attenuate: it names one grant and has that one's role, however many the device
 * holds. Somebody without a grant learns nothing: a board they may not enter and one that is not there
 * answer alike. `seat=` names somebody else at the same device, whose grant is theirs alone.
 */
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setSignedCookie } from 'hono/cookie'
import { type BoardId, isId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { type Action, mayDo, readRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { type Capabilities, newDevice } from '../capability.ts'
import type { Config } from '../config.ts'
import type { LinkEntry, Stores } from '../store/contract.ts'
import type { Grant, Room, Rooms, Sender } from '../sync/contract.ts'

export interface Access {
  room: Room
  grant: Grant
  link: LinkEntry
  sender: Sender
}

export interface Env {
  Bindings: HttpBindings
  Variables: {
    access: Access
    /** Throws where the sender has sent too much; set until the body is read. */
    payForBody?: ((bytes: number) => void) | undefined
  }
}

export interface Door {
  /** The device the cookie names, or null without a cookie that this server signed. */
  device(c: Context<Env>): Promise<string | null>
  /** As `device`; a browser that has none is given one with the reply. */
  deviceOrNew(c: Context<Env>): Promise<string>
  /** The reply takes the cookie away. */
  forgetDevice(c: Context<Env>): void
  access(c: Context<Env>, board: BoardId): Promise<Access | Problem>
  /** For a socket, whose board is `:board` in the path. */
  sender(c: Context<Env>): Promise<Sender | Problem>
}

/** As long as browsers keep a cookie at most. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60

export function openDoor(deps: {
  config: Pick<Config, 'publicUrl'>
  stores: Stores
  rooms: Rooms
  capabilities: Capabilities
  clock: Clock
}): Door {
  const { config, stores, rooms, capabilities, clock } = deps
  const { cookieName, cookieSecret } = capabilities
  const isHttps = config.publicUrl?.protocol === 'https:'

  const door: Door = {
    async device(c) {
      const cookie = getCookie(c, cookieName, isHttps ? 'host' : undefined)
      return cookie === undefined ? null : capabilities.deviceIn(cookie)
    },
    async deviceOrNew(c) {
      const device = (await door.device(c)) ?? newDevice()
      await setSignedCookie(c, cookieName, device, cookieSecret, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: COOKIE_SECONDS,
        ...(isHttps && { prefix: 'host', secure: true }),
      })
      return device
    },
    forgetDevice(c) {
      deleteCookie(c, cookieName, { path: '/', ...(isHttps && { prefix: 'host', secure: true }) })
    },
    async access(c, board) {
      const device = await door.device(c)
      if (device === null) return new Problem('no_session', '')
      const as = c.req.query('as')
      const link = isId(board) && isId(as) ? stores.registry.link(as) : undefined
      // The link is looked at before the board is opened, so a stranger cannot make boards load.
      const entry = stores.registry.board(board)
      if (!entry || !link || link.board !== board) return new Problem('board_unknown', '')
      if (entry.erasedAt !== undefined) return new Problem('board_erased', '')
      const room = await rooms.open(board)
      const grant = room.state.grant(capabilities.hashOf(seated(device, c.req.query('seat'))), link.id)
      if (!grant) return new Problem('board_unknown', '')
      if (hasLapsed(link, clock.now())) return new Problem('link_withdrawn', '')
      return {
        room,
        grant,
        link,
        sender: { participant: grant.participant, role: grant.role, link: link.id },
      }
    },
    async sender(c) {
      try {
        const access = await door.access(c, c.req.param('board') ?? '')
        return access instanceof Problem ? access : access.sender
      } catch (error) {
        // A socket is told why by a close code; a refused handshake would tell it nothing.
        if (error instanceof Problem) return error
        throw error
      }
    },
  }
  return door
}

/** A person who answers on somebody else's device has, for the server, a device of their own. */
export const seated = (device: string, seat: string | undefined): string =>
  seat === undefined ? device : `${device} ${seat}`

export const hasLapsed = (link: LinkEntry, now: number): boolean =>
  link.withdrawnAt !== undefined || (link.expiresAt !== undefined && link.expiresAt <= now)

/** Lets a request through that has a grant of the board in its path. */
export const withAccess =
  (door: Door): MiddlewareHandler<Env> =>
  async (c, next) => {
    const access = await door.access(c, c.req.param('id') ?? '')
    if (access instanceof Problem) throw access
    // What cannot be saved now is refused at once, rather than after a long wait.
    if (!access.room.keeping && !['GET', 'HEAD'].includes(c.req.method)) throw new Problem('not_saving', '')
    c.set('access', access)
    await next()
  }

/** Lets a role through that may do this, once it may read the board at all. */
export const who =
  (action: Action): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { grant, room } = c.get('access')
    if (!mayDo(grant.role, action)) throw new Problem('role_forbids', action)
    const refusal = readRefusal(grant.role, room.state)
    if (refusal) throw new Problem(refusal, 'the board is being prepared')
    await next()
  }

/** Waits until what the room holds is on disk: nothing leaves before, and a room that cannot save says so. */
export async function savedState(room: Room): Promise<void> {
  if (!room.keeping) throw new Problem('not_saving', '')
  await room.settled()
}
