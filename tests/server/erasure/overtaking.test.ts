import { describe, expect, it } from 'vitest'
import { openTestServer } from '../../support/server.ts'

const BECAUSE = { reason: 'Asked for under Article 17' }
/** Far more turns of the loop than an erasing takes where nothing holds it up. */
const MANY_TURNS = 2_000

async function scene() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const room = await server.rooms.open(board.board.id)
  let isErased = false
  let erasing: Promise<unknown> | null = null
  /** Once, in the middle of something else: goes on when it is erased, or waits for its turn. */
  const eraseMeanwhile = async () => {
    if (erasing) return
    erasing = grace.post('/erase', { statement: 'F2', ...BECAUSE }).then((it) => {
      isErased = true
      return it
    })
    for (let turn = 0; turn < MANY_TURNS && !isErased; turn += 1)
      await new Promise((resolve) => setImmediate(resolve))
  }
  return { grace, room, eraseMeanwhile, erased: () => erasing }
}

describe('[A12] [S7] an erasing that is asked for meanwhile', () => {
  it('leaves no words in a version that was being sealed', async () => {
    const { grace, room, eraseMeanwhile, erased } = await scene()
    const { files } = room.store
    const write = files.write.bind(files)
    files.write = async (name, bytes) => {
      if (name.startsWith('version-1')) await eraseMeanwhile()
      return write(name, bytes)
    }

    await grace.post('/versions', { label: 'First' })
    const receipt = await erased()

    expect(receipt).toMatchObject({ status: 201, body: { versions: [1] } })
    for (const name of ['version-1.json', 'version-1-full.json'])
      expect(new TextDecoder().decode((await files.read(name)) ?? Buffer.of())).not.toContain('Be kind')
  })

  it('leaves no words on a board that was being made what it had been', async () => {
    const { grace, room, eraseMeanwhile, erased } = await scene()
    const { position } = room.state
    await grace.post('/statements?mode=update', [{ source: 'F', number: '1', text: 'Be more open.' }])
    const records = room.records.bind(room)
    room.records = async function* (after) {
      const read = []
      for await (const it of records(after)) read.push(it)
      await eraseMeanwhile()
      yield* read
    }

    const restored = await grace.post('/restores', { to: { position }, reason: 'Too early', from: 0 })

    expect(restored.status).toBe(201)
    expect(await erased()).toMatchObject({ status: 201 })
    expect([...room.reads.snapshot().statements.keys()]).not.toContain('F2')
  })
})
