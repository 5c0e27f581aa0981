/**
 * People on a board of three servers, all of whom come by a load balancer; one server is killed, others are
 * stopped and started again, while people write and somebody calls without pause.
 */
import type { Cluster } from '../support/cluster.ts'
import { ask, comeIn, openBoardOn } from '../support/guests.ts'
import { contentOf } from '../support/rooms.ts'
import { problemWith } from './crash.ts'
import { copyFor, Writer } from './writer.ts'

const PEOPLE = 6
const STATEMENTS = 12
const WRITING_MS = 400
const TICK_MS = 20

export interface BalancedFigures {
  saved: number
  missing: string[]
  /** Calls while servers were replaced, and those of them that were not answered as they should be. */
  calls: number
  failedCalls: string[]
  killedBackMs: number[]
}

export interface BalancedOptions {
  cluster: Cluster
  /** The balancer's. */
  base: string
  chance: () => number
  kills: number
  restarts: number
}

export async function behindBalancer(options: BalancedOptions): Promise<BalancedFigures> {
  const { cluster, base, chance, kills, restarts } = options
  const { nodes } = cluster
  const opened = await openBoardOn(nodes[0]?.base ?? '', STATEMENTS)
  const grace = { ...opened.grace, base }
  const figures: BalancedFigures = { saved: 0, missing: [], calls: 0, failedCalls: [], killedBackMs: [] }
  const writers: Writer[] = []
  for (let at = 0; at < PEOPLE; at += 1) {
    const guest = await comeIn(base, opened.board, 'participant', `Person ${at}`)
    writers.push(new Writer(guest, chance, STATEMENTS))
  }

  const comeBack = () => {
    for (const it of writers) if (!it.isOpen) it.connect(base)
  }
  const write = async (ms: number) => {
    for (const until = performance.now() + ms; performance.now() < until; await pause()) {
      for (const it of writers) if (chance() < 0.3) it.write()
      comeBack()
    }
  }
  const settle = async () => {
    for (const by = Date.now() + 60_000; !writers.every((it) => it.isSettled); await pause()) {
      comeBack()
      if (Date.now() > by) throw new Error(`waited in vain; ${writers.map((it) => it.standing).join('; ')}`)
    }
  }
  /** One who looks and one who changes something, each as soon as the last answer is there. */
  const callUntil = async (isOver: () => boolean) => {
    const call = async (method: string, path: string, body?: unknown) => {
      const { status } = await ask(grace, method, path, body).catch(() => ({ status: 0 }))
      figures.calls += 1
      if (status < 200 || status >= 300) figures.failedCalls.push(`${method} ${path}: ${status}`)
    }
    let areOpen = false
    while (!isOver()) {
      await call('GET', '')
      await call('PATCH', '/doors', { open: !areOpen, from: areOpen })
      areOpen = !areOpen
      await pause()
    }
  }
  const keeperAt = async () => {
    const keeper = await cluster.keeperOf(opened.board.board.id)
    if (!keeper) throw new Error('nobody keeps the board')
    return nodes.indexOf(keeper)
  }

  comeBack()
  await settle()
  await write(WRITING_MS)
  for (let kill = 0; kill < kills; kill += 1) {
    const at = await keeperAt()
    const began = performance.now()
    nodes[at]?.kill('SIGKILL')
    await nodes[at]?.ended
    await write(WRITING_MS)
    await settle()
    figures.killedBackMs.push(Math.round(performance.now() - began))
    await cluster.add(at)
  }
  let isOver = false
  const calling = callUntil(() => isOver)
  for (let restart = 0; restart < restarts; restart += 1) {
    const at = await keeperAt()
    nodes[at]?.kill('SIGTERM')
    await Promise.all([nodes[at]?.ended, write(WRITING_MS)])
    await cluster.add(at)
    await write(WRITING_MS)
    await settle()
  }
  isOver = true
  await calling

  for (const it of writers) it.disconnect()
  const doc = await copyFor(grace)
  for (const { deeds, lies, refusals } of writers) {
    figures.missing.push(...lies, ...refusals.map((it) => `refused with ${it}`))
    for (const deed of deeds) {
      const problem = problemWith(deed, deeds, doc)
      if (problem) figures.missing.push(`${deed.does} ${deed.id} at ${deed.at} ${problem}`)
    }
  }
  await settle()
  const whole = await copyFor(grace)
  const content = JSON.stringify(contentOf(whole))
  const hasAll = (it: Writer) => JSON.stringify(contentOf(it.doc)) === content
  for (const by = Date.now() + 20_000; !writers.every(hasAll) && Date.now() < by; ) await pause()
  for (const it of writers) {
    if (!hasAll(it)) figures.missing.push(`${it.standing}: another board`)
    figures.saved += it.deeds.filter((deed) => deed.saved).length
    it.disconnect()
    it.doc.destroy()
  }
  doc.destroy()
  whole.destroy()
  return figures
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, TICK_MS))
