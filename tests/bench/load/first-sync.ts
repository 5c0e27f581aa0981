/** How long somebody who opens a board waits for its content, upgrade included. */
import { FRAME, SYNC } from '../../../shared/wire.ts'
import { EMPTY_STATE, syncFrame } from './move-bytes.ts'
import { RawSocket, type Seat } from './raw-socket.ts'

const WAIT_MS = 30_000

export async function firstSyncMs(seat: Seat): Promise<number> {
  const began = performance.now()
  let arrived: (bytes: number) => void = () => {}
  const content = new Promise<number>((resolve, reject) => {
    arrived = resolve
    setTimeout(() => reject(new Error('a board was not sent')), WAIT_MS).unref()
  })
  const socket = await RawSocket.open(seat, (data, from) => {
    if (data[from] === FRAME.sync && data[from + 1] === SYNC.step2) arrived(performance.now())
  })
  socket.send(syncFrame(SYNC.step1, EMPTY_STATE))
  const at = await content
  socket.close()
  return at - began
}
