/**
 * What somebody has who means harm: a running server, a valid participant link and any number of devices.
 *
 * Attacks run in a process of their own (`attacker.ts`), so that what they cost themselves slows nobody else.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { SYNC } from '../../../shared/wire.ts'
import { ask, type Guest } from '../../support/guests.ts'
import { frameBytes, type RawLink, rawLink, rawSocketOf } from '../../support/raw-link.ts'
import { syncFrameOf } from '../../support/rooms.ts'

export interface Stage {
  base: string
  /** In by the participant link. */
  eve: Guest
  /** The facilitator, for what only that role may ask for: what if it were theirs? */
  grace: Guest
  /** Another device that came in by the same link. */
  another(): Promise<Guest>
  isOver(): boolean
  /** Counts what an attacker was told. */
  heard(answer: string): void
  /** Links that are ended with the attack. */
  hold(link: RawLink): RawLink
}

export interface Attack {
  name: string
  /** Goes on until it is over. */
  run(stage: Stage): Promise<void>
}

/** Attacks by their names. */
export const attacks = (runs: Readonly<Record<string, Attack['run']>>): readonly Attack[] =>
  Object.entries(runs).map(([name, run]) => ({ name, run }))

export const tick = () => new Promise<void>((resolve) => setImmediate(resolve))
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A socket of somebody's, or null where none was to be had just now. */
export async function socketOf(stage: Stage, guest: Guest): Promise<RawLink | null> {
  try {
    return stage.hold(await rawSocketOf(guest))
  } catch (error) {
    const status = /HTTP\/1\.1 (\d+)/.exec(String(error))?.[1]
    if (status) stage.heard(`HTTP ${status}`)
    await pause(20)
    return null
  }
}

export interface FloodOptions {
  guest?: Guest
  /** Whether it reads what it is sent. */
  isReading?: boolean
  /** Milliseconds between two writes. */
  every?: number
}

/** Writes as fast as bytes are taken, over one socket after the other as each is closed. */
export async function flood(
  stage: Stage,
  bytes: () => Uint8Array,
  { guest = stage.eve, isReading = true, every = 0 }: FloodOptions = {},
): Promise<void> {
  while (!stage.isOver()) {
    const link = await socketOf(stage, guest)
    if (!link) continue
    if (!isReading) link.tcp.pause()
    while (!stage.isOver() && !link.tcp.destroyed && link.tcp.writable) {
      const isTaken = link.tcp.write(bytes())
      if (isTaken && every === 0) await tick()
      else await pause(isTaken ? every : 5)
    }
    const said = link.closed()
    if (said) stage.heard(`${said.code} ${said.reason}`)
    link.end()
  }
}

/** Calls without end, several at once. */
export async function calls(
  stage: Stage,
  atOnce: number,
  call: (at: number) => Promise<{ status: number; body?: unknown }>,
): Promise<void> {
  let made = 0
  const one = async () => {
    while (!stage.isOver()) {
      made += 1
      const reply = await call(made).catch(() => null)
      if (!reply) await pause(20)
      else if (reply.status >= 400) stage.heard(`HTTP ${reply.status} ${codeIn(reply.body)}`.trim())
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

const codeIn = (body: unknown): string =>
  (body as { error?: { code?: string } } | null | undefined)?.error?.code ?? ''

export const get = (guest: Guest, path: string) => ask(guest, 'GET', path)

export const frame = (payload: Uint8Array): Uint8Array => frameBytes({ payload })
export const update = (bytes: Uint8Array): Uint8Array => frame(syncFrameOf(SYNC.update, bytes))
export const repeated = (bytes: Uint8Array, times: number): Uint8Array =>
  Buffer.concat(Array.from({ length: times }, () => bytes))

/** A number as wide as wanted, in the encoding of the protocol. */
export function varUints(...numbers: number[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

export const anyClient = () => Math.floor(Math.random() * 2 ** 32)

/** What a document gives out for a change of it. */
export function changeOf(change: (doc: Y.Doc) => void, client?: number): Uint8Array {
  const doc = new Y.Doc()
  if (client !== undefined) doc.clientID = client
  doc.transact(() => change(doc))
  const bytes = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return bytes
}

/** So many comments of somebody's, made at once by a client that nobody knows. */
export const comments = (guest: Guest, from: number, count: number, words: string): Uint8Array =>
  changeOf((doc) => {
    const { comments } = rootsOf(doc)
    for (let at = from; at < from + count; at += 1) {
      comments.set(`${guest.me.id}/x${at}`, { on: 'F1', text: words })
    }
  })

export { rawLink }
