/**
 * What a Redis promises: asked at the start, and again whenever the connection has been away.
 *
 * A Redis that forgets is refused in a sentence; one that may lose its last second says so wherever "saved"
 * is explained. Managed services often hide their settings: then what they show is used.
 */
import { FORMAT } from './keys.ts'
import { type RedisLink, RedisRefused } from './link.ts'

/** A Redis nobody should keep boards in; its message is the whole explanation. */
export class StoreRefused extends Error {
  override name = 'DataFolderRefused'
}

export interface Promised {
  /** What "saved" means with this Redis, in a line anybody may read. */
  promise: string
  /** What an operator may want to change, in sentences. */
  warnings: string[]
}

const OLDEST_MAJOR = 7

export async function checkRedis(link: RedisLink): Promise<Promised> {
  const info = fieldsOf(String(await link.call('INFO')))
  const settings = await settingsOf(link)
  const setting = (name: string) => settings.get(name)
  const warnings: string[] = []

  const version = info.get('redis_version') ?? '0'
  if (Number.parseInt(version, 10) < OLDEST_MAJOR)
    throw new StoreRefused(`Redis is ${version}; boards need Redis 7.0 or newer, or Valkey.`)
  if (info.get('cluster_enabled') === '1')
    throw new StoreRefused(
      'REDIS_URL leads to a Redis Cluster; use one primary, with replicas where you want them.',
    )
  if (info.get('role') !== 'master')
    throw new StoreRefused('REDIS_URL leads to a replica, which takes no changes; name the primary.')
  const isAppending = setting('appendonly') ?? (info.get('aof_enabled') === '1' ? 'yes' : 'no')
  if (isAppending !== 'yes')
    throw new StoreRefused(
      'Redis keeps no append-only file, so a restart would lose what people were told is saved; ' +
        'set appendonly yes and appendfsync always.',
    )
  const eviction = setting('maxmemory-policy') ?? info.get('maxmemory_policy')
  if (eviction !== undefined && eviction !== 'noeviction')
    throw new StoreRefused(
      `Redis may throw boards away when its memory is full (maxmemory-policy ${eviction}); set noeviction.`,
    )
  const syncs = setting('appendfsync')
  if (syncs === 'no')
    throw new StoreRefused(
      'Redis leaves it to the system when its file is synced (appendfsync no), which may be half a minute ' +
        'later; set appendfsync always.',
    )
  if (setting('no-appendfsync-on-rewrite') === 'yes')
    warnings.push(
      'Redis does not sync while it rewrites its file; set no-appendfsync-on-rewrite no, or a crash at that ' +
        'moment may lose some seconds.',
    )
  if (syncs === 'always' && warnings.length === 0)
    return { promise: 'Saved means written to the disk of the Redis server and synced.', warnings }
  if (syncs === 'always')
    return {
      promise:
        'Saved means written to the disk of the Redis server; if it crashes while it tidies its file, the ' +
        'last seconds may be lost there.',
      warnings,
    }
  if (syncs === undefined) {
    warnings.push(
      'Redis does not say how often it syncs its file; ask whoever runs it for appendfsync always.',
    )
    return { promise: 'Saved means kept by the Redis server, which does not say when it syncs.', warnings }
  }
  warnings.push(
    'Redis syncs its file once a second (appendfsync everysec); with appendfsync always nothing saved is ' +
      'lost when that machine loses power.',
  )
  return {
    promise: 'Saved means kept by the Redis server; if it crashes, its last second may be lost there.',
    warnings,
  }
}

/**
 * A later version counts this up only where an earlier one would read wrongly what it writes. What an earlier
 * one can pass over, such as another kind of record, another field or key, leaves it as it is.
 */
export const REDIS_FORMAT = 1

/** Refuses boards that are kept in a form of another version; where nobody has said which, it is this one. */
export async function checkFormat(link: RedisLink): Promise<void> {
  await link.call('SET', FORMAT, REDIS_FORMAT, 'NX')
  const found = Number(String(await link.call('GET', FORMAT)))
  if (found === REDIS_FORMAT) return
  const whose = found > REDIS_FORMAT ? 'a newer' : 'another'
  throw new StoreRefused(
    `What is in this Redis was written by ${whose} version of Due Regard (form ${found}; this version knows ` +
      `form ${REDIS_FORMAT}); start that version, or name another Redis.`,
  )
}

async function settingsOf(link: RedisLink): Promise<Map<string, string>> {
  const settings = new Map<string, string>()
  for (const name of ['appendonly', 'appendfsync', 'no-appendfsync-on-rewrite', 'maxmemory-policy']) {
    try {
      const [, value] = (await link.call('CONFIG', 'GET', name)) as Uint8Array[]
      if (value !== undefined) settings.set(name, String(value))
    } catch (error) {
      if (!(error instanceof RedisRefused)) throw error
    }
  }
  return settings
}

const fieldsOf = (text: string): Map<string, string> =>
  new Map(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
