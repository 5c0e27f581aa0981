import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { GuideNode } from '../../client/views/help/guide-node.ts'
import { GUIDES } from '../../client/views/help/guides.ts'
import { GUIDE_SLUGS } from '../../shared/guides.ts'
import { guideNodes } from '../../vite.guide.ts'

const read = (slug: string) =>
  readFileSync(
    fileURLToPath(new URL(`../../docs/${slug ? `guide/${slug}` : 'guide'}.md`, import.meta.url)),
    'utf8',
  )
const drawn = (markdown: string) => guideNodes(markdown, (path) => path)

const all = (nodes: readonly GuideNode[]): GuideNode[] =>
  nodes.flatMap((it) => {
    if (typeof it === 'string') return [it]
    const [, , ...inside] = it
    return [it, ...all(inside)]
  })

it('words, tables and pictures of a guide become what the page draws', () => {
  expect(drawn('## Let it **in**\n\nOpen `it`.')).toEqual([
    ['h2', { id: 'let-it-in' }, 'Let it ', ['strong', {}, 'in']],
    ['p', {}, 'Open ', ['code', {}, 'it'], '.'],
  ])
  expect(drawn('| a | b |\n|---|---|\n| 1 | 2 |')).toEqual([
    [
      'table',
      {},
      ['thead', {}, ['tr', {}, ['th', { scope: 'col' }, 'a'], ['th', { scope: 'col' }, 'b']]],
      ['tbody', {}, ['tr', {}, ['th', { scope: 'row' }, '1'], ['td', {}, '2']]],
    ],
  ])
  expect(drawn('![A wall](wall.png)')).toEqual([['img', { src: 'wall.png', alt: 'A wall', loading: 'lazy' }]])
})

it('a link between guides leads to its page, one out of them is words alone', () => {
  expect(drawn('[there](guide/privacy.md) and [back](../guide.md)')).toEqual([
    ['p', {}, ['a', { href: '/help/privacy' }, 'there'], ' and ', ['a', { href: '/help' }, 'back']],
  ])
  expect(drawn('[elsewhere](../operations.md)')).toEqual([['p', {}, 'elsewhere']])
})

it('what a page cannot draw stops the build', () => {
  expect(() => drawn('<b>bold</b>')).toThrow('html')
})

it.each(GUIDES)('$title: it begins with its title, and its links lead to pages that are there', (guide) => {
  const nodes = drawn(read(guide.slug))

  const links = all(nodes).flatMap((it) =>
    typeof it === 'object' && it[0] === 'a' ? [it[1].href ?? ''] : [],
  )
  const pages = GUIDES.map((it) => (it.slug ? `/help/${it.slug}` : '/help'))

  expect(nodes[0]).toMatchObject(['h1', {}, guide.title])
  expect(links.filter((it) => !it.startsWith('http') && !pages.includes(it))).toEqual([])
})

it('the server answers for the guides there are', () => {
  expect(GUIDES.map((it) => it.slug)).toEqual([...GUIDE_SLUGS])
})
