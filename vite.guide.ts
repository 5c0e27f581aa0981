/**
 * The guide as pages of the product: what stands in `docs/guide.md` is read once, while the client is built.
 *
 * A page becomes plain data that React draws, never HTML as text, and its pictures become files of the
 * build. Links between the guides lead to their pages; what is not part of the guide is named without one.
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { lexer, type Token, type Tokens } from 'marked'
import type { Plugin } from 'vite'
import type { GuideNode } from './client/views/help/guide-node.ts'

const ENDING = '.md?guide'

export function guidePages(): Plugin {
  return {
    name: 'guide-pages',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(ENDING)) return null
      const file = id.slice(0, -'?guide'.length)
      this.addWatchFile(file)
      return moduleOf(readFileSync(file, 'utf8'), dirname(file))
    },
  }
}

/** A module with the page in it, which asks for its pictures as any part of the client does. */
function moduleOf(markdown: string, folder: string): string {
  const pictures: string[] = []
  const nodes = guideNodes(markdown, (path) => {
    pictures.push(resolve(folder, path))
    return `@picture ${pictures.length - 1}@`
  })
  const imports = pictures.map((it, index) => `import picture${index} from ${JSON.stringify(it)}`)
  const data = JSON.stringify(nodes).replace(/"@picture (\d+)@"/g, (_, index) => `picture${index}`)
  return `${imports.join('\n')}\nexport default ${data}\n`
}

export const guideNodes = (markdown: string, picture: (path: string) => string): GuideNode[] =>
  lexer(markdown).flatMap((token) => nodesOf(token, picture))

function nodesOf(token: Token, picture: (path: string) => string): GuideNode[] {
  const inside = (tokens: readonly Token[] = []) => tokens.flatMap((it) => nodesOf(it, picture))
  switch (token.type) {
    case 'space':
      return []
    case 'heading': {
      const { depth, text, tokens } = token as Tokens.Heading
      return [[`h${depth}`, { id: anchorOf(text) }, ...inside(tokens)]]
    }
    case 'paragraph': {
      const { tokens } = token as Tokens.Paragraph
      // A picture stands by itself, not in a line of words.
      return tokens.length === 1 && tokens[0]?.type === 'image'
        ? inside(tokens)
        : [['p', {}, ...inside(tokens)]]
    }
    case 'list': {
      const { ordered, items } = token as Tokens.List
      return [[ordered ? 'ol' : 'ul', {}, ...items.map((it): GuideNode => ['li', {}, ...inside(it.tokens)])]]
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table
      const head = header.map(
        (it): GuideNode => (it.text === '' ? ['td', {}] : ['th', { scope: 'col' }, ...inside(it.tokens)]),
      )
      const body = rows.map(
        ([first, ...rest]): GuideNode => [
          'tr',
          {},
          ['th', { scope: 'row' }, ...inside(first?.tokens)],
          ...rest.map((it): GuideNode => ['td', {}, ...inside(it.tokens)]),
        ],
      )
      return [['table', {}, ['thead', {}, ['tr', {}, ...head]], ['tbody', {}, ...body]]]
    }
    case 'strong':
    case 'em':
      return [[token.type, {}, ...inside((token as Tokens.Strong).tokens)]]
    case 'codespan':
      return [['code', {}, (token as Tokens.Codespan).text]]
    case 'link': {
      const { href, tokens } = token as Tokens.Link
      const to = addressOf(href)
      return to === null ? inside(tokens) : [['a', { href: to }, ...inside(tokens)]]
    }
    case 'image': {
      const { href, text } = token as Tokens.Image
      return [['img', { src: picture(href), alt: text, loading: 'lazy' }]]
    }
    case 'text':
    case 'escape': {
      const { tokens, text } = token as Tokens.Text
      return tokens ? inside(tokens) : [text]
    }
    default:
      throw new Error(`the guide has a ${token.type}, which its page cannot draw`)
  }
}

/** Where a link of the guide leads in the product, or null where it leaves the guide. */
function addressOf(href: string): string | null {
  if (/^(https?:|#)/.test(href)) return href
  const [path = '', anchor] = href.split('#')
  const name = basename(path, '.md')
  const isGuide = /(^|\/)(guide|guide\/[\w-]+)\.md$/.test(path) || !path.includes('/')
  if (!path.endsWith('.md') || !isGuide || path === 'operations.md') return null
  return (name === 'guide' ? '/help' : `/help/${name}`) + (anchor ? `#${anchor}` : '')
}

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
