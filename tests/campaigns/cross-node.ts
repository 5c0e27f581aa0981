/**
 * How long a change takes from a page at one of three servers to a page at another.
 */
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { Cluster } from '../support/cluster.ts'
import { comeIn, openBoardOn } from '../support/guests.ts'
import { Writer } from './writer.ts'

const STATEMENTS = 100
const TICK_MS = 20

export interface CrossNodeFigures {
  people: number
  movesPerSecond: number
  heard: number
  p50: number
  p99: number
}

/** `people` are spread over the servers; together they move statements so many times a second. */
export async function measureCrossNode(
  cluster: Cluster,
  people: number,
  movesPerSecond: number,
  forMs: number,
): Promise<CrossNodeFigures> {
  const bases = cluster.nodes.map((it) => it.base)
  const { board } = await openBoardOn(bases[0] ?? '', STATEMENTS)
  const writers: Writer[] = []
  for (let at = 0; at < people; at += 1) {
    const base = bases[at % bases.length] ?? ''
    const writer = new Writer(await comeIn(base, board, 'participant', `Person ${at}`), Math.random, 0)
    writer.connect(base)
    writers.push(writer)
  }
  while (!writers.every((it) => it.isSettled)) await pause(TICK_MS)

  const sent = new Map<string, { at: number; node: number }>()
  const times: number[] = []
  writers.slice(0, bases.length).forEach((reader, node) => {
    const { placements } = rootsOf(reader.doc)
    placements.observe(({ keysChanged }) => {
      for (const key of keysChanged) {
        const move = sent.get((placements.get(key) as { order: string }).order)
        if (move && move.node !== node) times.push(performance.now() - move.at)
      }
    })
  })

  let made = 0
  const began = performance.now()
  for (let now = began; now < began + forMs; now = performance.now()) {
    for (; made < ((now - began) * movesPerSecond) / 1_000; made += 1) {
      const who = made % people
      const order = `a${made}V`
      sent.set(order, { at: performance.now(), node: who % bases.length })
      const { placements } = rootsOf((writers[who] as Writer).doc)
      placements.set(`F${1 + (made % STATEMENTS)}`, { column: 'due-regard', order })
    }
    await pause(TICK_MS)
  }
  // Those on their way belong to it.
  for (let last = -1; last < times.length; await pause(500)) last = times.length

  for (const it of writers) {
    it.disconnect()
    it.doc.destroy()
  }
  times.sort((a, b) => a - b)
  const share = (part: number) => Math.round((times[Math.floor(times.length * part)] ?? 0) * 10) / 10
  return { people, movesPerSecond, heard: times.length, p50: share(0.5), p99: share(0.99) }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
