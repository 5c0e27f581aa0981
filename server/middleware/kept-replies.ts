/**
 * Replies to keyed calls that outlive the server, in files of the board they were given on.
 *
 * A reply may hold a link's key, and secrets stand in no file: each is sealed with the key of its call, which
 * only the caller has. They are few, gone after a while, and go with the board.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Clock, Millis } from '../../shared/clock.ts'
import { goneBy } from '../../shared/clock.ts'
import type { BoardFiles } from '../store/contract.ts'

export interface KeptReply {
  asks: string
  at: Millis
  status: number
  headers: [string, string][]
  /** In base64. */
  body: string
}

/** Names the call: whose it is, and its key. */
export type CallName = readonly [who: string, key: string]

const PREFIX = 'once.'
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEPT_MOST = 200
const LONGEST = 64 * 1024

export function openKeptReplies(secret: Uint8Array, clock: Clock, keptMs: Millis) {
  const derived = (purpose: string, [who, key]: CallName) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, who, key]))
      .digest()
  const endOf = (call: CallName) => `.${derived('name', call).toString('hex').slice(0, 32)}`

  /** Oldest first; those whose time is over are gone. */
  const kept = async (files: BoardFiles): Promise<string[]> => {
    const names = (await files.list()).filter((it) => it.startsWith(PREFIX)).sort()
    const over = names.filter(
      (it, at) =>
        goneBy(clock, Number.parseInt(it.split('.')[1] ?? '', 36)) > keptMs || names.length - at > KEPT_MOST,
    )
    for (const name of over) await files.remove(name)
    return names.filter((it) => !over.includes(it))
  }

  return {
    async find(files: BoardFiles, call: CallName): Promise<KeptReply | null> {
      const name = (await kept(files)).find((it) => it.endsWith(endOf(call)))
      const sealed = name === undefined ? null : await files.read(name)
      if (!sealed) return null
      const at = sealed.length - TAG_BYTES
      const opened = createDecipheriv(CIPHER, derived('seal', call), sealed.subarray(0, NONCE_BYTES))
      opened.setAuthTag(sealed.subarray(at))
      return JSON.parse(
        Buffer.concat([opened.update(sealed.subarray(NONCE_BYTES, at)), opened.final()]).toString(),
      )
    },
    async keep(files: BoardFiles, call: CallName, reply: KeptReply): Promise<void> {
      const text = JSON.stringify(reply)
      if (text.length > LONGEST) return
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, derived('seal', call), nonce)
      const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
      await files.write(`${PREFIX}${reply.at.toString(36)}${endOf(call)}`, sealed)
      await kept(files)
    },
    async clear(files: BoardFiles): Promise<void> {
      for (const name of await files.list()) if (name.startsWith(PREFIX)) await files.remove(name)
    },
  }
}
