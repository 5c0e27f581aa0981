/** Frames that cost little to send and much to answer, or that there are too many of. */
import { deflateRawSync } from 'node:zlib'
import * as encoding from 'lib0/encoding'
import { FRAME, SYNC } from '../../../shared/wire.ts'
import { frameBytes, OPCODE } from '../../support/raw-link.ts'
import { awarenessFrameOf, syncFrameOf } from '../../support/rooms.ts'
import { attacks, flood, frame, repeated } from './stage.ts'

const QUERY = repeated(frame(Uint8Array.of(FRAME.queryAwareness)), 200)
const STEP1 = repeated(frame(syncFrameOf(SYNC.step1, Uint8Array.of(0))), 100)
const PINGS = repeated(frameBytes({ opcode: OPCODE.ping, payload: new Uint8Array(100) }), 500)

const stateVectorOf = (entries: number, from: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries)
  for (let at = 0; at < entries; at += 1) {
    encoding.writeVarUint(encoder, from + at * 77)
    encoding.writeVarUint(encoder, 1)
  }
  return encoding.toUint8Array(encoder)
}

const hold = (statement: string) => ({
  hold: { statement, over: 'due-regard', slot: 0, x: 0.5, y: 0.5 },
})

export const FLOODS = attacks({
  'asks who is here, without end': (stage) => flood(stage, () => QUERY),
  'asks who is here and reads no answer': (stage) => flood(stage, () => QUERY, { isReading: false }),
  'asks for the board, without end': (stage) => flood(stage, () => STEP1),
  'asks for the board and reads no answer': (stage) => flood(stage, () => STEP1, { isReading: false }),
  'says to have ten thousand clients, others each time': (stage) => {
    let from = 1
    return flood(stage, () => {
      from += 1
      return frame(syncFrameOf(SYNC.step1, stateVectorOf(10_000, from)))
    })
  },
  'says where they look, thousands of times a second': (stage) => {
    const said = ['F1', 'F2', null].map((looking, at) =>
      frame(awarenessFrameOf([{ client: 77, clock: at + 1, state: { looking } }])),
    )
    return flood(stage, () => Buffer.concat(said))
  },
  'holds one card after the other': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      return frame(awarenessFrameOf([{ client: 78, clock: at, state: hold(`F${1 + (at % 290)}`) }]))
    })
  },
  'speaks for nine hundred others': (stage) => {
    const entries = Array.from({ length: 900 }, (_, at) => ({
      client: 1_000 + at,
      clock: 1,
      state: hold('F1'),
    }))
    const bytes = frame(awarenessFrameOf(entries))
    return flood(stage, () => bytes)
  },
  'pings without end': (stage) => flood(stage, () => PINGS),
  'pings and reads no answer': (stage) => flood(stage, () => PINGS, { isReading: false }),
  'sends messages in hundreds of pieces': (stage) => {
    const pieces = [
      frameBytes({ isLast: false, payload: Uint8Array.of(FRAME.queryAwareness) }),
      ...Array.from({ length: 200 }, () => frameBytes({ opcode: OPCODE.more, isLast: false })),
      frameBytes({ opcode: OPCODE.more }),
    ]
    const bytes = Buffer.concat(pieces)
    return flood(stage, () => bytes)
  },
  'never ends a message, and sends it a letter at a time': (stage) => {
    const begins = frameBytes({ isLast: false, payload: Uint8Array.of(FRAME.sync) })
    const more = repeated(frameBytes({ opcode: OPCODE.more, isLast: false, payload: Uint8Array.of(2) }), 100)
    let hasBegun = false
    return flood(stage, () => {
      const bytes = hasBegun ? more : begins
      hasBegun = !hasBegun
      return bytes
    })
  },
  'sends what would unpack to a hundred megabytes': (stage) => {
    const payload = deflateRawSync(new Uint8Array(100 * 1024 * 1024))
    const bytes = frameBytes({ isPacked: true, payload })
    return flood(stage, () => bytes)
  },
  'says where it looks in two thousand letters': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      const state = { looking: 'F1', more: `${at}`.padStart(1_900, 'x') }
      return frame(awarenessFrameOf([{ client: 79, clock: at, state }]))
    })
  },
  'sends frames that say nothing': (stage) => {
    const kinds = [[], [0], [0, 3], [200], [1, 5, 1], [0, 2, 255, 255, 255, 255, 15]]
    let at = 0
    return flood(stage, () => {
      at += 1
      return frame(Uint8Array.from(kinds[at % kinds.length] ?? []))
    })
  },
  'sends numbers that never end': (stage) => {
    const endless = new Uint8Array(60_000).fill(0xff)
    const bytes = frame(Uint8Array.of(FRAME.sync, SYNC.update, ...endless))
    return flood(stage, () => bytes)
  },
})
