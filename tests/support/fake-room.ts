/**
 * The server's side of a socket as `wire.ts` has it, small enough to be read: a document, a disk that
 * a test lets catch up, acknowledgements after it, and a say in what is taken.
 *
 * It does not check who writes what. Where a test wants a refusal it says which, by place.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { isMapRoot } from '../../shared/doc/board-doc.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import { FRAME, type PersonCard, SYNC } from '../../shared/wire.ts'
import { copyOf } from './boards.ts'
import type { ServerEnd } from './fake-network.ts'

export interface FakeRoom {
  doc: Y.Doc
  /** What would be there after a crash. */
  disk: Y.Doc
  epoch: number
  accept(end: ServerEnd): void
  /** Whether everything is on disk as soon as it arrives. */
  prompt: boolean
  /** What has arrived is on disk: acknowledged, and sent to the others. */
  flush(): void
  /** Says why a change of this place is not taken, or null. */
  refuses: (place: string, value: unknown) => ProblemCode | null
  /** A change by somebody else, on disk at once. */
  change(change: (doc: Y.Doc) => void): void
  people(people: PersonCard[]): void
  keeping(can: boolean): void
  awareness(states: Record<number, object | null>, clock: number): void
  /** Closes every connection with a code. */
  dismiss(code: number, refusal?: ProblemCode): void
  /** Crashes and comes back with what is on disk. */
  restart(): void
  /** The board is rebuilt: same content, new ids, next epoch. */
  rebuild(): void
  readonly connections: number
  /** Updates refused so far. */
  refusals: number
  /** Presence as the room heard it, newest last. */
  heard: unknown[]
}

interface Line {
  end: ServerEnd
  counted: number
  acknowledged: number
}

const frame = (write: (encoder: encoding.Encoder) => void) => {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}
const syncFrame = (step: number, bytes: Uint8Array) =>
  frame((it) => {
    encoding.writeVarUint(it, FRAME.sync)
    encoding.writeVarUint(it, step)
    encoding.writeVarUint8Array(it, bytes)
  })
const jsonFrame = (type: number, value: unknown) =>
  frame((it) => {
    encoding.writeVarUint(it, type)
    encoding.writeVarString(it, JSON.stringify(value))
  })
const numberFrame = (type: number, value: number) =>
  frame((it) => {
    encoding.writeVarUint(it, type)
    encoding.writeVarUint(it, value)
  })

