/**
 * How many structs a board has, and of them each person: counted through now and then only, since every change
 * of everybody's asks. In between what was judged is added, and what is split or merged is not, so a bound is
 * held to within one batch of changes.
 */
import type * as Y from 'yjs'
import type { ParticipantId } from '../../shared/board.ts'

type Owner = ParticipantId | 'server' | undefined

/** Changes judged, and their new structs, after which the next one counts. */
export const COUNT_EVERY = 64
export const COUNT_EVERY_STRUCTS = 2_000

export interface Tally {
  all: number
  own: number
}

interface Counted {
  all: number
  byOwner: Map<Owner, number>
  judged: number
  added: number
}

const counts = new WeakMap<Y.Doc, Counted>()

/** With `fresh` of theirs to come; counts if it would be beyond what `isWithin` allows, so nobody is refused by a guess. */
export function tallyWith(
  board: { doc: Y.Doc; ownerOf(client: number): Owner },
  participant: ParticipantId,
  fresh: number,
  isWithin: (tally: Tally) => boolean,
): Tally {
  const { doc } = board
  const known = counts.get(doc)
  const isRecent = known !== undefined && known.judged < COUNT_EVERY && known.added < COUNT_EVERY_STRUCTS
  if (isRecent) {
    const tally = add(known, participant, fresh)
    if (isWithin(tally)) return tally
  }
  const counted = count(doc, (client) => board.ownerOf(client))
  counts.set(doc, counted)
  return add(counted, participant, fresh)
}

function add(counted: Counted, participant: ParticipantId, fresh: number): Tally {
  const own = (counted.byOwner.get(participant) ?? 0) + fresh
  counted.byOwner.set(participant, own)
  counted.all += fresh
  counted.added += fresh
  counted.judged += 1
  return { all: counted.all, own }
}

function count({ store }: Y.Doc, ownerOf: (client: number) => Owner): Counted {
  const byOwner = new Map<Owner, number>()
  let all = 0
  for (const [client, { length }] of store.clients) {
    const owner = ownerOf(client)
    byOwner.set(owner, (byOwner.get(owner) ?? 0) + length)
    all += length
  }
  return { all, byOwner, judged: 0, added: 0 }
}
