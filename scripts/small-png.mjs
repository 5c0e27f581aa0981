/**
 * A screenshot in a third of its bytes: as indices into a palette of 256 of its colours.
 *
 * The page's own colours are among them; what is left over are the edges of letters and shadows, which take
 * the nearest. Reads what Chromium writes: eight bits a channel, with or without alpha, not interlaced.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const MOST = 256

export function smallPng(png) {
  const { width, height, rgb } = pixelsOf(png)
  const palette = paletteOf(rgb)
  const nearest = nearestIn(palette)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = nearest(rgb[y * width + x])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pixelsOf(png) {
  const packed = []
  let header = Buffer.alloc(13)
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = data
    if (type === 'IDAT') packed.push(data)
    at += length + 12
  }
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const depth = { 2: 3, 6: 4 }[header[9]]
  if (header[8] !== 8 || depth === undefined || header[12] !== 0)
    throw new Error('not a screenshot of Chromium')
  const bytes = unfiltered(inflateSync(Buffer.concat(packed)), width * depth, height, depth)
  const rgb = Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * depth, 3))
  return { width, height, rgb }
}

/** Each row says by its first byte what its bytes are differences from. */
function unfiltered(rows, stride, height, depth) {
  const bytes = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const left = x >= depth ? bytes[y * stride + x - depth] : 0
      const up = y > 0 ? bytes[(y - 1) * stride + x] : 0
      const corner = x >= depth && y > 0 ? bytes[(y - 1) * stride + x - depth] : 0
      const from = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      bytes[y * stride + x] = rows[y * (stride + 1) + 1 + x] + from
    }
  }
  return bytes
}

function paeth(left, up, corner) {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((it) => Math.abs(guess - it))
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/**
 * Half of them by how often they are there, the rest by how far they are from all the others as well: a
 * word in green is few pixels, and must not turn grey.
 */
function paletteOf(rgb) {
  const times = new Map()
  for (const colour of rgb) times.set(colour, (times.get(colour) ?? 0) + 1)
  const left = [...times.entries()]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([colour, count]) => ({ colour, count, distance: Number.POSITIVE_INFINITY }))
  const palette = []
  const take = (at) => {
    const [{ colour }] = left.splice(at, 1)
    palette.push(colour)
    for (const it of left) it.distance = Math.min(it.distance, distance(colour, it.colour))
  }
  while (left.length > 0 && palette.length < MOST / 2) take(0)
  while (left.length > 0 && palette.length < MOST) {
    const worth = left.map((it) => it.distance * Math.sqrt(it.count))
    take(worth.indexOf(Math.max(...worth)))
  }
  return palette
}

function nearestIn(palette) {
  const found = new Map(palette.map((colour, at) => [colour, at]))
  return (colour) => {
    const known = found.get(colour)
    if (known !== undefined) return known
    const distances = palette.map((it) => distance(it, colour))
    const nearest = distances.indexOf(Math.min(...distances))
    found.set(colour, nearest)
    return nearest
  }
}

function distance(a, b) {
  return (
    ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2
  )
}
const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
