/**
 * Two people who work on a board, and how long it takes from one's change to the other's screen.
 */
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { Guest } from '../support/guests.ts'
import { contentOf } from '../support/rooms.ts'
import { copyFor, Writer } from './writer.ts'

const EVERY_MS = 50

export class WatchedPair {
  private readonly writer: Writer
  private readonly reader: Writer
  private made = 0

  constructor(
    ama: Guest,
    private readonly ben: Guest,
  ) {
    this.writer = new Writer(ama, Math.random, 0)
    this.reader = new Writer(ben, Math.random, 0)
  }

  async open(): Promise<void> {
    const { base } = this.ben
    await until(() => {
      for (const it of [this.writer, this.reader]) if (!it.isOpen) it.connect(base)
      return this.writer.isSettled && this.reader.isSettled
    }, 'both are in')
  }

  /** Milliseconds of each change; a change that does not arrive within ten seconds is a failure. */
  async measure(forMs: number): Promise<number[]> {
    const times: number[] = []
    for (const end = performance.now() + forMs; performance.now() < end; ) {
      times.push(await this.oneChange())
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    return times
  }

  private oneChange(): Promise<number> {
    this.made += 1
    const order = `a${this.made}V`
    const { placements } = rootsOf(this.reader.doc)
    const began = performance.now()
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        placements.unobserve(look)
        const closes = [...this.writer.refusals, ...this.reader.refusals].join() || 'none'
        reject(new Error(`a change did not arrive within ten seconds; closes: ${closes}`))
      }, 10_000)
      const look = () => {
        if ((placements.get('F1') as { order?: string } | undefined)?.order !== order) return
        placements.unobserve(look)
        clearTimeout(late)
        resolve(performance.now() - began)
      }
      placements.observe(look)
      rootsOf(this.writer.doc).placements.set('F1', { column: 'due-regard', order })
    })
  }

  /** Both have what somebody who comes now is given. */
  async mustHaveOneBoard(stranger: Guest): Promise<void> {
    let last = ''
    await until(async () => {
      const doc = await copyFor(stranger)
      last = JSON.stringify(contentOf(doc))
      doc.destroy()
      return [this.writer, this.reader].every((it) => JSON.stringify(contentOf(it.doc)) === last)
    }, 'both have the board as it is')
  }

  close(): void {
    for (const it of [this.writer, this.reader]) {
      it.disconnect()
      it.doc.destroy()
    }
  }
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const by = Date.now() + 20_000; !(await isSo()); ) {
    if (Date.now() > by) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
