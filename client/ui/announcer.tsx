/**
 * What a screen reader hears of things that happen: one polite region for the whole page, one that interrupts.
 *
 * What stands outside an open dialog is not heard, so each dialog has the regions in it too, and the topmost
 * speaks. A sentence is said a moment after it was handed in, when dialogs have opened or closed.
 */
import { useEffect, useState } from 'react'
import { type How, isHeard } from './announcing.ts'

type Region = 'polite' | 'assertive'
type Said = Readonly<Record<Region, string>>
type Speaker = (next: (before: Said) => Said) => void

const SETTLED_MS = 60
const speakers: Speaker[] = []
let waiting: Record<Region, string[]> = { polite: [], assertive: [] }

/** Says a sentence, where this device is to say such; the same sentence twice is said twice. */
export function announce(words: string, how: How = 'polite'): void {
  if (!isHeard(how)) return
  if (waiting.polite.length + waiting.assertive.length === 0) setTimeout(speak, SETTLED_MS)
  waiting[how === 'assertive' ? how : 'polite'].push(words)
}

function speak(): void {
  const news = { polite: waiting.polite.join(' '), assertive: waiting.assertive.join(' ') }
  waiting = { polite: [], assertive: [] }
  const again = (before: string, now: string) => (now === '' ? before : now === before ? `${now}\u00a0` : now)
  speakers.at(-1)?.((before) => ({
    polite: again(before.polite, news.polite),
    assertive: again(before.assertive, news.assertive),
  }))
}

export function Announcer() {
  const [said, say] = useState<Said>({ polite: '', assertive: '' })
  useEffect(() => {
    speakers.push(say)
    return () => void speakers.splice(speakers.indexOf(say), 1)
  }, [])
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {said.polite}
      </div>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {said.assertive}
      </div>
    </>
  )
}
