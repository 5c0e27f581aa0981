/**
 * A process of its own on a data folder, for tests to kill: appends without end, and says on its standard
 * output each append that was promised. `<dataDir> <run>`
 */
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { systemClock } from '../../../shared/clock.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { AT, BOARD, recordsOf } from './witness-records.ts'

const [dataDir = '', run = ''] = process.argv.slice(2)

const stores = await openEmbeddedStores({
  dataDir,
  log: quietLog(),
  clock: systemClock,
  segmentBytes: 20_000,
}).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
})

const isNew = !stores.registry.board(BOARD)
const store = isNew ? await stores.createBoard(BOARD) : await stores.openBoard(BOARD)
if (isNew) await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })

async function appendWithoutEnd(person: number): Promise<void> {
  for (let n = 0; ; n++) {
    const name = `${run}-${person}-${n}`
    const count = 1 + (n % 3)
    const end = await store.journal.append(recordsOf(name, count))
    process.stdout.write(`append ${name} ${count} ${end}\n`)
  }
}

async function changeTheRestWithoutEnd(): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${run}-${n}`
    await stores.registry.putLinks([{ id, board: BOARD, role: 'participant', generation: 0, createdAt: AT }])
    process.stdout.write(`link ${id}\n`)
    await store.people.update((it) => ({
      ...it,
      participants: { ...it.participants, [id]: { id, name: id, role: 'participant', joinedAt: AT } },
    }))
    process.stdout.write(`person ${id}\n`)
    const position = store.journal.end
    await store.journal.saveSnapshot(position, Buffer.from(`state ${position}`))
    process.stdout.write(`snapshot ${position}\n`)
  }
}

for (let person = 0; person < 20; person++) void appendWithoutEnd(person)
void changeTheRestWithoutEnd()
