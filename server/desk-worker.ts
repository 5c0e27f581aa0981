/** Makes and reads one file after the other, in a thread that nobody waits in. */
import { parentPort } from 'node:worker_threads'
import { answerTo, type DeskOrder } from './desk.ts'

parentPort?.on('message', (order: DeskOrder) => parentPort?.postMessage(answerTo(order)))
