import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { BoardReply, HomeReply, JoinReply, StatementReply } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { FRAME, SYNC } from '../../../shared/wire.ts'
import { buildServer, runToEnd, type ServerProcess, startProcess } from '../../support/server-process.ts'

let main = ''
beforeAll(async () => {
  main = await buildServer('process')
}, 60_000)

/** Newest first: a provider, the server it speaks to, the folder of that. */
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
const endOf = (server: ServerProcess) => () => {
  server.kill('SIGKILL')
  return server.ended
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-process-'))
  ends.unshift(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(folder: string): Promise<ServerProcess> {
  const server = await startProcess(main, { DATA_DIR: folder })
  ends.unshift(endOf(server))
  return server
}

/** Somebody who joined the example board by its participant link, over the network. */
async function comeIn({ base }: ServerProcess, cookie?: string) {
  const home = (await (await fetch(`${base}/api/home`)).json()) as HomeReply
  const [path = '', key = ''] = (home.example?.links.participant ?? '').split('#')
  const board = path.replace('/b/', '')
  const response = await fetch(`${base}/api/boards/${board}/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify({ key, ...(!cookie && { name: 'Ama' }) }),
  })
  const joined = (await response.json()) as Extract<JoinReply, { as: string }>
  const kept = response.headers.get('set-cookie')?.split(';')[0] ?? cookie ?? ''
  return { board, joined, cookie: kept, as: joined.as }
}

type Guest = Awaited<ReturnType<typeof comeIn>>

const read = async <Body>({ base }: ServerProcess, { board, as, cookie }: Guest, path = ''): Promise<Body> =>
  (
    await fetch(`${base}/api/boards/${board}${path}?as=${as}`, { headers: { cookie } })
  ).json() as Promise<Body>

/** An unmodified provider, which offers our subprotocol only to know what is saved. */
function sync({ base }: ServerProcess, { board, as, cookie }: Guest) {
  // Frames that the server counts, and how many of them it called saved.
  let sent = 0
  let saved = 0
  class Browser extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { cookie, origin: base } })
    }
    override send(frame: Uint8Array): void {
      if (frame[0] === FRAME.sync && frame[1] !== SYNC.step1) sent += 1
      super.send(frame)
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${base.replace('http', 'ws')}/sync`, board, doc, {
    params: { as },
    protocols: ['due-regard.1'],
    WebSocketPolyfill: Browser as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  ends.unshift(() => provider.destroy())
  const codes: number[] = []
  for (const frame of [121, 122, 123]) provider.messageHandlers[frame] = () => {}
  provider.messageHandlers[FRAME.saved] = (_, decoder) => {
    saved = decoding.readVarUint(decoder)
  }
  provider.on('connection-close', (event) => codes.push(event?.code ?? 0))
  const until = async (isSo: () => boolean) => {
    for (const by = Date.now() + 10_000; !isSo(); ) {
      if (Date.now() > by) throw new Error('waited in vain')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    doc,
    codes,
    synced: () => until(() => provider.synced),
    /** Makes a change and waits until the server says that it is on disk. */
    async save(change: () => void) {
      doc.transact(change)
      await until(() => saved >= sent)
    },
    closed: () => until(() => codes.length > 0),
  }
}

describe('a server process', () => {
  it('prints where it is and the four links of the example board, at every start', async () => {
    const folder = newFolder()
    const first = await start(folder)
    first.kill('SIGTERM')
    await first.ended
    const second = await start(folder)

    const links = (server: ServerProcess) => server.said().match(/\/b\/\S+#\S+/g)

    expect(second.said()).toContain('Hard Truths: our response')
    expect(links(second)).toHaveLength(4)
    expect(links(second)).toEqual(links(first))
  })

  it('names its data folder where it was started, and to no browser', async () => {
    const folder = newFolder()
    const server = await start(folder)
    const told = await Promise.all(
      ['/api/home', '/healthz', '/readyz'].map(async (path) => (await fetch(server.base + path)).text()),
    )

    expect(server.said()).toContain(folder)
    expect(told.join()).toContain('Saved means written to the server’s disk')
    expect(told.join()).not.toContain(folder)
  })

  it('[S5] keeps every file for its own account alone', async () => {
    const folder = newFolder()
    const server = await start(folder)
    server.kill('SIGTERM')
    await server.ended

    const modes = readdirSync(folder, { withFileTypes: true, recursive: true }).map((it) => {
      const { mode } = statSync(join(it.parentPath, it.name))
      return `${it.isFile() ? 'file' : 'folder'} ${(mode & 0o777).toString(8)}`
    })

    expect(new Set(modes)).toEqual(new Set(['file 600', 'folder 700']))
  })

  it('[I1] asked to stop keeps everything, sends its sockets away for a moment, and ends with 0', async () => {
    const folder = newFolder()
    const server = await start(folder)
    const ama = await comeIn(server)
    const copy = sync(server, ama)
    await copy.synced()
    await copy.save(() => rootsOf(copy.doc).placements.set('F2', { column: 'due-regard', order: 'a0V' }))

    const asked = Date.now()
    server.kill('SIGTERM')

    expect(await server.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(10_000)
    await copy.closed()
    expect(copy.codes[0]).toBe(1012)
    const again = await start(folder)
    const back = await comeIn(again, ama.cookie)
    expect(back.joined.participant.id).toBe(ama.joined.participant.id)
    expect(await placeOf(again, back, 'F2')).toMatchObject({ column: 'due-regard' })
  })

  it('makes exports in a thread of their own, several at once', async () => {
    const server = await start(newFolder())
    const { board, as, cookie } = await comeIn(server)
    const get = async (file: string) =>
      (
        await fetch(`${server.base}/api/boards/${board}/exports/${file}?as=${as}`, { headers: { cookie } })
      ).text()

    const [mapping, json, again] = await Promise.all(['mapping.csv', 'board.json', 'mapping.csv'].map(get))

    expect(mapping).toContain('Ref,Our title,Statement')
    expect(JSON.parse(json ?? '')).toMatchObject({ id: board, format: 'due-regard/board' })
    expect(again).toBe(mapping)
  })

  it('asked twice at once, as npm does with Ctrl+C, stops as if asked once', async () => {
    const server = await start(newFolder())

    server.kill('SIGINT')
    server.kill('SIGINT')

    expect(await server.ended).toBe(0)
  })

  it('[saved-3] killed the moment after it called something saved has it when it is back', async () => {
    const folder = newFolder()
    const server = await start(folder)
    const ama = await comeIn(server)
    const copy = sync(server, ama)
    await copy.synced()

    await copy.save(() => rootsOf(copy.doc).placements.set('F2', { column: 'new-action', order: 'a0W' }))
    server.kill('SIGKILL')
    await server.ended

    const again = await start(folder)
    const back = await comeIn(again, ama.cookie)
    expect(back.joined.participant).toEqual(ama.joined.participant)
    expect(await placeOf(again, back, 'F2')).toEqual({ column: 'new-action', order: 'a0W' })
    expect((await read<BoardReply>(again, back)).people.map((it) => it.name)).toContain('Ama')
  })

  it('[D7] refuses the socket of another site’s page at the handshake, whatever cookie it has', async () => {
    const server = await start(newFolder())
    const { board, as, cookie } = await comeIn(server)
    const open = (origin: string) =>
      new Promise<string>((resolve) => {
        const url = `${server.base.replace('http', 'ws')}/sync/${board}?as=${as}`
        const socket = new WebSocket(url, { headers: { origin, cookie } })
        ends.unshift(() => socket.terminate())
        socket.on('open', () => resolve('open'))
        socket.on('error', (error) => resolve(error.message))
      })

    expect(await open('https://evil.example')).toContain('403')
    expect(await open(server.base)).toBe('open')
  })

  it('tells a socket without a grant why it is closed', async () => {
    const server = await start(newFolder())
    const { board, as } = await comeIn(server)

    const socket = new WebSocket(`${server.base.replace('http', 'ws')}/sync/${board}?as=${as}`)
    const code = await new Promise((resolve) => socket.on('close', resolve))

    expect(code).toBe(4401)
  })

  it('[A10] does not start where another one keeps its boards, and leaves that one alone', async () => {
    const folder = newFolder()
    const first = await start(folder)

    const second = await runToEnd(main, { DATA_DIR: folder })

    expect(second.code).toBe(1)
    expect(second.said).toMatch(/^Due Regard cannot start\. [^\n]+\n$/)
    expect((await fetch(`${first.base}/readyz`)).status).toBe(200)
  })

  it('does not start with a wrong value, and says which in one sentence', async () => {
    const wrong = await runToEnd(main, { DATA_DIR: newFolder(), PORT: 'many' })

    expect(wrong).toEqual({
      code: 1,
      said: 'Due Regard cannot start. PORT is "many", but a port is a number from 0 to 65535.\n',
    })
  })

  it('does not start on a port that is taken, and leaves the data folder to others', async () => {
    const folder = newFolder()
    const taken = createServer().listen(0, '127.0.0.1')
    ends.unshift(() => taken.close())
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo

    const refused = await runToEnd(main, { DATA_DIR: folder, PORT: String(port) })

    expect(refused.code).toBe(1)
    expect(refused.said).toContain(`Port ${port} is in use already`)
    await start(folder)
  })

  it('does not start where it cannot write, and says so in one sentence', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, 'not a folder')

    const refused = await runToEnd(main, { DATA_DIR: file })

    expect(refused.code).toBe(1)
    expect(refused.said).toMatch(/^Due Regard cannot start\. [^\n]+\n$/)
  })

  it('made public has a creation key made, and prints it once', async () => {
    const folder = newFolder()
    const startPublic = async () => {
      const server = await startProcess(main, { DATA_DIR: folder, PUBLIC_URL: 'https://board.example.org' })
      ends.unshift(endOf(server))
      server.kill('SIGTERM')
      await server.ended
      return server.said()
    }

    expect(await startPublic()).toMatch(/shown only now:\n {2}[A-Za-z0-9_-]{24}\n/)
    expect(await startPublic()).not.toContain('shown only now')
  })
})

async function placeOf(server: ServerProcess, guest: Guest, id: string) {
  const statements = await read<StatementReply[]>(server, guest, '/statements')
  return statements.find((it) => it.id === id)?.placement
}
