/**
 * Virtual time: everything that happens in a simulated world, one thing after the other.
 *
 * A task runs, every promise it set going goes on as far as it can, and only then does the next task run.
 * Each belongs to somebody (a server process, a page, the network), and so does whatever it sets going;
 * what belongs to somebody who has died never runs.
 */
import { turnOfTheLoop } from './time-and-chance.ts'

export class Owner {
  isAlive = true
  constructor(readonly name: string) {}
}

interface Task {
  at: number
  order: number
  owner: Owner
  run: (() => void) | null
}

export class Scheduler {
  /** Milliseconds since the world began. */
  now = 0
  /** How many tasks have run. */
  count = 0
  /** Whose task is running. */
  owner: Owner
  /** Two runs of one seed end with the same number. */
  fingerprint = 0
  private readonly heap: Task[] = []
  private order = 0
  private stopped: Error | null = null

  constructor(readonly nature = new Owner('nature')) {
    this.owner = nature
  }

  after(delay: number, run: () => void, owner: Owner = this.owner): () => void {
    this.order += 1
    const task: Task = { at: this.now + Math.max(0, delay), order: this.order, owner, run }
    this.push(task)
    return () => {
      task.run = null
    }
  }

  /** Resolves after so long, in the life of whoever asks; never, where that ends before. */
  wait(delay: number, owner: Owner = this.owner): Promise<void> {
    return new Promise((resolve) => {
      this.after(delay, resolve, owner)
    })
  }

  /** Sets something going as somebody else's. */
  soon(owner: Owner, run: () => void): void {
    this.after(0, run, owner)
  }

  /** Ends the run: the world is not as it must be. */
  stop(because: Error): void {
    this.stopped ??= because
  }

  /** Lets things happen until something is so, or until a moment. */
  async run(until: () => boolean, latest: number): Promise<boolean> {
    await turnOfTheLoop()
    for (;;) {
      if (this.stopped) throw this.stopped
      if (until()) return true
      const task = this.pop(latest)
      if (!task) {
        this.now = latest
        return until()
      }
      this.now = Math.max(this.now, task.at)
      this.owner = task.owner
      this.count += 1
      this.fingerprint = (Math.imul(this.fingerprint, 31) + Math.floor(this.now * 1024) + task.order) | 0
      task.run?.()
      await turnOfTheLoop()
      this.owner = this.nature
    }
  }

  private pop(latest: number): Task | null {
    for (;;) {
      const first = this.heap[0]
      if (!first || first.at > latest) return null
      const last = this.heap.pop() as Task
      if (this.heap.length > 0) {
        this.heap[0] = last
        this.sink()
      }
      if (first.run && first.owner.isAlive) return first
    }
  }

  private push(task: Task): void {
    const { heap } = this
    let at = heap.push(task) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(task, heap[parent] as Task)) break
      heap[at] = heap[parent] as Task
      at = parent
    }
    heap[at] = task
  }

  private sink(): void {
    const { heap } = this
    const task = heap[0] as Task
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Task, heap[child] as Task)) child += 1
      if (!isBefore(heap[child] as Task, task)) break
      heap[at] = heap[child] as Task
      at = child
    }
    heap[at] = task
  }
}

const isBefore = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order)
