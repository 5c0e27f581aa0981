/**
 * An account of every change that anybody made, kept apart from the code that is being tried: what it was,
 * which frames carried it, what the screen said of it, and what became of it.
 */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { ConnectionView, Leftover } from '../../client/session/contract.ts'
import type { ParticipantId } from '../../shared/board.ts'
import { isTextRoot } from '../../shared/doc/board-doc.ts'
import { FRAME, SYNC } from '../../shared/wire.ts'
import type { Platter } from './platter.ts'
import { into, isMark, type Root, valueKey } from './words.ts'

/** One place that somebody changed. */
export interface Made {
  n: number
  by: ParticipantId
  /** Storage is the device's and the person's. */
  device: string
  page: string
  root: Root
  key: string
  from: unknown
  to: unknown
  toKey: string
  /** Of a text: marks that came in and went out. */
  added: readonly string[]
  removed: readonly string[]
  at: number
  /** Nobody else writes this value. */
  isUnique: boolean
  carriers: Carrier[]
  /** When a screen first said that everything was saved, this included. */
  saidSaved: number | null
  /** A screen said that it was kept on the device. */
  saidKept: boolean
  /** Why it may be gone: no screen had promised anything. */
  excused: string | null
  isDismissed: boolean
  /** Words put back on purpose may stand there twice. */
  isPutBack: boolean
}

export interface Carrier {
  client: number
  clock: number
  epoch: number
  sentAt: number
  connection: ConnectionFacts
}

/** A connection of a page as the network saw it. */
export interface ConnectionFacts {
  openedAt: number
  epoch: number
  /** How long before it was opened the page had last heard anything. */
  apart: number
}

export type Deed = Pick<Made, 'by' | 'device' | 'page' | 'root' | 'key' | 'from' | 'to' | 'isUnique'> & {
  isPutBack?: boolean
}

/** Longer apart than this nothing is merged blind: the session's thirty seconds, and what a watch may be late by. */
const SURELY_APART_MS = 35_000

export class Account {
  readonly made: Made[] = []
  /** Words that must never stand anywhere: what was tried against the rules. */
  readonly forbidden = new Set<string>()
  private readonly byPlace = new Map<string, Made[]>()
  private readonly byValue = new Map<string, Made[]>()
  private readonly byMark = new Map<string, Made[]>()
  /** Made on a page and not yet called saved by it. */
  private readonly open = new Map<string, Set<Made>>()

  constructor(
    private readonly platter: Platter,
    private readonly now: () => number,
  ) {}

  add(deed: Deed): Made {
    const isText = isTextRoot(deed.root)
    const made: Made = {
      isPutBack: false,
      ...deed,
      n: this.made.length + 1,
      at: this.now(),
      toKey: valueKey(deed.to),
      added: isText ? marksMissing(deed.to, deed.from) : [],
      removed: isText ? marksMissing(deed.from, deed.to) : [],
      carriers: [],
      saidSaved: null,
      saidKept: false,
      excused: null,
      isDismissed: false,
    }
    this.made.push(made)
    into(this.byPlace, placeOf(made), made)
    if (isText) for (const mark of made.added) into(this.byMark, mark, made)
    else if (made.isUnique) into(this.byValue, made.toKey, made)
    const open = this.open.get(made.page) ?? new Set()
    this.open.set(made.page, open.add(made))
    return made
  }

  at(root: string, key: string): readonly Made[] {
    return this.byPlace.get(`${root}/${key}`) ?? []
  }

