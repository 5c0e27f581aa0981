/**
 * A participant who means harm, and two people beside them who work.
 *
 * The attack goes on for some seconds. Meanwhile the two go on moving cards; what one does must reach the
 * other. Afterwards everybody has the same board, the server lives and has not grown.
 */
import { spawn } from 'node:child_process'
import type { NewBoardReply } from '../../shared/api.ts'
import { ask, comeIn, type Guest, openBoardOn } from '../support/guests.ts'
import { memoryOf, processorTimeOf, type ServerProcess } from '../support/server-process.ts'
import type { Orders } from './attacker.ts'
import { WatchedPair } from './watched-pair.ts'

export interface AttackFigures {
  /** Milliseconds from one's change to the other's screen, half and nineteen of twenty of them. */
  rest: Times
  under: Times
  grownMb: number
  /** Of one processor, what the server used meanwhile. */
  share: number
  /** What the attacker was told, and how often. */
  answers: Record<string, number>
}

interface Times {
  p50: number
  p95: number
}

/** A board and those who work on it, who are in before anybody attacks. */
export interface Scene {
  board: NewBoardReply
  grace: Guest
  ama: Guest
  ben: Guest
  /** Who comes afterwards; whoever attacked may be asked to wait. */
  zoe: Guest
}

export async function prepareScene(base: string): Promise<Scene> {
  const { board, grace } = await openBoardOn(base, 30)
  const come = (name: string) => comeIn(base, board, 'participant', name)
  return { board, grace, ama: await come('Ama'), ben: await come('Ben'), zoe: await come('Zoe') }
}

export interface AttackOptions {
  server: ServerProcess
  /** The attacker's script. */
  script: string
  /** Names of attacks, all at once. */
  attacks: readonly string[]
  restMs: number
  underMs: number
}

/** Throws where the two or their board came to harm. */
export async function attackAndWatch(
  { board, grace, ama, ben, zoe }: Scene,
  { server, script, attacks, restMs, underMs }: AttackOptions,
): Promise<AttackFigures> {
  const { base } = server
  const pair = new WatchedPair(ama, ben)
  const attacker = new Attacker(script, { attacks, base, board, grace })
  try {
    await pair.open()
    await attacker.ready
    const rest = await pair.measure(restMs)
    const before = memoryOf(server.pid) ?? 0

    const used = processorTimeOf(server.pid) ?? 0
    const began = performance.now()
    attacker.begin()
    const under = await pair.measure(underMs)
    const share = (((processorTimeOf(server.pid) ?? 0) - used) * 1_000) / (performance.now() - began)
    const answers = await attacker.end()

    await pair.mustHaveOneBoard(zoe)
    const { status } = await ask(zoe, 'GET', '')
    if (status >= 500) throw new Error(`afterwards the board answers ${status}`)
    const grownMb = await grownFrom(before, server.pid, 2 * underMs)
    return { rest: timesIn(rest), under: timesIn(under), grownMb, share, answers }
  } finally {
    attacker.kill()
    pair.close()
  }
}

/** Megabytes that stay. What the attack asked for last may be at work for some seconds still: `longestMs`. */
async function grownFrom(before: number, pid: number, longestMs: number): Promise<number> {
  const grown = () => (memoryOf(pid) ?? 0) - before
  for (const by = performance.now() + longestMs; grown() > LITTLE_MB && performance.now() < by; ) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return grown()
}

const LITTLE_MB = 50
const LONGEST_END_MS = 20_000

class Attacker {
  readonly ready: Promise<void>
  private readonly child
  private readonly ended: Promise<number | null>
  private said = ''
  private complaint = ''

  constructor(script: string, orders: Orders) {
    this.child = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: 'pipe' })
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk).slice(-2_000)
    })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    this.ready = new Promise((resolve, reject) => {
      this.child.stdout.on('data', (chunk: Buffer) => {
        this.said += chunk
        if (this.said.startsWith('ready\n')) resolve()
      })
      this.ended.then((code) => reject(new Error(`the attacker ended with ${code}: ${this.complaint}`)))
    })
    this.ready.catch(() => {})
  }

  begin(): void {
    this.child.stdin.write('begin\n')
  }

  async end(): Promise<Record<string, number>> {
    this.child.stdin.end()
    const late = setTimeout(() => this.kill(), LONGEST_END_MS)
    const code = await this.ended
    clearTimeout(late)
    if (code !== 0) throw new Error(`the attacker ended with ${code}: ${this.complaint}`)
    return JSON.parse(this.said.slice('ready\n'.length)) as Record<string, number>
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }
}

function timesIn(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95) }
}
