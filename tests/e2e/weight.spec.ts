/**
 * How much program a first visit to a board fetches before the first interaction, as the build's own list
 * of files tells it: the page's entry, the board's page, and whatever these import at once.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from '../support/browsers.ts'

const MOST_BYTES = 170_000
const built = fileURLToPath(new URL('../../dist/client/', import.meta.url))

type Manifest = Record<string, { file: string; imports?: string[] }>

/** The scripts that these sources are built into, with all they import at once. */
function scriptsOf(manifest: Manifest, sources: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (source: string) => {
    const chunk = manifest[source]
    if (!chunk) throw new Error(`${source} is not in the manifest`)
    if (seen.has(chunk.file)) return
    seen.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const source of sources) visit(source)
  return [...seen]
}

test('the first visit to a board takes at most 170 kB of scripts', () => {
  const manifest = JSON.parse(readFileSync(`${built}.vite/manifest.json`, 'utf8')) as Manifest
  const sizes = scriptsOf(manifest, ['index.html', 'views/board-page.tsx']).map(
    (file) => [gzipSync(readFileSync(built + file), { level: 9 }).length, file] as const,
  )

  const bytes = sizes.reduce((sum, [size]) => sum + size, 0)

  expect(sizes.length).toBeGreaterThan(1)
  expect(bytes, sizes.map((it) => it.join(' ')).join('\n')).toBeLessThanOrEqual(MOST_BYTES)
})
