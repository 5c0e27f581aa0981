/**
 * Asks the worker about a text and waits for its latest answer; older answers are dropped.
 */
import { useEffect, useRef, useState } from 'react'
import type { WorkerAnswer, WorkerQuestion } from './import-worker.ts'
import type { Asked, Preview } from './reading.ts'

export interface Reading {
  preview: Preview | null
  /** Why nothing could be read, as a sentence. */
  unreadable: string | null
  busy: boolean
}

const NOTHING: Reading = { preview: null, unreadable: null, busy: false }

/** Reads nothing while `asked` is null. The last preview stays while the next one is made. */
export function useReading(asked: Asked | null): Reading {
  const [reading, setReading] = useState<Reading>(NOTHING)
  const worker = useRef<Worker | null>(null)
  const lastId = useRef(0)

  useEffect(() => {
    const made = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
    worker.current = made
    made.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (data.id !== lastId.current) return
      if ('preview' in data) setReading({ preview: data.preview, unreadable: null, busy: false })
      else {
        const unreadable = 'unreadable' in data ? data.unreadable : 'This could not be read.'
        setReading({ preview: null, unreadable, busy: false })
      }
    }
    made.onerror = () => setReading({ preview: null, unreadable: 'This could not be read.', busy: false })
    return () => {
      made.terminate()
      worker.current = null
    }
  }, [])

  useEffect(() => {
    lastId.current += 1
    if (!asked) {
      setReading(NOTHING)
      return
    }
    setReading((was) => ({ ...was, busy: true }))
    worker.current?.postMessage({ id: lastId.current, asked } satisfies WorkerQuestion)
  }, [asked])

  return reading
}
