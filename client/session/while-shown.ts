/**
 * Asking again and again, as long as somebody can see the answer: not while the page is hidden, and at once
 * when it is shown again.
 */
import type { Millis } from '../../shared/clock.ts'
import { browserPage, type Page } from './page.ts'

export function whileShown(
  every: Millis,
  ask: () => void,
  page: Pick<Page, 'isHidden' | 'onVisibility'> = browserPage,
): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  const begin = () => {
    clearInterval(timer)
    timer = page.isHidden() ? undefined : setInterval(ask, every)
  }
  begin()
  const end = page.onVisibility(() => {
    if (!page.isHidden()) ask()
    begin()
  })
  return () => {
    clearInterval(timer)
    end()
  }
}