export function fakeRoom(first: Y.Doc): FakeRoom {
  const lines = new Set<Line>()
  let outgoing: { update: Uint8Array; from: Line | null }[] = []

  const listen = (doc: Y.Doc) => {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      outgoing.push({ update, from: lines.has(origin as Line) ? (origin as Line) : null })
    })
  }
  listen(first)

  function take(line: Line, update: Uint8Array) {
    const because = verdict(update)
    if (because) {
      room.refusals += 1
      line.end.send(jsonFrame(FRAME.refused, { code: because, detail: '' }))
      line.end.close(PROBLEMS[because].close)
      lines.delete(line)
      return
    }
    Y.applyUpdate(room.doc, update, line)
    line.counted += 1
    if (room.prompt) room.flush()
  }

  /** Tried on a copy: which places change, and what they come to hold. */
  function verdict(update: Uint8Array): ProblemCode | null {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.doc))
    for (const name of room.doc.share.keys()) {
      if (isMapRoot(name)) copy.getMap(name)
      else copy.getText(name)
    }
    let because: ProblemCode | null = null
    copy.once('afterTransaction', (transaction: Y.Transaction) => {
      for (const [type, keys] of transaction.changed) {
        const name = Array.from(copy.share).find(([, it]) => it === (type as unknown))?.[0] ?? '?'
        for (const key of keys) {
          const place = key === null ? name : `${name}/${key}`
          because ??= room.refuses(place, key === null ? String(type) : copy.getMap(name).get(key))
        }
      }
    })
    Y.applyUpdate(copy, update)
    if (copy.store.pendingStructs || copy.store.pendingDs) return 'update_incomplete'
    return because
  }

  const room: FakeRoom = {
    doc: first,
    disk: copyOf(first),
    epoch: 1,
    prompt: true,
    refuses: () => null,
    refusals: 0,
    heard: [],
    accept(end) {
      const line: Line = { end, counted: 0, acknowledged: 0 }
      lines.add(line)
      end.onClose = () => lines.delete(line)
      const asked = end.url.searchParams.get('epoch')
      if (asked !== null && Number(asked) !== room.epoch) {
        end.send(jsonFrame(FRAME.refused, { code: 'epoch_stale', detail: '' }))
        end.close(4409)
        return
      }
      end.send(syncFrame(SYNC.step1, Y.encodeStateVector(room.doc)))
      end.onFrame = (bytes) => {
        if (!lines.has(line)) return
        const decoder = decoding.createDecoder(bytes)
        const type = decoding.readVarUint(decoder)
        if (type === FRAME.awareness) {
          room.heard.push(statesIn(decoding.readVarUint8Array(decoder)))
          return
        }
        if (type !== FRAME.sync) return
        const step = decoding.readVarUint(decoder)
        const payload = decoding.readVarUint8Array(decoder)
        if (step === SYNC.step1) {
          room.flush()
          end.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(room.doc, payload)))
        } else take(line, payload)
      }
    },
    flush() {
      for (const line of lines) {
        if (line.acknowledged === line.counted) continue
        line.acknowledged = line.counted
        line.end.send(numberFrame(FRAME.saved, line.counted))
      }
      const news = outgoing
      outgoing = []
      for (const { update } of news) Y.applyUpdate(room.disk, update)
      for (const { update, from } of news) {
        for (const line of lines) if (line !== from) line.end.send(syncFrame(SYNC.update, update))
      }
    },
    change(change) {
      room.doc.transact(() => change(room.doc), 'somebody')
      room.flush()
    },
    people: (people) => {
      for (const { end } of lines) end.send(jsonFrame(FRAME.people, people))
    },
    keeping: (can) => {
      for (const { end } of lines) end.send(numberFrame(FRAME.keeping, can ? 1 : 0))
    },
    awareness(states, clock) {
      const bytes = frame((it) => {
        const entries = Object.entries(states)
        encoding.writeVarUint(it, entries.length)
        for (const [id, state] of entries) {
          encoding.writeVarUint(it, Number(id))
          encoding.writeVarUint(it, clock)
          encoding.writeVarString(it, JSON.stringify(state))
        }
      })
      for (const { end } of lines) {
        end.send(
          frame((it) => {
            encoding.writeVarUint(it, FRAME.awareness)
            encoding.writeVarUint8Array(it, bytes)
          }),
        )
      }
    },
    dismiss(code, refusal) {
      for (const line of Array.from(lines)) {
        if (refusal) line.end.send(jsonFrame(FRAME.refused, { code: refusal, detail: '' }))
        line.end.close(code)
        lines.delete(line)
      }
    },
    restart() {
      room.doc = copyOf(room.disk)
      listen(room.doc)
      outgoing = []
      room.dismiss(1012)
    },
    rebuild() {
      const rebuilt = new Y.Doc()
      rebuilt.transact(() => {
        for (const name of room.doc.share.keys()) {
          if (isMapRoot(name)) {
            for (const [key, value] of room.doc.getMap(name)) rebuilt.getMap(name).set(key, value)
          } else rebuilt.getText(name).insert(0, room.doc.getText(name).toString())
        }
      })
      listen(rebuilt)
      room.doc = rebuilt
      room.disk = copyOf(rebuilt)
      outgoing = []
      room.epoch += 1
      room.dismiss(4409, 'epoch_stale')
    },
    get connections() {
      return lines.size
    },
  }
  return room
}

function statesIn(bytes: Uint8Array): unknown[] {
  const decoder = decoding.createDecoder(bytes)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    return JSON.parse(decoding.readVarString(decoder))
  })
}