  /** A page lets a frame go. */
  sends(by: ParticipantId, connection: ConnectionFacts, frame: Uint8Array): void {
    if (frame[0] !== FRAME.sync || frame[1] === SYNC.step1) return
    const decoder = decoding.createDecoder(frame.subarray(2))
    const { structs } = Y.decodeUpdate(decoding.readVarUint8Array(decoder))
    const { epoch } = connection
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue
      const { client, clock } = struct.id
      const carry = (made: Made, offset: number) => {
        if (made.by !== by) return
        made.carriers.push({ client, clock: clock + offset, epoch, sentAt: this.now(), connection })
      }
      if (struct.content instanceof Y.ContentAny) {
        struct.content.arr.forEach((value, offset) => {
          for (const made of this.byValue.get(valueKey(value)) ?? []) carry(made, offset)
        })
      } else if (struct.content instanceof Y.ContentString) {
        Array.from(struct.content.str).forEach((character, offset) => {
          for (const made of this.byMark.get(character) ?? []) carry(made, offset)
        })
      }
    }
  }

  /** What a screen says of what was made on it. Throws where that is not so. */
  hears(page: string, said: ConnectionView, leftovers: readonly Leftover[]): void {
    const open = this.open.get(page)
    if (!open || open.size === 0) return
    if (said.saved === 'kept') for (const it of open) it.saidKept = true
    if (said.saved !== 'saved') return
    for (const it of open) {
      if (this.isOnDisk(it) || this.isSuperseded(it)) it.saidSaved = this.now()
      else if (!it.isDismissed && !this.isListed(it, leftovers))
        throw new Error(`[saved-2] ${page} says Saved, and this is not on disk: ${tell(it)}`)
    }
    open.clear()
  }

  /** A page is gone: what nobody had promised may be gone with it. */
  pageGone(page: string, { loses }: { loses: 'everything' | 'what was on its way' | 'nothing' }): void {
    if (loses === 'everything') {
      // What was left over stood on that page alone.
      for (const it of this.made)
        if (it.page === page && !this.isOnDisk(it)) it.excused = 'its page was closed without storage'
    } else if (loses === 'what was on its way') {
      for (const it of this.open.get(page) ?? []) if (!it.saidKept) it.excused = 'its page crashed at once'
    }
    this.open.delete(page)
  }

  /** Whether something made is on disk: its bytes, or what it comes to. */
  isOnDisk(made: Made): boolean {
    return this.wasShown(made) || this.isCarried(made) || (!made.isUnique && this.isRivalled(made))
  }

  /** Whether the board ever showed it. */
  wasShown(made: Made): boolean {
    if (isTextRoot(made.root)) {
      const name = placeOf(made)
      const seen = this.platter.characters.get(name)
      const text = this.platter.textOf(name)
      return (
        made.added.every((it) => seen?.has(it)) &&
        made.removed.every(
          (it) => !text.includes(it) || this.isAddedAfter(made, it) || this.platter.broughtBack.has(name),
        )
      )
    }
    const entries = this.platter.entries.get(placeOf(made)) ?? []
    if (made.isUnique) return entries.some((it) => it.key === made.toKey)
    const before = entries.findLast((it) => it.at <= made.at)
    return (
      (before?.key ?? 'nothing') === made.toKey ||
      entries.some((it) => it.at > made.at - 1 && it.key === made.toKey)
    )
  }

  private isAddedAfter(made: Made, mark: string): boolean {
    return this.byMark.get(mark)?.some((it) => it !== made && it.at >= made.at) ?? false
  }

  isCarried(made: Made): boolean {
    return made.carriers.some((it) => this.platter.has(it.epoch, it.client, it.clock))
  }

  /** Somebody else changed the place at about the same time, so theirs may have won at once. */
  isRivalled(made: Made): boolean {
    const entries = this.platter.entries.get(placeOf(made)) ?? []
    const rivals = this.at(made.root, made.key).filter((it) => it.page !== made.page)
    return (
      entries.some((it) => it.at >= made.at - SURELY_APART_MS && it.key !== made.toKey) ||
      // Theirs may have won although nothing of it was ever seen: made and taken back at once.
      rivals.some((it) => Math.abs(it.at - made.at) <= SURELY_APART_MS)
    )
  }

  /** The same person went over it, on the same page or a later one of the same device. */
  isSuperseded(made: Made): boolean {
    const later = this.at(made.root, made.key).filter(
      (it) => it.by === made.by && it.device === made.device && it.n > made.n,
    )
    if (!isTextRoot(made.root))
      return later.some((it) => this.isOnDisk(it) || it.isDismissed) || this.isTakenBack(made)
    return made.added.every(
      (mark) =>
        this.platter.characters.get(placeOf(made))?.has(mark) ||
        later.some((it) => it.removed.includes(mark)),
    )
  }

  /** Changed and changed back before any of it arrived is nothing that anybody wants. */
  private isTakenBack(made: Made): boolean {
    // A value that others write too may have a rival on disk without ever having arrived itself.
    const hasArrived = (it: Made | undefined) => it !== undefined && (this.wasShown(it) || this.isCarried(it))
    // What arrived from another page of the same device this one had not seen.
    const mine = this.at(made.root, made.key).filter(
      (it) => it.by === made.by && it.device === made.device && (it.page === made.page || !hasArrived(it)),
    )
    const at = mine.indexOf(made)
    for (let first = at; first >= 0 && !hasArrived(mine[first]); first -= 1) {
      for (let last = at; last < mine.length && !hasArrived(mine[last]); last += 1)
        if (valueKey(mine[first]?.from) === mine[last]?.toKey) return true
    }
    return false
  }

  isListed(made: Made, leftovers: readonly Leftover[]): boolean {
    const mine = leftovers.filter((it) => it.root === made.root && it.key === made.key)
    if (mine.length === 0) return false
    if (!isTextRoot(made.root)) {
      const keys = new Set(mine.map((it) => valueKey(it.mine)))
      return (
        keys.has(made.toKey) ||
        this.at(made.root, made.key).some((it) => it.n > made.n && it.by === made.by && keys.has(it.toKey))
      )
    }
    return made.added.every(
      (mark) =>
        this.platter.characters.get(placeOf(made))?.has(mark) ||
        mine.some((it) => String(it.mine).includes(mark)) ||
        this.at(made.root, made.key).some(
          (it) => it.n > made.n && it.by === made.by && it.removed.includes(mark),
        ),
    )
  }

  /** For the trace: everything that is known of the place of a change that a message names. */
  tellPlaceOf(message: string): string {
    const made = this.made[Number(/#(\d+)/.exec(message)?.[1]) - 1]
    if (!made) return ''
    const entries = this.platter.entries.get(placeOf(made)) ?? []
    return [
      ...this.at(made.root, made.key).map(tell),
      ...entries.map((it) => `record ${it.position} ${it.by} at ${Math.round(it.at)}: ${it.key}`),
      `text: ${isTextRoot(made.root) ? this.platter.textOf(placeOf(made)) : ''}`,
    ].join('\n')
  }

  /** A change that came long after it was made, over one that the room had meanwhile. */
  mergedBlind(): string | null {
    for (const made of this.made) {
      if (isTextRoot(made.root) || !made.isUnique) continue
      const entries = this.platter.entries.get(placeOf(made)) ?? []
      const at = entries.findIndex((it) => it.key === made.toKey && it.by === made.by)
      const [entry, beaten] = [entries[at], entries[at - 1]]
      const carrier = made.carriers.findLast((it) => entry && it.sentAt <= entry.at + 1)
      if (!entry || !beaten || !carrier || beaten.by === made.by || beaten.by === 'server') continue
      // Put there again by somebody who had seen what became of it.
      const again = this.at(made.root, made.key).filter((it) => it.n > made.n && it.toKey === made.toKey)
      if (again.length > 0) continue
      // Back to what this person had in front of them: nobody could tell that anything had happened.
      const seen = this.at(made.root, made.key).filter((it) => it.by === made.by && it.n <= made.n)
      if (seen.some((it) => beaten.key === it.toKey || beaten.key === valueKey(it.from))) continue
      const { openedAt, apart } = carrier.connection
      if (apart > SURELY_APART_MS && beaten.at > made.at && beaten.at < openedAt - 1)
        return `${tell(made)} beat a later change of ${beaten.by} (${beaten.key} at ${Math.round(beaten.at)})`
    }
    return null
  }
}

/** What a sync frame carries, in few words. */
export function tellFrame(frame: Uint8Array): string {
  if (frame[0] !== FRAME.sync) return `frame ${frame[0]}`
  if (frame[1] === SYNC.step1) return 'step 1'
  const { structs, ds } = Y.decodeUpdate(
    decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2))),
  )
  const added = structs.map((it) => `${it.id.client}:${it.id.clock}+${it.length}`).join(' ')
  const deleted = Array.from(ds.clients, ([client, ranges]) =>
    ranges.map((it) => `-${client}:${it.clock}+${it.len}`).join(' '),
  )
  return `${frame[1] === SYNC.step2 ? 'step 2' : 'update'} ${added} ${deleted.join(' ')}`
}

export const placeOf = ({ root, key }: { root: string; key: string }) => `${root}/${key}`

export function tell(it: Made): string {
  const carriers = it.carriers.map((c) => `${c.client}:${c.clock}@${Math.round(c.sentAt)}`).join(' ')
  const what = isTextRoot(it.root) ? `+${it.added.join('')} -${it.removed.join('')}` : it.toKey
  return `#${it.n} ${it.by} on ${it.page} at ${Math.round(it.at)}: ${placeOf(it)} ${what} (sent ${carriers || 'never'})`
}

function marksMissing(from: unknown, to: unknown): string[] {
  const there = new Set(String(to ?? ''))
  return [...new Set(String(from ?? ''))].filter((it) => isMark(it) && !there.has(it))
}
