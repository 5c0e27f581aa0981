/**
 * What is written for people leads somewhere: every link, path, command and picture of the documents.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = /^(bin|client|docs|scripts|server|shared|tests)\//
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const documents = [
  'README.md',
  'shared/rules.md',
  ...(readdirSync(join(ROOT, 'docs'), { recursive: true }) as string[])
    .filter((it) => it.endsWith('.md'))
    .map((it) => `docs/${it}`),
].sort()
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Headings as a repository's page names them in its address. */
const anchorsOf = (text: string) =>
  Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

it.each(documents)('%s: every link and picture leads somewhere', (document) => {
  const text = read(document)
  const targets = Array.from(text.matchAll(/\]\(([^)\s]+)[^)]*\)/g), ([, target = '']) => target)

  const lost = targets.filter((target) => {
    if (/^(https?:|mailto:)/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path))
    if (!existsSync(join(ROOT, file))) return true
    return anchor !== undefined && !anchorsOf(read(file)).includes(anchor)
  })

  expect(lost).toEqual([])
})

it.each(documents)('%s: every picture says in words what it shows', (document) => {
  const silent = Array.from(read(document).matchAll(/!\[\s*\]\([^)]*\)/g), ([picture]) => picture)

  expect(silent).toEqual([])
})

it.each(documents)('%s: every path and command it names is there', (document) => {
  const text = read(document)
  const paths = Array.from(text.matchAll(/`([\w./-]+\.\w+)`/g), ([, path = '']) => path)
  const commands = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name)

  const isThere = (path: string) => ['', 'tests'].some((folder) => existsSync(join(ROOT, folder, path)))
  expect(paths.filter((it) => FOLDERS.test(it) && !isThere(it))).toEqual([])
  expect(commands.filter((it) => !(it in scripts))).toEqual([])
})

it('no picture of the documents is without a document that shows it', () => {
  const all = documents.map(read).join('\n')
  const pictures = (readdirSync(join(ROOT, 'docs'), { recursive: true }) as string[])
    .filter((it) => it.endsWith('.png'))
    .map((it) => it.split('/').at(-1) ?? '')

  expect(pictures.filter((it) => !all.includes(it))).toEqual([])
})
