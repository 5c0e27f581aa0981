/**
 * What the environment says about this server, read once and whole at the start.
 *
 * A wrong value stops the start with one sentence that names the variable; an empty one counts as absent.
 */
import { isIP } from 'node:net'

export interface Config {
  port: number
  host: string
  dataDir: string
  /** Where several processes keep their boards together; null where the data folder is enough. */
  redisUrl: string | null
  /** Where the other processes reach this one; null where its host and port say it. */
  nodeUrl: string | null
  /** Where people reach this server, an origin without a path; null on a machine of one's own. */
  publicUrl: URL | null
  createKey: string | null
  /** What may be asked for figures from elsewhere than this machine; null where nobody may. */
  metricsKey: string | null
  logLevel: (typeof LOG_LEVELS)[number]
  /** How many proxies in front of this server write X-Forwarded-For. */
  trustedProxies: number
  /** After how many days backups are deleted, for the receipts of what is erased; null where nobody said. */
  backupDays: number | null
  /** Where the files of boards go whose day has come; null leaves such boards where they are. */
  archiveDir: string | null
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** A value nobody should start a server with; its message is the whole explanation. */
export class ConfigMistake extends Error {
  override name = 'ConfigMistake'
}

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = (name: string) => environment[name]?.trim() || undefined
  return {
    port: portOf(read('PORT')),
    host: hostOf(read('HOST')),
    dataDir: read('DATA_DIR') ?? './data',
    redisUrl: redisUrlOf(read('REDIS_URL')),
    nodeUrl: nodeUrlOf(read('NODE_URL')),
    publicUrl: publicUrlOf(read('PUBLIC_URL')),
    createKey: keyOf('CREATE_KEY', read('CREATE_KEY')),
    metricsKey: keyOf('METRICS_KEY', read('METRICS_KEY')),
    logLevel: logLevelOf(read('LOG_LEVEL')),
    trustedProxies: trustedProxiesOf(read('TRUST_PROXY')),
    backupDays: backupDaysOf(read('BACKUP_DAYS')),
    archiveDir: read('ARCHIVE_DIR') ?? null,
  }
}

function portOf(value = '3000'): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535) {
    throw new ConfigMistake(`PORT is ${quoted(value)}, but a port is a number from 0 to 65535.`)
  }
  return port
}

function hostOf(value = '127.0.0.1'): string {
  const host = value.replace(/^\[(.*)\]$/, '$1')
  const isName = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host) && !/^[\d.]+$/.test(host)
  if (isIP(host) === 0 && !isName) {
    throw new ConfigMistake(`HOST is ${quoted(value)}, but it is an address or name without port or path.`)
  }
  return host
}

function publicUrlOf(value: string | undefined): URL | null {
  if (value === undefined) return null
  const url = URL.canParse(value) ? new URL(value) : null
  const isOrigin =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search + url.hash + url.username + url.password === ''
  if (!isOrigin) {
    throw new ConfigMistake(
      `PUBLIC_URL is ${quoted(value)}, but it is an address like https://board.example.org without a path.`,
    )
  }
  return url
}

function redisUrlOf(value: string | undefined): string | null {
  if (value === undefined) return null
  if (!/^rediss?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) {
    // Its value is not repeated: there may be a password in it.
    throw new ConfigMistake('REDIS_URL is an address like redis://user:password@redis.example.org:6379/0.')
  }
  return value
}

function nodeUrlOf(value: string | undefined): string | null {
  if (value === undefined) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (url?.protocol !== 'http:' || url.pathname !== '/' || url.search + url.hash + url.username !== '') {
    throw new ConfigMistake(
      `NODE_URL is ${quoted(value)}, but it says how other servers reach this one, like http://10.0.0.5:3000.`,
    )
  }
  return url.origin
}

function keyOf(name: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (!/^[\x21-\x7e]{16,200}$/.test(value)) {
    throw new ConfigMistake(`${name} needs 16 to 200 letters, digits or signs without spaces.`)
  }
  return value
}

function logLevelOf(value = 'info'): Config['logLevel'] {
  const level = LOG_LEVELS.find((it) => it === value)
  if (!level)
    throw new ConfigMistake(`LOG_LEVEL is ${quoted(value)}, but it is one of ${LOG_LEVELS.join(', ')}.`)
  return level
}

function trustedProxiesOf(value = '0'): number {
  if (value === 'true') return 1
  if (value === 'false') return 0
  if (!/^\d$/.test(value)) {
    throw new ConfigMistake(
      `TRUST_PROXY is ${quoted(value)}, but it says how many proxies stand in front: 0 to 9, true or false.`,
    )
  }
  return Number(value)
}

function backupDaysOf(value: string | undefined): number | null {
  if (value === undefined) return null
  if (!/^[1-9]\d{0,3}$/.test(value))
    throw new ConfigMistake(
      `BACKUP_DAYS is ${quoted(value)}, but it says after how many days backups are deleted.`,
    )
  return Number(value)
}

const quoted = (value: string) => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
