/**
 * Three real servers over a real Redis, people who write on a board and come in by any of the servers, and
 * what may happen to such a thing.
 *
 * After each fault everybody is cut off, and somebody who has nothing looks at what is there: everything that
 * was called saved must be. Then all come back, and end with the same board. Nobody may ever have been sent
 * away for good.
 */
import { chanceFrom } from '../support/boards.ts'
import { type Cluster, openCluster } from '../support/cluster.ts'
import { ask, comeIn, type Guest, openBoardOn } from '../support/guests.ts'
import { contentOf } from '../support/rooms.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { problemWith } from './crash.ts'
import { copyFor, Writer } from './writer.ts'

const PEOPLE = 9
const STATEMENTS = 12
const LEASE_MS = 5_000
/** From the fault until somebody sees the board again, by the design. */
export const BACK_WITHIN_MS = 10_000
const FILES_KEPT_FOR_MS = 700

export type Fault =
  | 'kill'
  | 'pause'
  | 'stop'
  | 'hop'
  | 'redis-restart'
  | 'redis-away'
  | 'redis-forgets'
  | 'redis-forgets-all-of-the-term'
  | 'other-version'

/** `other-version` only where there is one. */
export const FAULTS: readonly Fault[] = [
  'kill',
  'pause',
  'stop',
  'hop',
  'redis-restart',
  'redis-away',
  'redis-forgets',
  'redis-forgets-all-of-the-term',
]

export interface ClusterFigures {
  faults: number
  saved: number
  /** Until everybody had the board again, by fault. */
  backMs: Partial<Record<Fault, number[]>>
}

export interface ClusterOptions {
  main: string
  /** The server of an earlier version, which each of the nodes is for a while. */
  other?: string | undefined
  seed: number
  faults: readonly Fault[]
  told?: (figures: ClusterFigures) => void
}

export async function breakAndCompare(options: ClusterOptions): Promise<ClusterFigures> {
  const { main, other, seed, faults, told } = options
  const figures: ClusterFigures = { faults: 0, saved: 0, backMs: {} }
  const cluster = await openCluster(main, 3)
  let at: Fault | 'start' = 'start'
  try {
    const crowd = await Crowd.begin(cluster, chanceFrom(seed), other)
    for (const fault of faults) {
      at = fault
      await crowd.write(600)
      const back = await crowd.suffer(fault)
      figures.backMs[fault] = [...(figures.backMs[fault] ?? []), Math.round(back)]
      await crowd.audit()
      figures.faults += 1
      figures.saved = crowd.saved
      told?.(figures)
    }
    crowd.end()
    return figures
  } catch (error) {
    throw new Error(
      `seed ${seed}, ${at}: ${error instanceof Error ? error.message : error}\n${cluster.nodes.map((it) => it.said().slice(-1500)).join('\n')}`,
      { cause: error },
    )
  } finally {
    await cluster.remove()
  }
}

class Crowd {
  private constructor(
    private readonly cluster: Cluster,
    private readonly grace: Guest,
    private readonly writers: readonly Writer[],
    private readonly chance: () => number,
    private readonly other: string | undefined,
  ) {}

  static async begin(cluster: Cluster, chance: () => number, other?: string): Promise<Crowd> {
    const { board, grace } = await openBoardOn(cluster.nodes[0]?.base ?? '', STATEMENTS)
    const guests: Guest[] = []
    for (let at = 0; at < PEOPLE; at += 1) {
      const { base } = cluster.nodes[at % cluster.nodes.length] ?? grace
      guests.push(await comeIn(base, board, 'participant', `Person ${at}`))
    }
    const crowd = new Crowd(
      cluster,
      grace,
      guests.map((it) => new Writer(it, chance, STATEMENTS)),
      chance,
      other,
    )
    await crowd.settle()
    return crowd
  }

  get saved(): number {
    return this.writers.reduce((sum, it) => sum + it.deeds.filter((deed) => deed.saved).length, 0)
  }

  /** Any of the servers, as a load balancer would have it. */
  private get anyBase(): string {
    const { nodes } = this.cluster
    return nodes[Math.floor(this.chance() * nodes.length)]?.base ?? ''
  }

  private comeBack(): void {
    for (const it of this.writers) if (!it.isOpen) it.connect(this.anyBase)
  }

  async write(ms: number, isSo: () => boolean = () => false): Promise<void> {
    for (const until = performance.now() + ms; performance.now() < until && !isSo(); await pause(20)) {
      for (const it of this.writers) if (this.chance() < 0.3) it.write()
      this.comeBack()
    }
  }

