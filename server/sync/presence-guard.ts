/**
 * Judges what a connection says of its own presence.
 *
 * A y-websocket provider relays everybody's entries, so a frame may hold hundreds; only the sender's own
 * is read, the others are passed over unparsed. What the server sent out carries clocks of its own,
 * far above any a provider counts to: an entry with such a clock is an echo and nobody's own.
 */
import { type PresenceState, presenceShape } from '../../shared/doc/presence.ts'
import { LIMITS } from '../../shared/limits.ts'
import { mayWrite } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { ByteReader, Malformed } from './byte-reader.ts'
import type { Sender } from './contract.ts'

/** Clocks that the server gives begin here; a provider counts its own from 0, one up in 15 seconds. */
export const SERVER_CLOCK = 2 ** 32
const MAX_CLIENT = 2 ** 32 - 1
/** As many as may be connected, and as many who have just gone. */
const MAX_ENTRIES = 2 * LIMITS.connections

export interface PresenceEntry {
  client: number
  json: string
}

/** The sender's own entry in a frame, the last where there are several; null where there is none. */
export function ownEntry(
  entries: Uint8Array,
  isOwn: (client: number) => boolean,
): PresenceEntry | null | Problem {
  const reader = new ByteReader(entries)
  let own: PresenceEntry | null = null
  try {
    const count = reader.count(3)
    if (count > MAX_ENTRIES) throw new Malformed('too many entries')
    for (let left = count; left > 0; left -= 1) {
      const client = reader.uint(MAX_CLIENT)
      const clock = reader.uint(Number.MAX_SAFE_INTEGER)
      if (clock >= SERVER_CLOCK || !isOwn(client)) {
        reader.skipString()
        continue
      }
      const before = reader.at
      const json = reader.string()
      if (reader.at - before > LIMITS.presenceBytes) return new Problem('too_large', 'presence')
      own = { client, json }
    }
    reader.end()
    return own
  } catch (error) {
    if (error instanceof Malformed) return new Problem('frame_malformed', error.message)
    throw error
  }
}

/**
 * What others may hear: null for somebody who goes, otherwise the state with `who` and `role` stamped over
 * it. A state of another shape is somebody present who says nothing.
 */
export function presenceOf(json: string, sender: Sender): PresenceState | null | Problem {
  let said: unknown
  try {
    said = JSON.parse(json)
  } catch {
    return new Problem('frame_malformed', 'presence is no JSON')
  }
  if (said === null) return null
  const state: PresenceState = presenceShape(said) ? {} : { ...(said as PresenceState) }
  if (!mayHold(sender)) delete state.hold
  return { ...state, who: sender.participant, role: sender.role }
}

/** Who could never move a card could otherwise keep others from moving it. */
const mayHold = ({ role, participant }: Sender): boolean =>
  mayWrite({ role, participant }, { root: 'placements', key: '', to: {} }, WORKSHOP)

const WORKSHOP = { phase: 'open', locked: false, isDecided: () => false, isUnderVote: () => false } as const
