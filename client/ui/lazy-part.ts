/**
 * A component that is loaded when it is first asked for, and whose file may have gone since.
 *
 * A tab that was open during a deploy asks for files the server no longer has, unless this device kept
 * them. The page says so and stays as it is; nothing that was typed in it is lost.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { announce } from './announcer.tsx'
import { toast } from './toasts.tsx'

export const PART_MISSING = 'A part of this page could not be loaded. Refreshing the page puts that right.'

export function sayMissing(words: string): void {
  toast(words, { label: 'Refresh', run: () => location.reload() }, 'missing part', true)
  announce(words, 'always')
}

export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() =>
    load().then(
      (part) => ({ default: part }),
      () => {
        sayMissing(PART_MISSING)
        return new Promise<never>(() => {})
      },
    ),
  )
}
