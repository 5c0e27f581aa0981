/**
 * A picture as plain data: drawn once, written as an SVG file here and shown on a page by the page itself.
 *
 * Colours are named, so a page draws them light or dark; a file has them as on paper.
 */
import { xml } from '../office/xml.ts'

export const INKS = {
  ink: '#212b32',
  muted: '#4c6272',
  line: '#d8dde0',
  edge: '#8a979f',
  paper: '#ffffff',
  hush: '#e8edef',
  deep: '#003087',
  'deep-soft': '#e3edf7',
  blue: '#005eb8',
  'blue-soft': '#eaf2fb',
  plum: '#7c2855',
  'plum-soft': '#f8f1f5',
  ochre: '#a35a00',
  'ochre-soft': '#fbf3ea',
  red: '#b3261e',
  warn: '#8a4b00',
  'warn-soft': '#fff4e0',
} as const
export type Ink = keyof typeof INKS

export interface Shape {
  el: 'g' | 'rect' | 'line' | 'path' | 'circle' | 'text' | 'tspan'
  /** As SVG spells them: stroke-width, text-anchor. */
  at?: Readonly<Record<string, string | number>>
  fill?: Ink | 'none'
  stroke?: Ink
  words?: string
  inside?: readonly Shape[]
}

export interface Picture {
  width: number
  height: number
  title: string
  /** What it shows, in words, in the order one reads it: a line each. */
  text: readonly string[]
  shapes: readonly Shape[]
}

const FONT = 'Arial, Helvetica, sans-serif'

export const writeSvg = ({ width, height, title, text, shapes }: Picture): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
  ` role="img" aria-labelledby="title text" lang="en-GB" font-family="${FONT}">\n` +
  `<title id="title">${xml(title)}</title>\n<desc id="text">${xml(text.join('\n'))}</desc>\n` +
  `<rect width="${width}" height="${height}" fill="${INKS.paper}"/>\n` +
  `${shapes.map(written).join('\n')}\n</svg>\n`

function written({ el, at = {}, fill, stroke, words, inside = [] }: Shape): string {
  const paint = {
    ...(fill && { fill: fill === 'none' ? 'none' : INKS[fill] }),
    ...(stroke && { stroke: INKS[stroke] }),
  }
  const attributes = Object.entries({ ...at, ...paint })
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('')
  const content = (words === undefined ? '' : xml(words)) + inside.map(written).join('')
  return content ? `<${el}${attributes}>${content}</${el}>` : `<${el}${attributes}/>`
}

/** About how wide letters of a text face are, of its size. */
const LETTER = 0.53

/** Words in lines that fit a width; what does not fit into so many lines ends in an ellipsis. */
export function linesOf(text: string, width: number, size: number, most: number): string[] {
  const perLine = Math.max(4, Math.floor(width / (size * LETTER)))
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((it) => chopped(it, perLine))) {
    if (line && line.length + 1 + word.length > perLine) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  if (line) lines.push(line)
  if (lines.length <= most) return lines
  const last = (lines[most - 1] ?? '').slice(0, perLine - 1)
  return [...lines.slice(0, most - 1), `${last.replace(/[\s,.;:]+$/, '')}…`]
}

const chopped = (word: string, length: number): string[] =>
  word.length <= length ? [word] : (word.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? [word])

interface TextStyle {
  size: number
  bold?: boolean
  fill?: Ink
  anchor?: 'start' | 'middle' | 'end'
}

/** Lines of text from a first baseline downwards. */
export const textAt = (
  x: number,
  y: number,
  lines: readonly string[],
  { size, bold, fill = 'ink', anchor = 'start' }: TextStyle,
): Shape => ({
  el: 'text',
  at: {
    x,
    y,
    'font-size': size,
    ...(bold && { 'font-weight': 700 }),
    ...(anchor !== 'start' && { 'text-anchor': anchor }),
  },
  fill,
  inside: lines.map((words, at) => ({
    el: 'tspan',
    at: { x, y: Math.round((y + at * size * 1.25) * 10) / 10 },
    words,
  })),
})
