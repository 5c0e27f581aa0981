/** The figures as a table to read: on the screen, and in docs/benchmarks.md between two marks. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Row } from './scenario.ts'

const HEADINGS = ['what', 'ours', 'peer', 'ratio', 'target', ''] as const

/** Between which marks of the page a command's figures stand. */
export interface Place {
  from: string
  to: string
}
export const SERVER_FIGURES: Place = {
  from: '<!-- figures: written by npm run bench -- --write -->',
  to: '<!-- end of figures -->',
}

const cellsOf = (row: Row, judged: boolean): string[] => [
  row.what,
  row.ours,
  row.peer ?? '',
  row.ratio ?? '',
  row.target ?? '',
  row.reached === undefined ? '' : judged ? (row.reached ? 'reached' : 'not reached') : 'smoke run',
]

/** Headings and cells, without the columns that no row has anything in. */
function linesOf(rows: readonly Row[], judged: boolean): string[][] {
  const lines = rows.map((it) => cellsOf(it, judged))
  const used = HEADINGS.map((_, column) => lines.some((cells) => cells[column] !== ''))
  return [[...HEADINGS], ...lines].map((cells) => cells.filter((_, column) => used[column]))
}

export function plainTable(rows: readonly Row[], judged: boolean): string {
  const lines = linesOf(rows, judged)
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const drawn = lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  drawn.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '))
  return drawn.join('\n')
}

export function machineLine(): string {
  const all = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const load = loadavg()[0]?.toFixed(1)
  return (
    `${all.length} × ${all[0]?.model.trim() ?? 'unknown CPU'}, ${memory} GB, Linux ${release()}, ` +
    `Node ${process.version}; load average before the run ${load}`
  )
}

/** Puts the figures in place of the last ones; the words around them are written by hand. */
export function writeInto(
  file: string,
  rows: readonly Row[],
  heading: { machine: string; command: string },
  place: Place = SERVER_FIGURES,
): void {
  const text = readFileSync(file, 'utf8')
  const from = text.indexOf(place.from)
  const to = text.indexOf(place.to, from)
  if (from < 0 || to < from) throw new Error(`${file} has lost the marks around its figures`)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const [headings = [], ...lines] = linesOf(rows, true)
  const figures = [
    place.from,
    '',
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}, \`${heading.command}\``,
    '',
    `${heading.machine}.`,
    '',
    line(headings),
    line(headings.map(() => '---')),
    ...lines.map(line),
    '',
  ]
  writeFileSync(file, text.slice(0, from) + figures.join('\n') + text.slice(to))
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
