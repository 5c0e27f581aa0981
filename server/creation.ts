/**
 * Who may start a board: whoever sits at this machine, and else whoever has the creation key.
 *
 * The key is made once where none is configured; only its hash is kept, so it is shown this one time.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Config } from './config.ts'
import type { Env } from './middleware/access.ts'
import { isAtThisMachine, isLoopback } from './middleware/address.ts'
import type { Registry } from './store/contract.ts'

export const CREATE_KEY_HEADER = 'x-create-key'

export interface Creation {
  needsKey(c: Context<Env>): boolean
  mayCreate(c: Context<Env>): boolean
  /** The key that was made at this start, or null. */
  readonly madeKey: string | null
}

const SETTING = 'create-key-sha256'

export async function openCreation(config: Config, registry: Registry): Promise<Creation> {
  const isForOthers = config.publicUrl !== null || !isLoopback(config.host)
  let hash = config.createKey === null ? registry.setting(SETTING) : hashOf(config.createKey)
  let madeKey: string | null = null
  if (hash === undefined && isForOthers) {
    madeKey = randomBytes(18).toString('base64url')
    hash = hashOf(madeKey)
    await registry.putSetting(SETTING, hash)
  }
  const expected = hash
  const isKey = (key: string) =>
    expected !== undefined && timingSafeEqual(Buffer.from(hashOf(key), 'hex'), Buffer.from(expected, 'hex'))

  return {
    madeKey,
    needsKey: (c) => !isAtThisMachine(c, config),
    mayCreate: (c) => isAtThisMachine(c, config) || isKey(c.req.header(CREATE_KEY_HEADER) ?? ''),
  }
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
