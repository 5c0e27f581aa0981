/**
 * The whole of a document for whoever asks: those who come new, snapshots, files.
 *
 * It is encoded once for all who ask between two changes, and a long one in steps, so that nobody's move
 * waits for it. It is given in the very moment in which the document is what is on disk: whoever is given
 * it has missed nothing that was told before, and is told all that comes after.
 */
import type * as Y from 'yjs'
import type { Clock } from '../../shared/clock.ts'
import { wholeFrame } from './frames.ts'
import { WholeEncoding } from './whole-encoding.ts'

export interface Taker {
  /** As one update, and as the frame that answers a copy which has nothing. */
  take(whole: Uint8Array, frame: Uint8Array): void
  /** The room ended before. */
  failed(error: Error): void
}

export class Wholes {
  private readonly takers: Taker[] = []
  private encoding: WholeEncoding | null = null
  private endWait: () => void = () => {}
  private ended: Error | null = null
  private kept: Kept | null

  constructor(
    private readonly clock: Clock,
    private readonly doc: () => Y.Doc,
    /** Runs it as soon as the document is what is on disk. */
    private readonly whenSaved: (run: () => void) => void,
    /** The document as it was saved, where it is still that. */
    saved: Uint8Array | null = null,
  ) {
    this.kept = saved && wholeFrame([saved])
  }

  /** Only while the document is what is on disk; a short one is given at once. */
  give(taker: Taker): void {
    if (this.ended) taker.failed(this.ended)
    else if (this.kept) taker.take(this.kept.whole, this.kept.frame)
    else {
      this.takers.push(taker)
      if (this.encoding) return
      this.encoding = new WholeEncoding(this.doc())
      if (this.hasMore()) this.goOnLater()
      else this.finish()
    }
  }

  /** Somebody waits for it. */
  get isWanted(): boolean {
    return this.takers.length > 0
  }

  /** What is kept is of the past. */
  forget(): void {
    this.kept = null
  }

  end(error: Error): void {
    this.ended = error
    this.endWait()
    this.encoding = null
    for (const taker of this.takers.splice(0)) taker.failed(error)
  }

  private goOnLater(): void {
    this.endWait = this.clock.after(0, () => {
      if (this.hasMore()) this.goOnLater()
      else this.whenSaved(() => this.finish())
    })
  }

  private hasMore(): boolean {
    const doc = this.doc()
    // The board was read or written anew.
    if (this.encoding?.doc !== doc) this.encoding = new WholeEncoding(doc)
    return this.encoding.step()
  }

  private finish(): void {
    if (this.ended || !this.encoding) return
    if (this.encoding.doc !== this.doc() && this.hasMore()) {
      this.goOnLater()
      return
    }
    this.kept = wholeFrame(this.encoding.finish())
    this.encoding = null
    const { whole, frame } = this.kept
    for (const { take } of this.takers.splice(0)) take(whole, frame)
  }
}

interface Kept {
  whole: Uint8Array
  frame: Uint8Array
}
