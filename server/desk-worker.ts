/** Makes and reads one file after the other, in a thread that nobody waits in. */
import { getHeapStatistics } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { answerTo, type DeskOrder, type ThreadWord } from './desk.ts'

parentPort?.on('message', (order: DeskOrder) => {
  const answer = answerTo(order)
  parentPort?.postMessage({ answer, heapBytes: getHeapStatistics().total_heap_size } satisfies ThreadWord)
})
