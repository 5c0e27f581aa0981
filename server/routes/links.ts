/**
 * The links of a board: what lets people in, shown to facilitators, renewed and withdrawn by them.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type LinkPatch, type LinkReply, linkPatchShape, newLinkShape } from '../../shared/api.ts'
import type { BoardId, LinkId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import { type Capabilities, newId } from '../capability.ts'
import type { Log } from '../log.ts'
import { type Env, hasLapsed, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { LinkEntry, Stores } from '../store/contract.ts'
import { takeTurns } from '../turns.ts'

export interface LinkDeps {
  stores: Stores
  capabilities: Capabilities
  clock: Clock
  log: Log
}

export const linkRoutes = ({ stores, capabilities, clock, log }: LinkDeps) => {
  const { registry } = stores
  // What is being written is not yet to be read: the next change of a board's links waits for it.
  const inTurn = takeTurns()

  return new Hono<Env>()
    .get(
      '/',
      describeRoute({ summary: 'The links of a board, with their keys' }),
      who('manageLinks'),
      (c) => {
        const links = registry.links(c.get('access').room.id)
        c.header('cache-control', 'no-store')
        return c.json(links.map((it) => linkReply(it, capabilities)))
      },
    )
    .post(
      '/',
      describeRoute({ summary: 'Make a link' }),
      who('manageLinks'),
      json(newLinkShape),
      async (c) => {
        const { room } = c.get('access')
        const { role, label, expiresAt } = c.req.valid('json')
        const link = await inTurn(room.id, async () => {
          if (registry.links(room.id).length >= LIMITS.links) throw new Problem('board_full', 'links')
          const made: LinkEntry = {
            id: newId(),
            board: room.id,
            role,
            ...(label && { label }),
            ...(expiresAt !== undefined && { expiresAt }),
            generation: 1,
            createdAt: clock.now(),
          }
          await registry.putLinks([made])
          return made
        })
        log.info({ board: room.id, link: link.id, role }, 'link made')
        return c.json(linkReply(link, capabilities), 201)
      },
    )
    .patch(
      '/:linkId',
      describeRoute({ summary: 'Rename, renew, expire or withdraw a link' }),
      who('manageLinks'),
      json(linkPatchShape),
      async (c) => {
        const { room } = c.get('access')
        const change = c.req.valid('json')
        const now = clock.now()
        const link = await inTurn(room.id, async () => {
          const changed = changedLink(room.id, c.req.param('linkId'), change, now)
          await registry.putLinks([changed])
          return changed
        })
        if (hasLapsed(link, now)) room.dismiss({ link: link.id }, 4401, 'this link has been withdrawn')
        log.info({ board: room.id, link: link.id, change: Object.keys(change) }, 'link changed')
        return c.json(linkReply(link, capabilities))
      },
    )

  function changedLink(board: BoardId, id: LinkId, change: LinkPatch, now: Millis): LinkEntry {
    const was = registry.link(id)
    if (was?.board !== board) throw new Problem('item_unknown', 'link')
    if (was.withdrawnAt !== undefined) throw new Problem('value_invalid', 'a withdrawn link stays withdrawn')
    const link: LinkEntry = {
      ...was,
      ...(change.label !== undefined && { label: change.label }),
      ...(change.renew && { generation: was.generation + 1 }),
      ...(change.withdraw && { withdrawnAt: now }),
    }
    if (change.expiresAt === null) delete link.expiresAt
    else if (change.expiresAt !== undefined) link.expiresAt = change.expiresAt
    if (hasLapsed(link, now) && isLastWayIn(registry.links(board), link, now)) {
      throw new Problem('value_invalid', 'a board keeps one link for facilitators')
    }
    return link
  }
}

const isLastWayIn = (links: readonly LinkEntry[], link: LinkEntry, now: number): boolean =>
  link.role === 'facilitator' &&
  !links.some((it) => it.role === 'facilitator' && it.id !== link.id && !hasLapsed(it, now))

export const pathOf = (link: LinkEntry, capabilities: Capabilities): string =>
  `/b/${link.board}#${link.id}.${capabilities.keyOf(link)}`

export function linkReply(link: LinkEntry, capabilities: Capabilities): LinkReply {
  const { board: _, generation: __, ...shown } = link
  return { ...shown, path: pathOf(link, capabilities) }
}
