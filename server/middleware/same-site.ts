/**
 * Which pages may ask this server, and what every reply forbids the page that got it.
 *
 * A browser names the page it asks for in `Origin`; whoever sends none is not a browser. `Host` is checked
 * as well, so a foreign name that was pointed at this machine does not reach it.
 */
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { Problem } from '../../shared/problem.ts'
import type { Config } from '../config.ts'
import type { Env } from './access.ts'

export function sameSite(config: Pick<Config, 'publicUrl' | 'host'>): MiddlewareHandler<Env> {
  const { publicUrl } = config
  const isOurHost = (host: string) =>
    host === publicUrl?.host || isLocalName(host) || (publicUrl === null && nameOf(host) === config.host)
  const isOurOrigin = (origin: string) => {
    if (origin === publicUrl?.origin) return true
    const url = URL.canParse(origin) ? new URL(origin) : null
    if (url?.origin !== origin) return false
    return isLocalName(url.host) || (publicUrl === null && url.hostname === config.host)
  }
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase() ?? ''
    const origin = c.req.header('origin')
    if (!isOurHost(host)) throw new Problem('origin_foreign', 'this server has another name: see PUBLIC_URL')
    if (origin !== undefined && !isOurOrigin(origin)) throw new Problem('origin_foreign', '')
    await next()
  }
}

const nameOf = (host: string) => host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1')

/** The names of the machine one sits at, with any port. */
export function isLocalName(host: string): boolean {
  const name = nameOf(host)
  return name === 'localhost' || name === '127.0.0.1' || name === '::1' || name.endsWith('.localhost')
}

export function secured(config: Pick<Config, 'publicUrl'>): MiddlewareHandler<Env> {
  const https = config.publicUrl?.protocol === 'https:'
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      // Not every browser takes 'self' to cover WebSockets, so the socket's own address is named.
      connectSrc: ["'self'", (c) => socketOrigin(config.publicUrl, c.req.header('host') ?? '')],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: https ? 'max-age=31536000' : false,
    xFrameOptions: 'DENY',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  })
}

/** Nothing of a `Host` that is not one goes into a policy. */
function socketOrigin(publicUrl: URL | null, host: string): string {
  if (publicUrl) return publicUrl.origin.replace(/^http/, 'ws')
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `ws://${host}` : ''
}
