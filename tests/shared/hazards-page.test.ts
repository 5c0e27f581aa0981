import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const rows = Array.from(
  readFileSync(at('docs/hazards.md'), 'utf8').matchAll(/^\| ([A-H]\d+) \| .+ \| (.*) \|$/gm),
  ([, id = '', files = '']) => ({ id, files: Array.from(files.matchAll(/`([^`]+)`/g), (it) => it[1] ?? '') }),
)
const tests = (readdirSync(at('tests'), { recursive: true }) as string[]).filter((it) =>
  /\.(test\.tsx?|spec\.ts)$/.test(it),
)
const namedIn = (file: string) => readFileSync(at(`tests/${file}`), 'utf8')

it('every hazard of crash, network, bytes, permission, overload, files and browser has its row', () => {
  const most = { A: 12, B: 12, C: 19, D: 10, E: 7, G: 6, H: 6 }
  const ids = Object.entries(most).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) => `${group}${index + 1}`),
  )
  expect(rows.map(({ id }) => id)).toEqual(ids)
})

it.each(rows)('the page tells where $id is tried, and it is', ({ id, files }) => {
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect(tests).toContain(file)
  for (const file of files) expect(namedIn(file)).toContain(`[${id}]`)
})
