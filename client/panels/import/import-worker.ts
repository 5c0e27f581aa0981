/**
 * Reads imports off the page's own thread, so that a large file never stops the board.
 */
import { type Answered, type Asked, previewOf } from './reading.ts'

export interface WorkerQuestion {
  id: number
  asked: Asked
}
export type WorkerAnswer = { id: number } & (Answered | { failed: true })

const scope = globalThis as unknown as {
  postMessage(answer: WorkerAnswer): void
  onmessage: ((event: MessageEvent<WorkerQuestion>) => void) | null
}

scope.onmessage = ({ data: { id, asked } }) => {
  try {
    scope.postMessage({ id, ...previewOf(asked) })
  } catch {
    scope.postMessage({ id, failed: true })
  }
}
