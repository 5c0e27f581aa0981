/**
 * Measures the client in a real browser and prints what it found; it judges, and never fails because a
 * figure is not reached.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { median, percentile, short } from '../figures.ts'
import { makeBoard } from '../load/boards.ts'
import { machineLine, type Place, plainTable, writeInto } from '../report.ts'
import type { Row } from '../scenario.ts'
import { newDataDir, type Served, startOurs } from '../served.ts'
import { type Hands, type HandsLoad, measureHands } from './measure-hands.ts'
import { measureScripts } from './measure-scripts.ts'
import { measureWork } from './measure-work.ts'

const CLIENT_FIGURES: Place = {
  from: '<!-- client figures: written by npm run bench:client -- --write -->',
  to: '<!-- end of client figures -->',
}
const SIZES = [290, 2_000]

/** Section 8 of the design. */
const TARGET = { frameMs: 50, dragStartMs: 150, nextFrame: 0.95, scriptBytes: 170_000 }

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      runs: { type: 'string' },
      slowdown: { type: 'string', default: '4' },
      profile: { type: 'string' },
      only: { type: 'string' },
    },
  })
  const { quick, write, profile, only } = values
  const wants = (part: string) => only === undefined || only.split(',').includes(part)
  if (profile) mkdirSync(profile, { recursive: true })
  const runs = Number(values.runs ?? (quick ? 1 : 3))
  const load = {
    movesPerSecond: 50,
    slowdown: Number(values.slowdown),
    dragSeconds: quick ? 3 : 12,
    scrollSeconds: quick ? 2 : 6,
    times: quick ? 5 : 25,
  }
  const fileOf = (statements: number) =>
    profile ? { profile: resolve(profile, `carrying-${statements}.cpuprofile`) } : {}
  const machine = machineLine()
  console.log(`${machine}\n`)

  const rows: Row[] = []
  const served = await startOurs(newDataDir())
  try {
    if (wants('scripts')) rows.push(...(await scriptRows(served)))
    for (const statements of SIZES)
      if (wants('work')) rows.push(await workRow(served, statements, quick ? 2 : 5))
    for (const statements of wants('hands') ? SIZES : [])
      rows.push(...(await handRows(served, { ...load, ...fileOf(statements), statements }, runs)))
  } finally {
    await served.stop()
  }
  console.log(`\n${plainTable(rows, !quick)}`)
  if (write) {
    const command = [
      'npm run bench:client',
      ...(process.argv.length > 2 ? ['--'] : []),
      ...process.argv.slice(2),
    ].join(' ')
    const page = join(process.env.BENCH_ROOT ?? '.', 'docs/benchmarks.md')
    writeInto(page, rows, { machine, command }, CLIENT_FIGURES)
  }
}

async function scriptRows({ port }: Served): Promise<Row[]> {
  const { toTheDoor, toTheBoard } = await measureScripts(await makeBoard(port, 290))
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  console.log(`  scripts: ${kB(toTheDoor)} to the door, ${kB(toTheBoard)} to the board`)
  const what = 'first visit, gzip JavaScript until'
  const target = `≤ ${TARGET.scriptBytes / 1000} kB`
  const reached = (bytes: number) => bytes <= TARGET.scriptBytes
  return [
    { what: `${what} one’s name can be typed`, ours: kB(toTheDoor), target, reached: reached(toTheDoor) },
    { what: `${what} the board is there`, ours: kB(toTheBoard), target, reached: reached(toTheBoard) },
  ]
}

async function workRow({ port }: Served, statements: number, times: number): Promise<Row> {
  const work = await measureWork(await makeBoard(port, statements), times)
  const { takeCard, pointerMove, keyMove, wheelTurn, movedByOther, open, elements } = work
  const of = [takeCard, pointerMove, keyMove, wheelTurn, movedByOther, open].map(short).join(' · ')
  console.log(`  ${statements} statements: ${of} ms of work, ${elements} elements`)
  const where = `${statements.toLocaleString('en-GB')} statements`
  const what =
    'the page’s own work, taking a card · pointer move · key move · turn of the wheel · move of another · opening'
  return { what: `${where}: ${what}`, ours: `${of} ms` }
}

async function handRows(served: Served, load: HandsLoad, runs: number): Promise<Row[]> {
  const all: Hands[] = []
  for (let run = 0; run < runs; run++) {
    const hands = await measureHands(await makeBoard(served.port, load.statements), load)
    all.push(hands)
    console.log(
      `  ${load.statements} statements: frames p95 ${short(p95(hands.frames))} of ${hands.frames.length}, ` +
        `scrolling ${short(p95(hands.scrolled))}, ` +
        `drag start p95 ${short(p95(hands.dragStarts))}, opened ${short(hands.openedMs)}, key p95 ${short(p95(keyTimes(hands)))}, ` +
        `${short(hands.remotePerSecond)} remote moves/s`,
    )
  }
  const of = (read: (hands: Hands) => number) => median(all.map(read))
  const frame = of(({ frames }) => p95(frames))
  const start = of(({ dragStarts }) => p95(dragStarts))
  const next = of(({ keys }) => keys.filter((it) => it.framesBetween === 0).length / keys.length)
  const where = `${load.statements.toLocaleString('en-GB')} statements`
  return [
    {
      what: `${where}: frame while dragging, p95`,
      ours: `${short(frame)} ms`,
      target: `≤ ${TARGET.frameMs} ms`,
      reached: frame <= TARGET.frameMs,
    },
    { what: `${where}: frame while scrolling, p95`, ours: `${short(of((it) => p95(it.scrolled)))} ms` },
    {
      what: `${where}: drag start, press to card in the hand, p95`,
      ours: `${short(start)} ms`,
      target: `≤ ${TARGET.dragStartMs} ms`,
      reached: start <= TARGET.dragStartMs,
    },
    {
      what: `${where}: key moves that are drawn in the very next frame`,
      ours: `${Math.round(next * 100)} %`,
      target: 'the next frame',
      reached: next >= TARGET.nextFrame,
    },
    {
      what: `${where}: opened again, to the first card`,
      ours: `${short(of(({ openedMs }) => openedMs))} ms`,
    },
    {
      what: `${where}: key press to picture, p50 · p95`,
      ours: `${short(of((it) => percentile(keyTimes(it), 0.5)))} · ${short(of((it) => p95(keyTimes(it))))} ms`,
    },
  ]
}

const p95 = (values: readonly number[]) => percentile(values, 0.95)
const keyTimes = ({ keys }: Hands) => keys.map((it) => it.ms)

await main()
