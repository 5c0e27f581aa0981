/** The figures as a table to read: on the screen, and in docs/benchmarks.md between two marks. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Row } from './scenario.ts'

const HEADINGS = ['what', 'ours', 'peer', 'ratio', 'target', ''] as const
const MARKS = { from: '<!-- figures: written by npm run bench -- --write -->', to: '<!-- end of figures -->' }

const cellsOf = (row: Row, judged: boolean): string[] => [
  row.what,
  row.ours,
  row.peer ?? '',
  row.ratio ?? '',
  row.target ?? '',
  row.reached === undefined ? '' : judged ? (row.reached ? 'reached' : 'not reached') : 'smoke run',
]

export function plainTable(rows: readonly Row[], judged: boolean): string {
  const lines = [[...HEADINGS], ...rows.map((it) => cellsOf(it, judged))]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
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
): void {
  const text = readFileSync(file, 'utf8')
  const from = text.indexOf(MARKS.from)
  const to = text.indexOf(MARKS.to)
  if (from < 0 || to < from) throw new Error(`${file} has lost the marks around its figures`)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const figures = [
    MARKS.from,
    '',
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}, \`${heading.command}\``,
    '',
    `${heading.machine}.`,
    '',
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...rows.map((it) => line(cellsOf(it, true))),
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
