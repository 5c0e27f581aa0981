import type { StoreLog } from '../../server/store/store-log.ts'

export interface Line {
  level: 'info' | 'warn' | 'error'
  facts: object
  says: string
}

/** A log that a test can read, and nobody else. */
export function quietLog(): StoreLog & { lines: Line[] } {
  const lines: Line[] = []
  const at = (level: Line['level']) => (facts: object, says: string) => {
    lines.push({ level, facts, says })
  }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
