/**
 * Who holds which card just now, and who has just let go of one: heard of card by card.
 *
 * The document does not say who moved what. Whoever held a card a moment before it moved is taken to have
 * moved it; where nobody held it, nobody is named.
 */
import type { StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import type { Hold, Presence } from '../../../shared/doc/presence.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import type { Watched } from '../../session/contract.ts'
import { changing, keyed } from '../../ui/changing.ts'

export interface Holder {
  who: string
  name: string
}

/** A hold that comes with a card sent by key or menu: there is no pointer to draw. */
export const WITHOUT_POINTER = -1

export interface Guest extends Holder {
  connection: number
  hold: Hold
}

/** The place in a column over which somebody else has come to rest. */
export interface GuestSlot extends Holder {
  slot: number
  statement: StatementId
}
type GuestSlots = Readonly<Partial<Record<ColumnId, GuestSlot>>>

const REST_MS = 180
const REMEMBER_MS = 4_000

export function openHolders(
  presence: Watched<readonly Presence[]>,
  people: Watched<ReadonlyMap<string, PersonCard>>,
  now: () => number = Date.now,
) {
  const held = keyed<Holder>()
  const guests = changing<readonly Guest[]>([])
  const slots = changing<GuestSlots>({})
  const here = changing<readonly string[]>([])
  const lately = new Map<StatementId, Holder & { at: number }>()
  let resting: ReturnType<typeof setTimeout> | undefined

  const follow = () => {
    const names = people.get()
    const next = new Map<StatementId, Holder>()
    const seen: Guest[] = []
    const before = new Map(guests.get().map((it) => [it.connection, it]))
    const present = Array.from(new Set(presence.get().map((it) => it.who))).sort()
    if (present.join() !== here.get().join()) here.set(present)
    for (const { connection, who, hold } of presence.get()) {
      if (!hold) continue
      const known = held.get(hold.statement)
      const name = shortName(names, present, who)
      const holder = known?.who === who && known.name === name ? known : { who, name }
      // Two who reach for one card: the first the server named keeps it.
      if (!next.has(hold.statement)) next.set(hold.statement, holder)
      const guest = before.get(connection)
      seen.push(guest?.hold === hold && guest.name === name ? guest : { ...holder, connection, hold })
      lately.set(hold.statement, { ...holder, at: now() })
    }
    const gone = Array.from(held.keys()).filter((id) => !next.has(id))
    held.update([...next, ...gone.map((id) => [id, undefined] as const)])
    if (seen.length > 0 || guests.get().length > 0) guests.set(seen)
    for (const [id, { at }] of lately) if (now() - at > REMEMBER_MS) lately.delete(id)
    clearTimeout(resting)
    const wanted = slotsOf(seen)
    // A gap that opens for somebody else moves what I am reading: only where they come to rest.
    if (same(wanted, slots.get())) return
    slots.set(withoutMoved(slots.get(), wanted))
    resting = setTimeout(() => slots.set(wanted), REST_MS)
  }

  return {
    of: held,
    guests,
    slots,
    /** Ids of the others who are connected, in a fixed order. */
    here,
    /** Who held this card in the last seconds, if anybody did. */
    lately(id: StatementId): Holder | null {
      const last = lately.get(id)
      return last && now() - last.at <= REMEMBER_MS ? last : null
    },
    open() {
      follow()
      const ends = [presence.subscribe(follow), people.subscribe(follow)]
      return () => {
        clearTimeout(resting)
        for (const end of ends) end()
      }
    },
  }
}
export type Holders = ReturnType<typeof openHolders>

function slotsOf(guests: readonly Guest[]): GuestSlots {
  const slots: Partial<Record<ColumnId, GuestSlot>> = {}
  for (const { who, name, hold } of guests) {
    if (hold.over === null || hold.slot === null || hold.x === WITHOUT_POINTER) continue
    slots[hold.over] ??= { who, name, slot: hold.slot, statement: hold.statement }
  }
  return slots
}

const sameSlot = (a: GuestSlot | undefined, b: GuestSlot | undefined) =>
  a?.slot === b?.slot && a?.statement === b?.statement && a?.who === b?.who

const same = (a: GuestSlots, b: GuestSlots) => BOARD_COLUMN_IDS.every((id) => sameSlot(a[id], b[id]))

function withoutMoved(shown: GuestSlots, wanted: GuestSlots): GuestSlots {
  const kept = BOARD_COLUMN_IDS.filter((id) => shown[id] && sameSlot(shown[id], wanted[id]))
  return kept.length === Object.keys(shown).length
    ? shown
    : Object.fromEntries(kept.map((id) => [id, shown[id]]))
}

/** A first name where it is enough to tell the people who are here apart, else the whole name. */
export function shortName(
  people: ReadonlyMap<string, PersonCard>,
  here: readonly string[],
  who: string,
): string {
  const firstOf = (id: string) => people.get(id)?.name.trim().split(/\s+/u)[0]
  const first = firstOf(who)
  if (!first) return 'Somebody'
  const shared = here.some((id) => id !== who && firstOf(id) === first)
  return shared ? (people.get(who)?.name.trim() ?? first) : first
}
