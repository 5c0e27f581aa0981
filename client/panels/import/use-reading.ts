/**
 * Asks the worker about what was given and waits for its latest answer; older answers are dropped.
 */
import { useEffect, useRef, useState } from 'react'
import type { WorkerAnswer, WorkerQuestion } from './import-worker.ts'
import type { Asked, Preview } from './reading.ts'
import type { ReportPage } from './report-pages.ts'

export interface Reading {
  preview: Preview | null
  /** Why nothing could be read, as a sentence. */
  unreadable: string | null
  busy: boolean
  /** How far a long file is read. */
  progress: { done: number; of: number } | null
  /** Of a report that has any. */
  pages: readonly ReportPage[]
}

/** Pasted words or the bytes of a file, the same object as long as it is the same thing. */
export interface Given {
  source: string | Uint8Array
  /** Of a file; pasted words have none. */
  name: string | null
}

/** What the worker was told last, and when. */
interface Told {
  given: Given | null
  board: Asked['board'] | null
  count: number
  at: number
}

const NOTHING: Reading = { preview: null, unreadable: null, busy: false, progress: null, pages: [] }
const FAILED = 'This could not be read.'

/** Somebody who types a title asks with every letter; the worker hears of it this often at most. */
const PACE_MS = 120

/** Reads nothing while `given` is null. The last preview stays while the next one is made. */
export function useReading(given: Given | null, asked: Omit<Asked, 'source'>): Reading {
  const [reading, setReading] = useState<Reading>(NOTHING)
  const worker = useRef<Worker | null>(null)
  const lastId = useRef(0)
  const told = useRef<Told>({ given: null, board: null, count: 0, at: 0 })

  // A file that is put away while it is still being read stops being read.
  useEffect(() => {
    setReading(NOTHING)
    if (!given) return
    const made = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
    worker.current = made
    told.current = { ...told.current, given: null, board: null }
    made.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if ('pages' in data) {
        setReading((was) => ({ ...was, pages: data.pages }))
        return
      }
      if ('of' in data) {
        setReading((was) => ({ ...was, progress: { done: data.done, of: data.of } }))
        return
      }
      if (data.id !== lastId.current) return
      if ('preview' in data) setReading(({ pages }) => ({ ...NOTHING, pages, preview: data.preview }))
      else setReading({ ...NOTHING, unreadable: 'unreadable' in data ? data.unreadable : FAILED })
    }
    made.onerror = () => setReading({ ...NOTHING, unreadable: FAILED })
    return () => {
      made.terminate()
      worker.current = null
    }
  }, [given])

  useEffect(() => {
    lastId.current += 1
    if (!given) return
    setReading((was) => (was.busy ? was : { ...was, busy: true }))
    const ask = () => {
      const was = told.current
      const { board, ...rest } = asked
      const isNew = was.given !== given
      told.current = { given, board, count: was.count + (isNew ? 1 : 0), at: performance.now() }
      worker.current?.postMessage({
        id: lastId.current,
        given: told.current.count,
        ...(isNew && { source: given.source }),
        ...(was.board !== board && { board }),
        asked: rest,
      } satisfies WorkerQuestion)
    }
    const wait = told.current.given === given ? told.current.at + PACE_MS - performance.now() : 0
    if (wait <= 0) return ask()
    const timer = setTimeout(ask, wait)
    return () => clearTimeout(timer)
  }, [given, asked])

  return reading
}
