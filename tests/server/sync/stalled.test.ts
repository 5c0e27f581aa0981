/**
 * A server whose event loop stands still for longer than anybody waits for an answer, and sockets that do
 * not answer at all. Time runs fifty times as fast.
 */
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../shared/clock.ts'
import { type ProviderServer, serveRooms } from '../../support/provider-server.ts'
import { BOARD, openScene } from '../../support/rooms.ts'

const FASTER = 50
const quickClock: Clock = {
  ...systemClock,
  now: () => Date.now() * FASTER,
  after: (delay, run) => systemClock.after(delay / FASTER, run),
}
/** Of the quick clock's time. */
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / FASTER))

/** Nothing happens in this process for so long. */
function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms / FASTER)
}

/** Browsers in a thread of their own, which goes on while this one stands still. */
const BROWSERS = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { WebSocket } = require('ws')
  let open = 0
  for (const { url, autoPong } of workerData) {
    const socket = new WebSocket(url, { autoPong })
    socket.on('open', () => { if (++open === workerData.length) parentPort.postMessage({ open }) })
    let pings = 0
    socket.on('ping', () => { pings += 1 })
    socket.on('close', () => parentPort.postMessage({ pings }))
    socket.on('error', () => {})
  }
`

interface Told {
  open?: number
  /** Of a socket that was closed: how often it was asked before. */
  pings?: number
}

let server: ProviderServer | null = null
let worker: Worker | null = null
afterEach(async () => {
  await worker?.terminate()
  await server?.close()
})

async function browsers(count: number, options: { autoPong: boolean }): Promise<{ closed: number[] }> {
  const scene = await openScene()
  server = await serveRooms(scene.rooms, BOARD, quickClock)
  const { url } = server
  const sockets = Array.from({ length: count }, (_, at) => ({
    url: `${url}/${BOARD}?name=p${at}&role=participant`,
    ...options,
  }))
  const closed: number[] = []
  const thread = new Worker(BROWSERS, { eval: true, workerData: sockets })
  worker = thread
  await new Promise<void>((resolve) => {
    thread.on('message', (told: Told) => {
      if (told.open) resolve()
      else closed.push(told.pings ?? -1)
    })
  })
  return { closed }
}

describe('a socket', () => {
  it('[B9] is not taken for dead because this process stood still, whenever that was', async () => {
    const { closed } = await browsers(30, { autoPong: true })

    for (const after of [1_000, 14_500, 15_500]) {
      await pass(after)
      stall(35_000)
    }
    await pass(50_000)

    expect(closed).toEqual([])
  })

  it('[B2] whose other end is gone without a word is found at the third look, 45 seconds later', async () => {
    const { closed } = await browsers(3, { autoPong: false })

    for (let look = 0; look < 20 && closed.length < 3; look += 1) await pass(15_000)

    expect(closed).toEqual([2, 2, 2])
  })
})
