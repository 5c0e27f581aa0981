/**
 * Reads numbers and strings from bytes nobody vouches for; every step stays inside the bytes.
 *
 * It reads what lib0 writes, exactly as lib0 reads it, and throws `Malformed` where lib0 would throw or
 * read on past the end. Whoever opens a reader catches that in one place.
 */

/** These bytes are not what they say they are; nothing of them is used. */
export class Malformed extends Error {
  override name = 'Malformed'
}

const strictly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class ByteReader {
  at = 0
  private readonly bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  byte(): number {
    const byte = this.bytes[this.at]
    if (byte === undefined) throw new Malformed('cut short')
    this.at += 1
    return byte
  }

  /** A number from 0 up to `max`. */
  uint(max: number): number {
    let value = 0
    let times = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * times
      if (value > max) throw new Malformed('a number out of range')
      if (byte < 128) return value
      times *= 128
      if (times > Number.MAX_SAFE_INTEGER) throw new Malformed('a number too long')
    }
  }

  /** A signed number: the first byte carries six bits and the sign, the others seven. */
  int(): number {
    const first = this.byte()
    const sign = (first & 64) > 0 ? -1 : 1
    let value = first & 63
    let times = 64
    for (let byte = first; byte >= 128; times *= 128) {
      byte = this.byte()
      value += (byte & 127) * times
      if (value > Number.MAX_SAFE_INTEGER || times > Number.MAX_SAFE_INTEGER) {
        throw new Malformed('a number out of range')
      }
    }
    return sign * value
  }

  /** How many things follow, each of at least `least` bytes: never more than the bytes could hold. */
  count(least: number): number {
    const count = this.uint(Number.MAX_SAFE_INTEGER)
    if (count * least > this.left) throw new Malformed('counts more than it holds')
    return count
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new Malformed('cut short')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** A length and as many bytes. */
  block(): Uint8Array {
    return this.take(this.count(1))
  }

  string(): string {
    const length = this.count(1)
    const from = this.at
    this.at += length
    const text = this.bytes.toString('utf8', from, this.at)
    // Buffers put U+FFFD where bytes are not UTF-8; only then is it worth asking which it was.
    if (text.includes('\ufffd')) {
      try {
        return strictly.decode(this.bytes.subarray(from, this.at))
      } catch (cause) {
        throw new Malformed('not UTF-8', { cause })
      }
    }
    return text
  }

  skipString(): void {
    this.take(this.count(1))
  }

  float32(): number {
    this.take(4)
    return this.bytes.readFloatBE(this.at - 4)
  }

  float64(): number {
    this.take(8)
    return this.bytes.readDoubleBE(this.at - 8)
  }

  /** Nothing may follow what was read. */
  end(): void {
    if (this.left > 0) throw new Malformed('bytes left over')
  }
}
