/**
 * Opens and reads imports off the page's own thread, so that a large or hostile file never stops the board.
 */
import { UnreadableImport } from '../../../shared/imports/rows.ts'
import { openFile } from './files/open-file.ts'
import type { OpenedFile } from './files/opened.ts'
import { type Answered, type Asked, previewOf } from './reading.ts'
import { pagesOf, type ReportPage } from './report-pages.ts'

export interface WorkerQuestion {
  id: number
  /** Which thing it is about; what that is has to be told once. */
  given: number
  source?: string | Uint8Array
  /** Told again only where it is another than the last time: it may hold 2,000 statements. */
  board?: Asked['board']
  asked: Omit<Asked, 'source' | 'board'>
}
export type WorkerAnswer = { id: number } & (
  | Answered
  | { failed: true }
  /** Told once of each thing given, before what it would make of the board. */
  | { pages: readonly ReportPage[] }
  /** Pages read so far. */
  | { done: number; of: number }
)

const scope = globalThis as unknown as {
  postMessage(answer: WorkerAnswer): void
  onmessage: ((event: MessageEvent<WorkerQuestion>) => void) | null
}

let opened: { given: number; source: Promise<string | OpenedFile> } | null = null
let board: Asked['board'] | undefined

scope.onmessage = async ({ data: { id, given, source, board: told, asked } }) => {
  try {
    board = told ?? board
    const compared = board
    if (source !== undefined) opened = { given, source: open(id, source) }
    if (opened?.given !== given || !compared) return
    const found = await opened.source
    if (source !== undefined) scope.postMessage({ id, pages: pagesOf(found) })
    scope.postMessage({ id, ...previewOf({ ...asked, board: compared, source: found }) })
  } catch (error) {
    const isTold = error instanceof UnreadableImport
    scope.postMessage(isTold ? { id, unreadable: error.message } : { id, failed: true })
  }
}

async function open(id: number, source: string | Uint8Array): Promise<string | OpenedFile> {
  if (typeof source === 'string') return source
  let told = 0
  return openFile(source, (done, of) => {
    // A page takes a millisecond, a drawing sixteen.
    if (done < of && done - told < of / 50) return
    told = done
    scope.postMessage({ id, done, of })
  })
}
