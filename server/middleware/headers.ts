/**
 * What every reply forbids the browser that gets it.
 *
 * The page may run its own programs and speak to its own server, and nothing else: no other site's program,
 * no program or style written into the page, no frame around it or in it. A reply that is no page may do
 * nothing at all, so a file of a board that a browser should ever show as a page is inert there.
 */
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Config } from '../config.ts'
import type { Env } from './access.ts'

/** What this product never asks a browser for. Full screen, the clipboard and a screen kept awake it does. */
const NOT_NEEDED = [
  'accelerometer',
  'autoplay',
  'camera',
  'displayCapture',
  'encryptedMedia',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickeyCredentialsGet',
  'serial',
  'syncXhr',
  'usb',
  'xrSpatialTracking',
] as const

const YEAR_SECONDS = 365 * 24 * 60 * 60

export function secured(config: Pick<Config, 'publicUrl'>): MiddlewareHandler<Env> {
  const isHttps = config.publicUrl?.protocol === 'https:'
  const everywhere = {
    referrerPolicy: 'no-referrer',
    // A board's server is a host of its own, so what stands beneath it is its own as well (ASVS 3.4.1).
    strictTransportSecurity: isHttps ? `max-age=${YEAR_SECONDS}; includeSubDomains` : false,
    xFrameOptions: 'DENY',
    permissionsPolicy: Object.fromEntries(NOT_NEEDED.map((it) => [it, []])),
  }
  const page = secureHeaders({
    ...everywhere,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      // Not every browser takes 'self' to cover WebSockets, so the socket's own address is named.
      connectSrc: ["'self'", (c) => socketOrigin(config.publicUrl, c.req.header('host') ?? '')],
      // The one that reads files to import, and the service worker.
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      ...(isHttps && { upgradeInsecureRequests: [] }),
    },
  })
  const data = secureHeaders({
    ...everywhere,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      sandbox: [],
    },
  })
  return (c, next) => (c.req.path.startsWith('/api/') ? data : page)(c, next)
}

/** Nothing of a `Host` that is not one goes into a policy. */
function socketOrigin(publicUrl: URL | null, host: string): string {
  if (publicUrl) return publicUrl.origin.replace(/^http/, 'ws')
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `ws://${host}` : ''
}
