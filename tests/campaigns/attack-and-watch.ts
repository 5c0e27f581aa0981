/**
 * A participant who means harm, and two people beside them who work.
 *
 * The attack goes on for some seconds. Meanwhile the two go on moving cards; what one does must reach the
 * other, soon. Afterwards the board is what the two made of it, the server lives and has not grown.
 */
import { spawn } from 'node:child_process'
import { ask, comeIn, openBoardOn } from '../support/guests.ts'
import { memoryOf, type ServerProcess } from '../support/server-process.ts'
import type { Attack } from './attack.ts'
import type { Orders } from './attacker.ts'
import { WatchedPair } from './watched-pair.ts'

export interface AttackFigures {
  name: string
  /** Milliseconds from one's change to the other's screen, nineteen of twenty: at rest and under attack. */
  restP95: number
  attackP95: number
  grownMb: number
}

export interface AttackOptions {
  server: ServerProcess
  /** The attacker's script. */
  script: string
  attack: Attack
  forMs: number
}

/** One attack on a board of its own; throws where somebody else had to suffer for it. */
export async function attackAndWatch({
  server,
  script,
  attack,
  forMs,
}: AttackOptions): Promise<AttackFigures> {
  const { base } = server
  const { board, grace } = await openBoardOn(base, 30)
  const come = (name: string) => comeIn(base, board, 'participant', name)
  const [eve, ama, ben] = [await come('Eve'), await come('Ama'), await come('Ben')]
  const pair = new WatchedPair(ama, ben)
  let attacker: Attacker | null = null
  try {
    await pair.open()
    const rest = await pair.measure(forMs)
    const before = memoryOf(server.pid) ?? 0

    attacker = new Attacker(script, { attack: attack.name, base, board, eve, grace })
    const under = await pair.measure(forMs)
    await attacker.end()

    const grownMb = (memoryOf(server.pid) ?? 0) - before
    await pair.mustHaveOneBoard(grace)
    const { status } = await ask(grace, 'GET', '')
    if (status >= 500) throw new Error(`afterwards the board answers ${status}`)
    return { name: attack.name, restP95: p95(rest), attackP95: p95(under), grownMb }
  } catch (error) {
    throw new Error(`${attack.name}: ${error instanceof Error ? error.message : error}`, { cause: error })
  } finally {
    await attacker?.end().catch(() => {})
    pair.close()
  }
}

const LONGEST_END_MS = 20_000

class Attacker {
  private readonly child
  private readonly ended: Promise<number | null>
  private said = ''

  constructor(script: string, orders: Orders) {
    this.child = spawn(process.execPath, [script, JSON.stringify(orders)], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk).slice(-2_000)
    })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
  }

  async end(): Promise<void> {
    this.child.stdin.end()
    const late = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_END_MS)
    const code = await this.ended
    clearTimeout(late)
    if (code !== 0) throw new Error(`the attacker ended with ${code}: ${this.said}`)
  }
}

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
