/** What a command of `due-regard` is given, and what it makes of it. */
import type { Clock } from '../../shared/clock.ts'
import type { Config } from '../config.ts'

export interface Tools {
  config: Config
  clock: Clock
  /** To the person at the keyboard. */
  say(line: string): void
}

export interface Command {
  /** What stands behind its name. */
  args: string
  /** What it is for, in a line. */
  line: string
  /** Answers the exit code. Throws `Misused` where what stands behind its name does not fit. */
  run(args: readonly string[], tools: Tools): Promise<number>
}

export const DONE = 0

/** Its message is the whole explanation. */
export class Misused extends Error {
  override name = 'Misused'
}

/** The one thing that has to be named. */
export function onlyOne(args: readonly string[], what: string): string {
  const [first, ...more] = args
  if (first === undefined || first.startsWith('-') || more.length > 0) throw new Misused(`Name ${what}.`)
  return first
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`

/** Keeps what a store says, for a command to say it in its own words. */
export function keptLog() {
  const lines: { facts: object; says: string }[] = []
  const keep = (facts: object, says: string) => {
    lines.push({ facts, says })
  }
  return { lines, info: () => {}, warn: () => {}, error: keep }
}
