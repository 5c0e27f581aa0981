/** What happened on a board: who, from where, to where, when by the server's clock. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { HistoryReply } from '../../shared/api.ts'
import { isId } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { Problem } from '../../shared/problem.ts'
import { type Env, who } from '../middleware/access.ts'
import { personIn } from '../people/enter.ts'
import { oldestOf } from '../sync/history.ts'

const PAGE = 100
const LARGEST_PAGE = 500

export const historyRoutes = () =>
  new Hono<Env>().get(
    '/',
    describeRoute({
      summary: 'History, newest first',
      description:
        'Query: `statement`, `before`, `limit`. A statement that was taken away still has its history.',
    }),
    who('readHistory'),
    async (c) => {
      const { room } = c.get('access')
      const statement = c.req.query('statement')
      if (statement !== undefined && !isId(statement)) throw new Problem('value_invalid', 'statement')
      const before = countOf(c.req.query('before'), 'before')
      const limit = Math.min(countOf(c.req.query('limit'), 'limit') ?? PAGE, LARGEST_PAGE)

      const found = await room.history({
        ...(statement !== undefined && { statement }),
        ...(before !== undefined && { before }),
        limit,
      })
      const people = room.store.people.read()
      const { comments } = rootsOf(room.doc)
      const entries = found.map(({ since: _, ...it }) => ({
        ...it,
        ...(it.root === 'comments' && !comments.has(it.key) && withoutWords(it)),
        name: personIn(people, it.by)?.name ?? '',
      }))
      const last = found.at(-1)
      const next = last && found.length >= limit ? oldestOf(last) : null
      return c.json({ entries, next } satisfies HistoryReply)
    },
  )

/** Of a comment that was withdrawn: which statement it was on, and no more. */
const withoutWords = ({ from, to }: { from?: unknown; to?: unknown }) => ({
  ...(from !== undefined && { from: { on: (from as { on?: unknown } | null)?.on } }),
  ...(to !== undefined && { to: { on: (to as { on?: unknown } | null)?.on } }),
})

function countOf(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined
  if (!/^[1-9]\d{0,14}$/.test(value))
    throw new Problem('value_invalid', `${name} is a whole number from 1 on`)
  return Number(value)
}
