/**
 * A real load balancer before several servers, by the configuration that stands in docs.
 *
 * Where its program is not installed the tests that need it are skipped and say why.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './redis-server.ts'

export type BalancerKind = 'haproxy' | 'nginx'

/** Where Debian puts programs for root, and not everybody looks. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

/** Why tests with it are skipped, or null. */
export const whyNo = (kind: BalancerKind): string | null =>
  spawnSync(kind, ['-v'], { env, stdio: 'ignore' }).status === 0
    ? null
    : `there is no ${kind} on this machine`

export interface Balancer {
  /** http://localhost:<port> */
  base: string
  remove(): Promise<void>
}

const docs = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8')

/** Before servers at these three ports of this machine. */
export async function openBalancer(kind: BalancerKind, ports: readonly number[]): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), `due-regard-${kind}-`))
  const port = await freePort()
  const file = join(folder, 'balancer.conf')
  const said = docs(kind === 'haproxy' ? 'haproxy.cfg' : 'nginx-several.conf')
  const own = ports.reduce((text, it, at) => text.replace(`127.0.0.1:300${at + 1}`, `127.0.0.1:${it}`), said)
  const bound = own.replace('127.0.0.1:8080', `127.0.0.1:${port}`)
  writeFileSync(file, kind === 'haproxy' ? bound : withinNginx(bound, folder))
  const args = kind === 'haproxy' ? ['-db', '-f', file] : ['-p', folder, '-c', file]
  const child: ChildProcess = spawn(kind, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
    })
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const base = `http://localhost:${port}`
  const balancer: Balancer = {
    base,
    async remove() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 2_000)
      await ended
      clearTimeout(late)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  for (const by = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const reply = await fetch(`${base}/healthz`).catch(() => null)
    if (reply?.ok) return balancer
    if (Date.now() > by) {
      await balancer.remove()
      throw new Error(`${kind} does not answer: ${text}`)
    }
  }
}

/** What the system's own nginx.conf is to a file of conf.d. */
const withinNginx = (text: string, folder: string): string => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log stderr;
events {}
http {
access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((it) => `${it}_temp_path ${join(folder, it)};`).join('\n')}
${text}
}`
