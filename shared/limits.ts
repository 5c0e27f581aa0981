/**
 * How much of anything a board takes, in one place, so that both sides say the same.
 *
 * Characters are UTF-16 code units, as `String.length` counts them.
 */
export const LIMITS = {
  statements: 2_000,
  connections: 500,
  /** Of one person: as many tabs, and some that are gone and not yet known to be. */
  connectionsEach: 12,
  participants: 2_000,
  /** People who answer on one person's device, one after the other; a facilitator's goes round a hall. */
  guests: 12,
  guestsOfFacilitators: 200,
  /** Connections and people of facilitators that fit in still where a board is full. */
  facilitatorsMore: 50,
  links: 50,
  /** Parts of one private vote. */
  packs: 100,
  invited: 2_000,
  /** Rows of an invited list in one call. */
  invitedAtOnce: 500,

  id: 32,
  line: 200,
  paragraph: 2_000,
  statementText: 4_000,
  sharedText: 8_000,
  comment: 2_000,
  orderKey: 128,
  name: 60,

  /** Bytes of one step 2 or update frame; a larger one is refused with 4413. */
  updateBytes: 4 * 1024 * 1024,
  /** Bytes of one step 1 frame: a state vector. */
  stateVectorBytes: 64 * 1024,
  presenceBytes: 2 * 1024,
  /** Edits taken while nothing can be saved, before new ones are refused. */
  unsavedBytes: 4 * 1024 * 1024,
  /** Bytes waiting for one slow reader before its socket is closed with 1013. */
  outgoingBytes: 1024 * 1024,
  /** Largest body of an import over HTTP. */
  importBytes: 8 * 1024 * 1024,
  /** Largest file that a browser opens to find statements in it; no more of it is sent than they are. */
  openedBytes: 64 * 1024 * 1024,
  bodyBytes: 256 * 1024,
} as const
