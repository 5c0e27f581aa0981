/**
 * The server's log: one line of JSON an event, with ids and never a statement's text, a name or a key.
 *
 * What an error says may quote what it was thrown over, so of an error only that is told which cannot: its
 * kind, its code, where in the program it was; and its words where they are our own or the machine's.
 */
import { type DestinationStream, pino } from 'pino'
import type { Config } from './config.ts'

export interface Log {
  info(facts: object, what: string): void
  warn(facts: object, what: string): void
  error(facts: object, what: string): void
}

export const openLog = (config: Pick<Config, 'logLevel'>, to?: DestinationStream): Log =>
  pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'what',
      redact: ['cookie', 'headers.cookie', 'key', 'name', 'text'],
      serializers: { err: (error: unknown) => told(error) },
    },
    ...(to ? [to] : []),
  )

/** What a server that has to stop says to whoever started it, which a service manager keeps beside the log. */
export function lastWords(error: unknown): string {
  const { kind, message } = told(error)
  return `Due Regard stops: ${message ?? `${kind}, of which the log says more`}.`
}

/** Their words name files and system calls, never what was in them. */
const OUR_WORDS = ['StorageUnavailable', 'StorageFatal', 'StorageMoved', 'DataFolderRefused', 'FileDamaged']

interface Told {
  kind: string
  code?: string
  message?: string
  at?: string[]
  cause?: Told
}

function told(error: unknown, depth = 3): Told {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const isSystem = 'syscall' in error
  const at = error.stack
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 12)
  return {
    kind: error.name,
    ...(code !== undefined && { code }),
    ...((OUR_WORDS.includes(error.name) || isSystem) && { message: error.message }),
    ...(at && { at }),
    ...(error.cause !== undefined && depth > 0 && { cause: told(error.cause, depth - 1) }),
  }
}
