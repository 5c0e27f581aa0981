/**
 * What `npm pack` makes of the build: the files in it, and that they run in an empty folder with nothing beside
 * them but the packages they ask for.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../support/browsers.ts'
import { startProcess } from '../support/server-process.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

interface Lock {
  packages: Record<string, { dev?: boolean; hasInstallScript?: boolean; os?: string[] }>
}

/** What an installation brings along: nothing that is there for building and testing alone. */
const brought = Object.entries(
  (JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock).packages,
).filter(([path, it]) => path.startsWith('node_modules/') && !it.dev)

test('the packed files are the program alone, and serve a board in an empty folder', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-package-'))
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' })
  try {
    const packed = run(
      'npm',
      'pack',
      '--ignore-scripts',
      '--json',
      '--loglevel=silent',
      '--pack-destination',
      folder,
    )
    const [tarball] = JSON.parse(packed) as { filename: string; files: { path: string }[] }[]
    const files = tarball?.files.map((it) => it.path) ?? []
    const strays = files.filter(
      (it) =>
        !/^(bin\/|dist\/(client|server)\/|deploy\/|docs\/(?:(?:drafts|guide)\/)?[\w-]+\.md$|docs\/(?:haproxy\.cfg|nginx-several\.conf)$|shared\/examples\/|LICENSE$|README\.md$|package\.json$)/.test(
          it,
        ),
    )
    expect(strays).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining([
        'bin/due-regard.mjs',
        'dist/server/main.js',
        'dist/client/index.html',
        'dist/client/sw.js',
        'dist/client/licences.txt',
        'deploy/due-regard.service',
        'docs/install.md',
        // What those pages and the README lead to is there as well.
        'docs/haproxy.cfg',
        'docs/nginx-several.conf',
        'docs/drafts/dtac.md',
        'docs/guide/privacy.md',
      ]),
    )
    // Of the page, its workers and its typeface; none asks for more than that its words go along.
    const licences = readFileSync(join(ROOT, 'dist/client/licences.txt'), 'utf8')
    const inside = new Map(
      Array.from(licences.matchAll(/^(@?[a-z]\S+) [\d.]+: (.+)$/gm), ([, name, licence]) => [name, licence]),
    )
    for (const name of ['react', 'yjs', 'unpdf', '@fontsource-variable/atkinson-hyperlegible-next'])
      expect([...inside.keys()]).toContain(name)
    expect([...new Set(inside.values())].sort()).toEqual(['CC0-1.0', 'ISC', 'MIT', 'OFL-1.1', 'Unlicense'])

    // Nothing is compiled or fetched where it is installed.
    expect(brought.filter(([, it]) => it.hasInstallScript || it.os)).toEqual([])

    run('tar', '-xzf', join(folder, tarball?.filename ?? ''), '-C', folder)
    for (const [path] of brought.filter(([it]) => it.lastIndexOf('node_modules/') === 0)) {
      const link = join(folder, 'package', path)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(ROOT, path), link)
    }
    const server = await startProcess(join(folder, 'package/bin/due-regard.mjs'), {
      DATA_DIR: join(folder, 'data'),
    })
    try {
      await page.goto(/Participant\s+(\S+)/.exec(server.said())?.[1] ?? '')
      await expect(page.getByLabel('Your name')).toBeVisible()
    } finally {
      server.kill('SIGTERM')
      expect(await server.ended).toBe(0)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
