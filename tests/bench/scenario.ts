/** What every scenario is: a name to ask for, and rows of a table it ends in. */
import { median } from './figures.ts'
import type { Options } from './options.ts'
import { type Cores, newDataDir, type Served, type Side, startOurs, startPeer } from './served.ts'

export interface Row {
  what: string
  ours: string
  peer?: string
  /** Ours over the peer's, for rows that compare. */
  ratio?: string
  target?: string
  /** Left out where nothing is promised. */
  reached?: boolean
}

export interface Scenario {
  name: string
  run(options: Options, say: (line: string) => void): Promise<Row[]>
}

/** Runs `measure` on a fresh server of ours, which is gone afterwards. */
export async function onOurs<Figures>(
  options: Options,
  measure: (served: Served) => Promise<Figures>,
  cores?: Cores,
): Promise<Figures> {
  return on(await startOurs(newDataDir(), options.profile, cores), measure)
}

export async function onPeer<Figures>(measure: (served: Served) => Promise<Figures>): Promise<Figures> {
  return on(await startPeer(), measure)
}

async function on<Figures>(served: Served, measure: (served: Served) => Promise<Figures>): Promise<Figures> {
  try {
    return await measure(served)
  } finally {
    await served.stop()
  }
}

export interface Pairs<Figures> {
  ours: Figures[]
  peer: Figures[]
}

/** Measures both in turn, the other one first each time, so that neither always has the quieter moment. */
export async function inPairs<Figures>(
  options: Options,
  measure: Record<Side, (served: Served) => Promise<Figures>>,
  say: (side: Side, figures: Figures) => void,
): Promise<Pairs<Figures>> {
  const pairs: Pairs<Figures> = { ours: [], peer: [] }
  for (let run = 0; run < options.runs; run += 1) {
    const order: Side[] = run % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']
    for (const side of order) {
      if (side === 'peer' && options.alone) continue
      const figures = side === 'ours' ? await onOurs(options, measure.ours) : await onPeer(measure.peer)
      pairs[side].push(figures)
      say(side, figures)
    }
  }
  return pairs
}

export const medianOf = <Figures>(runs: readonly Figures[], read: (figures: Figures) => number): number =>
  median(runs.map(read))

/** Median over the pairs of ours divided by the peer's; NaN where the peer was left out. */
export const ratioOf = <Figures>(
  { ours, peer }: Pairs<Figures>,
  read: (figures: Figures) => number,
): number => median(ours.flatMap((it, run) => (peer[run] === undefined ? [] : [read(it) / read(peer[run])])))
