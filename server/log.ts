/**
 * The server's log: one line of JSON an event, with ids and never a statement's text, a name or a key.
 */
import { pino } from 'pino'
import type { Config } from './config.ts'

export interface Log {
  info(facts: object, what: string): void
  warn(facts: object, what: string): void
  error(facts: object, what: string): void
}

export const openLog = (config: Pick<Config, 'logLevel'>): Log =>
  pino({
    level: config.logLevel,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    messageKey: 'what',
    redact: ['cookie', 'headers.cookie', 'key', 'name', 'text'],
  })
