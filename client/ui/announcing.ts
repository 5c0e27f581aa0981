/**
 * How much is announced on this device: everything, what concerns me, or only what goes wrong.
 */
import { changing } from './changing.ts'

export const ANNOUNCED = ['all', 'mine', 'errors'] as const
export type Announced = (typeof ANNOUNCED)[number]

/**
 * `polite` and `assertive` are what I did and what concerns me, the second where it went wrong; `always` is
 * as quiet as the first and heard like the second; `aside` is what others do among themselves.
 */
export type How = 'polite' | 'assertive' | 'always' | 'aside'

const KEPT_AS = 'due-regard/announced'

function kept(): Announced {
  try {
    const value = localStorage.getItem(KEPT_AS)
    return ANNOUNCED.find((it) => it === value) ?? 'mine'
  } catch {
    return 'mine'
  }
}

export const announced = changing<Announced>(kept())
announced.subscribe(() => {
  try {
    localStorage.setItem(KEPT_AS, announced.get())
  } catch {
    // It holds for as long as this page is open.
  }
})

export function isHeard(how: How): boolean {
  switch (how) {
    case 'aside':
      return announced.get() === 'all'
    case 'polite':
      return announced.get() !== 'errors'
    default:
      return true
  }
}
