/**
 * The built browser client: read once at the start, served from memory, compressed when first asked for.
 *
 * Only what was there at the start can be asked for, so no path leads anywhere else. Files with a hash in
 * their name never change; the page itself, and the service worker that keeps a copy of it in the browser,
 * are asked for anew each time.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Hono } from 'hono'
import { GUIDE_SLUGS } from '../shared/guides.ts'
import { Problem } from '../shared/problem.ts'
import type { Env } from './middleware/access.ts'

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt'])
const SMALLEST_COMPRESSED = 1_000

/** Paths of the client's own router. */
const GUIDES = GUIDE_SLUGS.map((it) => (it ? `/help/${it}` : '/help'))
const PAGES = ['/', '/join', '/check', '/accessibility', ...GUIDES, '/b/:id{.+}']

type Encoding = 'br' | 'gzip'
interface Asset {
  bytes: Uint8Array
  mediaType: string
  /** What its etags begin with: each way of packing it is another sequence of bytes, and has its own. */
  hash: string
  immutable: boolean
  compressible: boolean
  compressed: Partial<Record<Encoding, Promise<Uint8Array>>>
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const COMPRESS: Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array>> = {
  br: (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => gzipped(bytes, { level: 9 }),
}

/** A folder that is not there serves nothing: while developing, Vite serves the client. */
export function staticClient(folder: string): Hono<Env> {
  const assets = readAssets(folder)
  const app = new Hono<Env>()
  for (const page of PAGES) app.get(page, (c) => serve(c.req.raw, assets.get('/index.html')))
  return app.get('*', async (c, next) => {
    const asset = assets.get(c.req.path)
    if (asset) return serve(c.req.raw, asset)
    // Whoever mistyped an address is told so by the page, and whoever runs a program by the status.
    const page = c.req.header('accept')?.includes('text/html') ? assets.get('/index.html') : undefined
    return page ? serve(c.req.raw, page, 404) : next()
  })
}

function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  for (const file of filesIn(folder)) {
    const path = `/${relative(folder, file).split(sep).join('/')}`
    // `.vite/manifest.json` and the like are the build's own.
    if (path.includes('/.')) continue
    const bytes = readFileSync(file)
    const ending = extname(file)
    assets.set(path, {
      bytes,
      mediaType: MEDIA_TYPES[ending] ?? 'application/octet-stream',
      hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
      immutable: path.startsWith('/assets/'),
      compressible: COMPRESSIBLE.has(ending) && bytes.length >= SMALLEST_COMPRESSED,
      compressed: {},
    })
  }
  return assets
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name))
  } catch {
    return []
  }
}

async function serve(request: Request, asset: Asset | undefined, status = 200): Promise<Response> {
  if (!asset) throw new Problem('not_found', 'the client is not built: npm run build')
  const encoding = asset.compressible ? encodingFor(request.headers.get('accept-encoding') ?? '') : null
  const etag = `"${asset.hash}${encoding ? `-${encoding}` : ''}"`
  const headers = new Headers({
    'content-type': asset.mediaType,
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
  })
  if (status === 200 && has(request.headers.get('if-none-match') ?? '', etag))
    return new Response(null, { status: 304, headers })
  if (encoding === null) return new Response(asset.bytes as BodyInit, { status, headers })
  asset.compressed[encoding] ??= COMPRESS[encoding](asset.bytes)
  headers.set('content-encoding', encoding)
  return new Response((await asset.compressed[encoding]) as BodyInit, { status, headers })
}

/** A proxy that packs what it hands on calls the same thing weakly the same. */
const has = (kept: string, etag: string): boolean =>
  kept.split(',').some((it) => ['*', etag].includes(it.trim().replace(/^W\//, '')))

function encodingFor(accepted: string): Encoding | null {
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)) return 'br'
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted) ? 'gzip' : null
}
