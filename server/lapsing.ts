/**
 * Ends the sockets of links whose time is up: nobody asks again once a socket is open.
 *
 * It also catches a socket that came in at the very moment its link was withdrawn.
 */
import type { Clock } from '../shared/clock.ts'
import { hasLapsed } from './middleware/access.ts'
import type { Registry } from './store/contract.ts'
import type { Rooms } from './sync/contract.ts'

const EVERY_MS = 1_000

/** Gives back its own end. */
export function watchLapsing(deps: { registry: Registry; rooms: Rooms; clock: Clock }): () => void {
  const { registry, rooms, clock } = deps
  const look = () => {
    for (const { id } of registry.boards()) {
      const room = rooms.peek(id)
      if (!room?.connections) continue
      for (const link of registry.links(id)) {
        if (hasLapsed(link, clock.now())) room.dismiss({ link: link.id }, 4401, 'this link is over')
      }
    }
    cancel = clock.after(EVERY_MS, look)
  }
  let cancel = clock.after(EVERY_MS, look)
  return () => cancel()
}
