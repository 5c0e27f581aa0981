/**
 * Rooms without a guard, standing in until the real ones are there: syncs, keeps, and believes everybody.
 *
 * Never for more than one's own machine: any socket with a grant may write anything.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Clock } from '../shared/clock.ts'
import { rootsOf } from '../shared/doc/board-doc.ts'
import { openReads } from '../shared/doc/reads.ts'
import { Problem } from '../shared/problem.ts'
import { FRAME, SYNC } from '../shared/wire.ts'
import { cardOf, everybody } from './routes/people.ts'
import type { JournalRecord, Positioned, Stores, Touch } from './store/contract.ts'
import type { Grant, Room, RoomSocket, Rooms, Sender } from './sync/contract.ts'

export function openStandInRooms({ stores, clock }: { stores: Stores; clock: Clock }): Rooms {
  const live = new Map<string, Promise<Room>>()
  const opened = new Map<string, Room>()
  return {
    open(id) {
      const found = live.get(id)
      if (found) return found
      const opening = openRoom(id, stores, clock)
      live.set(id, opening)
      opening.then(
        (room) => opened.set(id, room),
        () => live.delete(id),
      )
      return opening
    },
    peek: (id) => opened.get(id),
    get size() {
      return opened.size
    },
    async close() {
      for (const room of opened.values()) {
        await room.settled()
        await room.store.close()
      }
      opened.clear()
      live.clear()
    },
  }
}

async function openRoom(id: string, stores: Stores, clock: Clock): Promise<Room> {
  const store = await stores.openBoard(id)
  const doc = new Y.Doc()
  const state = {
    phase: 'preparing' as Room['state']['phase'],
    locked: false,
    epoch: 0,
    claims: new Map(),
    retired: new Set<number>(),
    position: 0,
    changedAt: 0,
    isDecided: () => false,
    isUnderVote: () => false,
    granted: new Map<string, Grant>(),
    grant: (device: string, link: string) => state.granted.get(`${device} ${link}`),
    grants: () => state.granted.values(),
  }
  const history: { position: number; record: JournalRecord }[] = []
  const fold = ({ position, record }: Positioned) => {
    if (record.type === 'update') Y.applyUpdate(doc, record.bytes, 'load')
    if (record.type === 'phase') state.phase = record.to
    if (record.type === 'lock') state.locked = record.to
    if (record.type === 'change') history.push({ position, record })
    if (record.type === 'grant') {
      const { device, link, participant, role, at } = record
      state.granted.set(`${device} ${link}`, { device, link, participant, role, at })
    }
    state.position = position
    state.changedAt = record.at
  }
  const loaded = await store.journal.load()
  for (const it of loaded.tail) fold(it)

  const sockets = new Map<
    RoomSocket,
    { sender: Sender; speaksOurs: boolean; taken: number; awareness: number[] }
  >()
  let queue: Promise<unknown> = Promise.resolve()
  const frame = (write: (to: encoding.Encoder) => void) => {
    const to = encoding.createEncoder()
    write(to)
    return encoding.toUint8Array(to)
  }
  const append = (records: readonly JournalRecord[]) => {
    const mine = queue.then(async () => {
      const end = await store.journal.append(records)
      records.forEach((record, at) => {
        if (record.type !== 'update') fold({ position: end - records.length + 1 + at, record })
      })
      state.position = end
      state.changedAt = clock.now()
      return end
    })
    queue = mine.catch(() => {})
    return mine
  }
  let by: Sender['participant'] = 'server'
  let touches: Touch[] = []
  for (const [root, map] of Object.entries(rootsOf(doc))) {
    map.observe((event) => {
      event.changes.keys.forEach((change, key) => {
        touches.push({ root, key, from: change.oldValue, to: map.get(key) })
      })
    })
  }
  let saved: Promise<unknown> = Promise.resolve()
  doc.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin === 'load') return
    const signed = { at: clock.now(), by }
    saved = append([
      { ...signed, type: 'update', bytes },
      { ...signed, type: 'change', touches },
    ]).then(() => {
      const update = frame((to) => {
        encoding.writeVarUint(to, FRAME.sync)
        encoding.writeVarUint(to, SYNC.update)
        encoding.writeVarUint8Array(to, bytes)
      })
      for (const socket of sockets.keys()) if (socket !== origin) socket.send(update)
    })
    touches = []
  })
  const change = (who: string, origin: unknown, work: () => void): Promise<unknown> => {
    by = who
    saved = Promise.resolve()
    doc.transact(work, origin)
    return saved
  }
  const shift = async (from: unknown, is: unknown, record: JournalRecord, key: string, to: unknown) => {
    if (from !== is) throw new Problem('state_stale', key)
    await append([record])
    await change('server', 'server', () => rootsOf(doc).live.set(key, to))
  }

  const room: Room = {
    id,
    doc,
    reads: openReads(doc),
    state,
    store,
    keeping: true,
    async edit(who, work, records = []) {
      const before = touches
      await change(who, 'server', () => work(doc))
      if (records.length > 0) await append(records)
      return { touches: before, position: state.position }
    },
    record: append,
    changePhase: (who, from, to, reason) =>
      shift(
        from,
        state.phase,
        { type: 'phase', at: clock.now(), by: who, from, to, ...(reason && { reason }) },
        'phase',
        to,
      ),
    changeLock: (who, from, to) =>
      shift(from, state.locked, { type: 'lock', at: clock.now(), by: who, from, to }, 'lock', to),
    async settled() {
      await queue
    },
    join(socket, sender, { speaksOurs }) {
      const me = { sender, speaksOurs, taken: 0, awareness: [] as number[] }
      sockets.set(socket, me)
      socket.send(
        frame((to) => {
          encoding.writeVarUint(to, FRAME.sync)
          encoding.writeVarUint(to, SYNC.step1)
          encoding.writeVarUint8Array(to, Y.encodeStateVector(doc))
        }),
      )
      if (speaksOurs) tellPeople(socket)
      return {
        sender,
        receive(bytes) {
          const from = decoding.createDecoder(bytes)
          const type = decoding.readVarUint(from)
          if (type === FRAME.awareness) {
            for (const other of sockets.keys()) if (other !== socket) other.send(bytes)
            return
          }
          if (type !== FRAME.sync) return
          const kind = decoding.readVarUint(from)
          const body = decoding.readVarUint8Array(from)
          if (kind === SYNC.step1) {
            queue.then(() =>
              socket.send(
                frame((to) => {
                  encoding.writeVarUint(to, FRAME.sync)
                  encoding.writeVarUint(to, SYNC.step2)
                  encoding.writeVarUint8Array(to, Y.encodeStateAsUpdate(doc, body))
                }),
              ),
            )
            return
          }
          me.taken += 1
          const count = me.taken
          const done =
            sender.role === 'observer'
              ? Promise.resolve()
              : change(sender.participant, socket, () => Y.applyUpdate(doc, body, socket))
          done.then(() => {
            if (speaksOurs)
              socket.send(
                frame((to) => {
                  encoding.writeVarUint(to, FRAME.saved)
                  encoding.writeVarUint(to, count)
                }),
              )
          })
        },
        closed: () => sockets.delete(socket),
      }
    },
    dismiss(who, code, reason) {
      for (const [socket, { sender }] of sockets) {
        const isMeant = 'link' in who ? sender.link === who.link : sender.participant === who.participant
        if (isMeant) socket.close(code, reason)
      }
    },
    get connections() {
      return sockets.size
    },
    present() {
      const counts = new Map<string, number>()
      for (const { sender } of sockets.values())
        counts.set(sender.participant, (counts.get(sender.participant) ?? 0) + 1)
      return counts
    },
    announcePeople() {
      for (const [socket, { speaksOurs }] of sockets) if (speaksOurs) tellPeople(socket)
    },
    async history({ statement, before = Number.POSITIVE_INFINITY, limit }) {
      const entries = history
        .filter((it) => it.position < before)
        .reverse()
        .flatMap(({ position, record }) =>
          record.type === 'change'
            ? record.touches.map((touch) => ({ ...touch, position, at: record.at, by: record.by }))
            : [],
        )
      return entries.filter((it) => !statement || it.key.split('/').includes(statement)).slice(0, limit)
    },
    records: (after) => store.journal.read(after),
  }
  function tellPeople(socket: RoomSocket) {
    socket.send(
      frame((to) => {
        encoding.writeVarUint(to, FRAME.people)
        encoding.writeVarString(to, JSON.stringify(everybody(store.people.read()).map(cardOf)))
      }),
    )
  }
  return room
}
