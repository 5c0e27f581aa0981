/** What was asked for on the command line: which scenarios, how long, how often. */
import { parseArgs } from 'node:util'

export interface Options {
  /** Small and short, to see that everything runs; its figures say nothing. */
  quick: boolean
  /** Names of scenarios, or all. */
  only: readonly string[] | null
  /** Pairs of runs whose median is reported. */
  runs: number
  seconds: number
  warmUpSeconds: number
  /** Writes the figures into docs/benchmarks.md. */
  write: boolean
  /** Folder for CPU profiles of our server. */
  profile: string | undefined
  /** Leaves the peer out. */
  alone: boolean
}

export const USAGE = `npm run bench -- [--quick] [--only moves-100,cold-open] [--runs 3] [--seconds 15]
                 [--alone] [--profile folder] [--write]`

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string' },
      seconds: { type: 'string' },
      write: { type: 'boolean', default: false },
      profile: { type: 'string' },
      alone: { type: 'boolean', default: false },
    },
  })
  const { quick, write, profile, alone, only } = values
  return {
    quick,
    write,
    profile,
    alone,
    only: only ? only.split(',') : null,
    runs: numberOf('runs', values.runs, quick ? 1 : 3, 20),
    seconds: numberOf('seconds', values.seconds, quick ? 3 : 15, 120),
    warmUpSeconds: quick ? 1 : 10,
  }
}

function numberOf(name: string, value: string | undefined, unless: number, most: number): number {
  if (value === undefined) return unless
  const number = Number(value)
  if (!(number >= 1 && number <= most)) throw new Error(`--${name} is a number from 1 to ${most}`)
  return number
}
