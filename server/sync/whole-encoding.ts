/**
 * A whole document as one update, encoded in steps between which others have their turn.
 *
 * What a step wrote is what stood there then. What came since is written at the end, with a list of all that
 * is deleted by then: the update is the document as it is at the end, whatever was changed meanwhile.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What takes a busy machine a few milliseconds. */
const STRUCTS_AT_ONCE = 1_000
const BYTES_AT_ONCE = 192 * 1024

/** What a client wrote, as far as it is encoded: `clock` comes next. */
interface Part {
  clock: number
  structs: number
  readonly encoder: Y.UpdateEncoderV1
}

export class WholeEncoding {
  private readonly parts = new Map<number, Part>()

  constructor(readonly doc: Y.Doc) {}

  /** Encodes some of what is left; gives back whether there is more. */
  step(structsAtOnce = STRUCTS_AT_ONCE): boolean {
    let [structsLeft, bytesLeft] = [structsAtOnce, BYTES_AT_ONCE]
    for (const [client, structs] of this.doc.store.clients) {
      const part = this.partOf(client)
      if (part.clock >= Y.getState(this.doc.store, client)) continue
      const { encoder } = part
      const before = encoding.length(encoder.restEncoder)
      // Since the last step neighbours may have become one: the place is looked for by its clock.
      for (let at = Y.findIndexSS(structs, part.clock); at < structs.length; at += 1) {
        if (structsLeft === 0 || encoding.length(encoder.restEncoder) - before > bytesLeft) return true
        const struct = structs[at] as Y.Item | Y.GC
        struct.write(encoder, part.clock - struct.id.clock)
        part.clock = struct.id.clock + struct.length
        part.structs += 1
        structsLeft -= 1
      }
      bytesLeft -= encoding.length(encoder.restEncoder) - before
    }
    return false
  }

  /** The document as it is now, in pieces one behind the other. Quick, where `step` has said that there is no more. */
  finish(): Uint8Array[] {
    while (this.step(Number.POSITIVE_INFINITY));
    const pieces = [numbers(this.parts.size)]
    // In the order in which Yjs itself has them: copies are put together fastest by it.
    for (const [client, part] of [...this.parts].sort(([a], [b]) => b - a)) {
      pieces.push(numbers(part.structs, client, 0), part.encoder.toUint8Array())
    }
    pieces.push(deletesOf(this.doc))
    return pieces
  }

  private partOf(client: number): Part {
    const known = this.parts.get(client)
    if (known) return known
    const part = { clock: 0, structs: 0, encoder: new Y.UpdateEncoderV1() }
    this.parts.set(client, part)
    return part
  }
}

const numbers = (...values: number[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const value of values) encoding.writeVarUint(encoder, value)
  return encoding.toUint8Array(encoder)
}

/** Of an update for a copy that has everything, nothing but the deletes behind a count of no clients. */
const deletesOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)).subarray(1)
