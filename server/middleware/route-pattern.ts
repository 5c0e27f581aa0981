/** A call as it is counted and logged: by the pattern of its route, never by what stood in it. */
import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

/** The pattern of the route that answers; those ending in a star are checks, or files of the client. */
export const patternOf = (c: Context): string =>
  matchedRoutes(c).findLast((it) => !it.path.endsWith('*'))?.path ?? 'client'
