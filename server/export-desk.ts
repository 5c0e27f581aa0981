/**
 * Where exports are made: off the event loop, so that a board of two thousand statements leaving as a file
 * holds up nobody's move.
 */
import { Worker } from 'node:worker_threads'
import type { Clock } from '../shared/clock.ts'
import { type ExportOrder, writeExport } from '../shared/exports/write.ts'
import { Problem } from '../shared/problem.ts'

export interface ExportDesk {
  write(order: ExportOrder): Promise<string | Uint8Array>
  close(): Promise<void>
}

/** Makes them at once and here: for tests, and for a server of nobody's time but its own. */
export const inlineDesk: ExportDesk = {
  write: async (order) => writeExport(order),
  close: async () => {},
}

/** A thread is there from the first export until none has been asked for this long. */
const IDLE_MS = 60_000
const MOST_WAITING = 50
const MOST_HEAP_MB = 512

interface Waiting {
  resolve(bytes: string | Uint8Array): void
  reject(error: unknown): void
}
type Answer = { ticket: number } & ({ bytes: string | Uint8Array } | { failed: string })

export function openWorkerDesk(script: URL, clock: Clock): ExportDesk {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let tickets = 0
  let endIdle = () => {}

  const hire = (): Worker => {
    const hired = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } })
    hired.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.ticket)
      waiting.delete(answer.ticket)
      if ('bytes' in answer) asked?.resolve(answer.bytes)
      else asked?.reject(new Error(answer.failed))
      if (waiting.size === 0) endIdle = clock.after(IDLE_MS, () => void dismiss())
    })
    hired.on('error', (error) => {
      if (worker === hired) worker = null
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    })
    return hired
  }
  const dismiss = async () => {
    const dismissed = worker
    worker = null
    await dismissed?.terminate()
  }

  return {
    write(order) {
      if (waiting.size >= MOST_WAITING) return Promise.reject(new Problem('too_many', 'exports'))
      endIdle()
      worker ??= hire()
      const ticket = tickets
      tickets += 1
      worker.postMessage({ ticket, order })
      return new Promise((resolve, reject) => waiting.set(ticket, { resolve, reject }))
    },
    async close() {
      endIdle()
      await dismiss()
      for (const { reject } of waiting.values()) reject(new Problem('stopping', ''))
      waiting.clear()
    },
  }
}
