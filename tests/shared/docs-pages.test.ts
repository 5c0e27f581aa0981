/** What the pages in `docs/` name of this repository is there: files, tests, scripts, the rules that tests cite, other pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const at = (path: string) => join(ROOT, path)
const pages = [
  'README.md',
  ...readdirSync(at('docs'), { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.md'))
    .map((it) => `docs/${it}`),
]
const textOf = (page: string) => readFileSync(at(page), 'utf8')
const named = (page: string, pattern: RegExp) =>
  Array.from(new Set(Array.from(textOf(page).matchAll(pattern), (it) => it[1] ?? '')))

/** A page names what is near its subject by a shorter path. */
const FROM = ['', 'tests/', 'client/', 'client/views/', 'client/ui/', 'client/views/board/']
const isThere = (path: string) => FROM.some((from) => existsSync(at(from + path)))

it.each(pages)('%s names files that there are', (page) => {
  const files = named(page, /`([\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|mjs|css|md|cfg|conf|service|yml))`/g)

  expect(files.filter((it) => !isThere(it) && !existsSync(at(join(dirname(page), it))))).toEqual([])
})

it.each(pages)('%s leads to pages that there are', (page) => {
  const links = named(page, /\]\(([^)#\s]+)(?:#[^)]*)?\)/g).filter((it) => !/^[a-z]+:/.test(it))

  expect(links.filter((it) => !existsSync(at(join(dirname(page), it))))).toEqual([])
})

it('scripts that pages tell to run are those of package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  const told = pages.flatMap((page) => named(page, /`npm run ([\w:-]+)/g))

  expect(told.filter((it) => !Object.hasOwn(scripts, it))).toEqual([])
  expect(told.length).toBeGreaterThan(5)
})

it('rules that pages name are cited by a test', () => {
  const told = [...new Set(pages.flatMap((page) => named(page, /`\[([a-z]+-\d+)\]`/g)))]
  const tests = readdirSync(at('tests'), { recursive: true, encoding: 'utf8' }).filter((it) =>
    /\.(test|spec)\.tsx?$/.test(it),
  )
  const rules = new Set(tests.flatMap((it) => textOf(`tests/${it}`).match(/(?<=\[)[a-z]+-\d+(?=\])/g) ?? []))

  expect(told.filter((it) => !rules.has(it))).toEqual([])
  expect(told.length).toBeGreaterThan(5)
})