  /** Milliseconds from the fault until everybody has the board again, all of theirs saved. */
  async suffer(fault: Fault): Promise<number> {
    const { redis, nodes } = this.cluster
    const keeper = await this.cluster.keeperOf(this.grace.board)
    if (!keeper) throw new Error('nobody keeps the board')
    const at = nodes.indexOf(keeper)
    const began = performance.now()
    switch (fault) {
      case 'kill':
        keeper.kill('SIGKILL')
        // Until everybody has noticed, it looks as if nothing had happened.
        await Promise.all([keeper.ended, this.write(300)])
        break
      case 'pause':
        keeper.kill('SIGSTOP')
        // Whoever is at a server that hangs is cut off by the load balancer, which asks whether it is ready.
        for (const it of this.writers) it.disconnect()
        nodes.splice(at, 1)
        break
      case 'stop':
        keeper.kill('SIGTERM')
        await Promise.all([keeper.ended, this.write(1_500)])
        break
      case 'hop':
        for (let hops = 0; hops < 20; hops += 1) {
          const it = this.writers[Math.floor(this.chance() * this.writers.length)]
          it?.disconnect()
          await this.write(30)
        }
        break
      case 'redis-restart':
        await redis.kill('SIGKILL')
        await this.write(300)
        await redis.start()
        break
      case 'redis-away':
        redis.pause()
        await this.write(4_000)
        redis.resume()
        break
      case 'redis-forgets':
        redis.keepFiles()
        await this.write(FILES_KEPT_FOR_MS)
        await redis.kill('SIGKILL')
        redis.forgetSince()
        await redis.start()
        break
      case 'redis-forgets-all-of-the-term':
        // The replica that takes over has not even heard who keeps the board.
        keeper.kill('SIGKILL')
        await keeper.ended
        redis.keepFiles()
        await this.settle()
        await this.write(FILES_KEPT_FOR_MS)
        await redis.kill('SIGKILL')
        redis.forgetSince()
        await redis.start()
        break
      case 'other-version':
        await this.roll(this.other)
        await this.roll()
    }
    await this.settle()
    const back = performance.now() - began
    if (fault === 'pause') {
      keeper.kill('SIGCONT')
      nodes.splice(at, 0, keeper)
      await this.write(LEASE_MS / 4)
    }
    if (['kill', 'stop', 'redis-forgets-all-of-the-term'].includes(fault)) {
      await keeper.ended
      await this.cluster.add(at)
    }
    return back
  }

  /** Each server in turn is replaced by one of that version, while people write, hop about and call. */
  private async roll(main?: string): Promise<void> {
    const { nodes } = this.cluster
    for (let at = 0; at < nodes.length; at += 1) {
      const [old] = nodes.splice(at, 1) as [ServerProcess]
      old.kill('SIGTERM')
      await Promise.all([old.ended, this.write(1_500), this.call()])
      nodes.splice(at, 0, old)
      await this.cluster.add(at, main)
      for (let hops = 0; hops < 6; hops += 1) {
        this.writers[Math.floor(this.chance() * this.writers.length)]?.disconnect()
        await Promise.all([this.write(50), this.call()])
      }
    }
  }

  /** Whoever calls a server that is there gets what they ask for, whichever of them has the board. */
  private async call(): Promise<void> {
    for (const { base } of this.cluster.nodes) {
      const { status, body } = await ask({ ...this.grace, base }, 'GET', '')
      if (status !== 200) throw new Error(`${base} answers ${status} ${JSON.stringify(body)}`)
    }
  }

  /** Everybody is there, and all that they made is saved. */
  private async settle(): Promise<void> {
    await until(
      () => {
        this.comeBack()
        return this.writers.every((it) => it.isSettled)
      },
      () => `everything is saved; ${this.writers.map((it) => it.standing).join('; ')}`,
    )
  }

  async audit(): Promise<void> {
    await this.write(100)
    for (const it of this.writers) it.disconnect()
    const doc = await copyFor({ ...this.grace, base: this.anyBase })
    const missing: string[] = []
    for (const { deeds, lies, refusals } of this.writers) {
      missing.push(...lies, ...refusals.map((it) => `refused with ${it}`))
      for (const deed of deeds) {
        const problem = problemWith(deed, deeds, doc)
        if (problem) missing.push(`${deed.does} ${deed.id} at ${deed.at} ${problem}`)
      }
    }
    doc.destroy()
    if (missing.length > 0) throw new Error(`${missing.slice(0, 5).join('; ')} (${missing.length})`)
    await this.settle()
    await this.mustBeEqual()
    await this.call()
  }

  private async mustBeEqual(): Promise<void> {
    const doc = await copyFor({ ...this.grace, base: this.anyBase })
    const content = JSON.stringify(contentOf(doc))
    doc.destroy()
    await until(
      () => this.writers.every((it) => JSON.stringify(contentOf(it.doc)) === content),
      () => 'everybody has the same board',
    )
  }

  end(): void {
    for (const it of this.writers) {
      it.disconnect()
      it.doc.destroy()
    }
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function until(isSo: () => boolean, what: () => string): Promise<void> {
  for (const by = Date.now() + 60_000; !isSo(); await pause(20)) {
    if (Date.now() > by) throw new Error(`waited in vain until ${what()}`)
  }
}
