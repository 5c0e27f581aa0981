/**
 * Who answers on this device beside its owner, for as long as they have it in their hands.
 *
 * Kept with the tab alone: no address, no history and no other tab leads to what a guest chose.
 */
import type { BoardId, LinkId, ParticipantId } from '../../shared/board.ts'
import { isId } from '../../shared/board.ts'

export interface Guest {
  seat: string
  /** The link their calls name, which need not be the owner's. */
  as: LinkId
  id: ParticipantId
  name: string
  /** Opened by the owner of the device after the page was closed: what was chosen before is not shown here. */
  opened?: true
}

export interface GuestSeat {
  get(): Guest | null
  take(guest: Guest): void
  /** With everything this tab kept of them. */
  leave(): void
}

type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function guestSeat(storage: Keep | null, board: BoardId, as: LinkId): GuestSeat {
  const key = `due-regard/guest/${board}/${as}`
  // Where a browser keeps nothing the guest is known as long as the page is.
  let now: Guest | null = read(storage, key)
  return {
    get: () => now,
    take(guest) {
      now = guest
      try {
        storage?.setItem(key, JSON.stringify(guest))
      } catch {
        // Full or forbidden.
      }
    },
    leave() {
      now = null
      try {
        storage?.removeItem(key)
      } catch {
        // It was never kept.
      }
    },
  }
}

function read(storage: Keep | null, key: string): Guest | null {
  try {
    const it = JSON.parse(storage?.getItem(key) ?? 'null') as Partial<Guest> | null
    return it && isId(it.seat) && isId(it.as) && isId(it.id) && typeof it.name === 'string'
      ? (it as Guest)
      : null
  } catch {
    return null
  }
}

/** This tab's own storage; reading the property alone throws where a browser forbids it. */
export function tabStorageIfAny(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    return null
  }
}
