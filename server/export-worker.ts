/** Makes one export after the other, in a thread that nobody waits in. */
import { parentPort } from 'node:worker_threads'
import { type ExportOrder, writeExport } from '../shared/exports/write.ts'

parentPort?.on('message', ({ ticket, order }: { ticket: number; order: ExportOrder }) => {
  try {
    parentPort?.postMessage({ ticket, bytes: writeExport(order) })
  } catch (error) {
    parentPort?.postMessage({ ticket, failed: error instanceof Error ? error.message : String(error) })
  }
})
