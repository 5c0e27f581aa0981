/** What the first page needs to know before anybody has joined anything. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { HomeReply } from '../../shared/api.ts'
import { ROLES, type Role } from '../../shared/board.ts'
import type { Capabilities } from '../capability.ts'
import type { Creation } from '../creation.ts'
import type { Env } from '../middleware/access.ts'
import type { Stores } from '../store/contract.ts'
import { pathOf } from './links.ts'

export const homeRoutes = (deps: { stores: Stores; capabilities: Capabilities; creation: Creation }) =>
  new Hono<Env>().get('/api/home', describeRoute({ summary: 'What the first page shows' }), (c) => {
    const { stores, capabilities, creation } = deps
    const needsKey = creation.needsKey(c)
    // Its links let anybody in as its facilitator: for whoever sits here, not for the world.
    const example = needsKey ? null : exampleOf(stores, capabilities)
    c.header('cache-control', 'no-store')
    return c.json({ example, createKeyNeeded: needsKey, promise: stores.promise } satisfies HomeReply)
  })

export function exampleOf({ registry }: Stores, capabilities: Capabilities): HomeReply['example'] {
  const board = registry.boards().find((it) => it.example && it.erasedAt === undefined)
  if (!board) return null
  const links = registry.links(board.id).filter((it) => it.withdrawnAt === undefined)
  const paths = ROLES.map((role): [Role, string] => {
    const link = links.find((it) => it.role === role)
    return [role, link ? pathOf(link, capabilities) : `/b/${board.id}`]
  })
  return { board: board.id, title: board.title, links: Object.fromEntries(paths) as Record<Role, string> }
}
