/**
 * The name a person joined with last, on this device only.
 */
import { localStorageIfAny } from '../session/my-boards.ts'

const KEY = 'due-regard/name'

export interface RememberedName {
  name: string
  group: string
}

export function rememberedName(): RememberedName {
  try {
    const kept = JSON.parse(localStorageIfAny()?.getItem(KEY) ?? '{}') as Partial<RememberedName>
    return {
      name: typeof kept.name === 'string' ? kept.name : '',
      group: typeof kept.group === 'string' ? kept.group : '',
    }
  } catch {
    return { name: '', group: '' }
  }
}

export function rememberName(name: RememberedName): void {
  try {
    localStorageIfAny()?.setItem(KEY, JSON.stringify(name))
  } catch {
    // Full or forbidden: it is asked for again next time.
  }
}

export function forgetName(): void {
  try {
    localStorageIfAny()?.removeItem(KEY)
  } catch {
    // It was never kept.
  }
}
