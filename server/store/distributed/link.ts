/**
 * The connection to Redis, which says in the contract's words what it could not do.
 *
 * Two kinds of no are told apart. Where Redis answers that it will not (it is full, it is a replica now),
 * nothing was written. Where no answer came, that shows only once it can be asked again.
 */
import { Redis } from 'ioredis'
import { StorageUnavailable } from '../contract.ts'
import type { StoreLog } from '../store-log.ts'
import { SCRIPTS, type ScriptName } from './scripts.ts'

/** Redis said no: whatever was asked has not happened. */
export class RedisRefused extends StorageUnavailable {
  override name = 'RedisRefused'
}

/** No answer: what was asked may have happened or not. */
export class RedisAway extends StorageUnavailable {
  override name = 'RedisAway'
}

/** Longer than a busy Redis takes; what comes later is asked for again. */
const ANSWER_MS = 5_000
/** Something is asked several times a second, so a line that is silent this long is dead. */
const SILENT_MS = 10_000
const SLOWEST_RETURN_MS = 1_000

type Argument = string | number | Uint8Array
/** Bytes, so that nothing kept is taken for text. */
type Call = (...args: (string | number | Buffer)[]) => Promise<unknown>

export interface RedisLink {
  /** Runs a script of `scripts.ts`; strings in the answer are bytes. */
  run(script: ScriptName, keys: readonly string[], args: readonly Argument[]): Promise<unknown>
  /** Runs a command of Redis; strings in the answer are bytes. */
  call(command: string, ...args: Argument[]): Promise<unknown>
  /** Told whenever the connection is there again after it was not. */
  onReturn(listener: () => void): void
  close(): Promise<void>
}

export async function openLink(url: string, log: StoreLog): Promise<RedisLink> {
  const client = new Redis(url, {
    lazyConnect: true,
    protocol: 2,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    commandTimeout: ANSWER_MS,
    socketTimeout: SILENT_MS,
    retryStrategy: (times) => Math.min(50 * 2 ** times, SLOWEST_RETURN_MS),
    // After a failover the old primary answers as a replica: the name may lead to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  for (const [name, { keys, lua }] of Object.entries(SCRIPTS)) {
    client.defineCommand(name, { numberOfKeys: keys, lua })
  }
  const returned = new Set<() => void>()
  let isAway = false
  client.on('error', (error: Error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away')
    isAway = true
  })
  client.on('close', () => {
    isAway = true
  })

  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw new RedisAway(`no connection to Redis: ${messageOf(error)}`, { cause: error })
  }
  isAway = false
  client.on('ready', () => {
    isAway = false
    log.info({}, 'Redis is there again')
    for (const listener of returned) listener()
  })

  const asked = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      return await work
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError')
        throw new RedisRefused(`Redis refuses: ${error.message}`, { cause: error })
      throw new RedisAway(`Redis does not answer: ${messageOf(error)}`, { cause: error })
    }
  }
  const plain = (it: Argument) =>
    typeof it === 'object' ? Buffer.from(it.buffer, it.byteOffset, it.byteLength) : it

  return {
    run: (script, keys, args) => {
      const command = (client as unknown as Record<string, Call>)[`${script}Buffer`] as Call
      return asked(command.call(client, ...keys, ...args.map(plain)))
    },
    call: (command, ...args) => asked(client.callBuffer(command, ...args.map(plain))),
    onReturn: (listener) => void returned.add(listener),
    close: async () => {
      returned.clear()
      await client.quit().catch(() => {})
      client.disconnect()
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The answer of a script that begins with a word. */
export function worded(answer: unknown): [word: string, ...rest: string[]] {
  return (answer as Uint8Array[]).map(String) as [string, ...string[]]
}
