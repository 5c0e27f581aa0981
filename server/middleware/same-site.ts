/**
 * Which pages may ask this server.
 *
 * A browser names the page that asks in `Origin`, and says in `Sec-Fetch-Site` whether that is one of ours;
 * whoever sends neither is not a browser. `Host` is checked as well, so a foreign name that was pointed at
 * this machine does not reach it. Another program's page at this machine is a foreign one too: for a cookie
 * all ports of a name are one site, so only here are they told apart.
 */
import type { MiddlewareHandler } from 'hono'
import { Problem } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Env } from './access.ts'

export function sameSite(config: Pick<Config, 'publicUrl' | 'host'>): MiddlewareHandler<Env> {
  const { publicUrl } = config
  const isOurHost = (host: string) =>
    host === publicUrl?.host || isLocalName(host) || (publicUrl === null && nameOf(host) === config.host)
  const isOurOrigin = (origin: string, host: string) => {
    if (origin === publicUrl?.origin) return true
    const url = URL.canParse(origin) ? new URL(origin) : null
    return url?.origin === origin && host !== publicUrl?.host && url.host === hostOf(host)
  }
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase() ?? ''
    const origin = c.req.header('origin')
    // A whole address in its place would outrank `Host`; only a proxy is asked like that.
    const isWhole = c.env?.incoming?.url?.startsWith('/') === false
    if (isWhole || !isOurHost(host))
      throw new Problem('origin_foreign', 'this server has another name: see PUBLIC_URL')
    if (origin !== undefined && !isOurOrigin(origin, host)) throw new Problem('origin_foreign', '')
    // People come to a page from anywhere; the calls are made by our own alone. Sockets always name their origin.
    const site = c.req.header('sec-fetch-site')
    const isForeign = site === 'cross-site' || site === 'same-site'
    if (isForeign && c.req.path.startsWith('/api/')) throw new Problem('origin_foreign', '')
    await next()
  }
}

/** As an origin has it: without the port that goes without saying. */
const hostOf = (host: string) => host.replace(/:80$/, '')

const nameOf = (host: string) => host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1')

/** The names of the machine one sits at, with any port. */
export function isLocalName(host: string): boolean {
  const name = nameOf(host)
  return name === 'localhost' || name === '127.0.0.1' || name === '::1' || name.endsWith('.localhost')
}
