/**
 * Every way a board can say no.
 *
 * A code is named once, here, with what each side makes of it: the HTTP status, the socket's close
 * code, whether trying again can help, and the sentence a person reads.
 */
interface Kind {
  status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503
  /** WebSocket close code; 44xx is final to the y-websocket provider, 101x means later. */
  close: 1011 | 1012 | 1013 | 4400 | 4401 | 4403 | 4409 | 4410 | 4413
  retry: boolean
  says: string
}

const kinds = {
  bad_request: { status: 400, close: 4400, retry: false, says: 'That request cannot be read.' },
  frame_malformed: { status: 400, close: 4400, retry: false, says: 'That message cannot be read.' },
  no_session: { status: 401, close: 4401, retry: false, says: 'This browser has not joined the board.' },
  link_invalid: { status: 404, close: 4401, retry: false, says: 'This link does not open a board.' },
  code_wrong: {
    status: 404,
    close: 4401,
    retry: false,
    says: 'This code opens nothing: it may be mistyped, used already, or its time is up.',
  },
  name_taken: {
    status: 409,
    close: 4403,
    retry: false,
    says: 'Somebody has joined under this name on another device.',
  },
  link_withdrawn: { status: 401, close: 4401, retry: false, says: 'This link has been withdrawn.' },
  board_unknown: { status: 404, close: 4401, retry: false, says: 'There is no such board.' },
  board_erased: { status: 410, close: 4410, retry: false, says: 'This board has been erased.' },
  origin_foreign: { status: 403, close: 4403, retry: false, says: 'Another site may not ask for this.' },
  create_key_wrong: {
    status: 403,
    close: 4403,
    retry: false,
    says: 'Starting a board here needs the creation key.',
  },
  role_forbids: { status: 403, close: 4403, retry: false, says: 'Your link does not let you change this.' },
  phase_forbids: { status: 403, close: 4409, retry: false, says: 'This cannot be changed at this stage.' },
  board_locked: { status: 403, close: 4409, retry: false, says: 'The facilitator has locked the board.' },
  statement_decided: { status: 403, close: 4409, retry: false, says: 'This statement has been decided.' },
  vote_open: { status: 403, close: 4409, retry: false, says: 'A private vote is open on this statement.' },
  choice_withheld: {
    status: 403,
    close: 4403,
    retry: false,
    says: 'This was answered before the page was closed. It stays as it was, and is not shown here.',
  },
  round_lost: {
    status: 410,
    close: 4403,
    retry: false,
    says:
      'This board was put back from a backup, so this round takes no more answers: your answer is not counted. ' +
      'The facilitator can ask again.',
  },
  author_forged: {
    status: 403,
    close: 4403,
    retry: false,
    says: 'That change is signed with somebody else’s id.',
  },
  client_taken: {
    status: 409,
    close: 4409,
    retry: true,
    says: 'That client id belongs to somebody else; take a new one.',
  },
  value_invalid: { status: 422, close: 4403, retry: false, says: 'That value does not fit.' },
  path_unknown: { status: 422, close: 4403, retry: false, says: 'A board has no such place.' },
  statement_unknown: { status: 404, close: 4403, retry: false, says: 'There is no such statement.' },
  item_unknown: { status: 404, close: 4403, retry: false, says: 'There is no such item.' },
  not_found: { status: 404, close: 4400, retry: false, says: 'There is nothing here.' },
  update_incomplete: {
    status: 409,
    close: 4409,
    retry: true,
    says: 'That change builds on something this board has not seen.',
  },
  state_stale: { status: 409, close: 4409, retry: true, says: 'Somebody changed this in the meantime.' },
  epoch_stale: {
    status: 409,
    close: 4409,
    retry: true,
    says: 'The board was rebuilt; a fresh copy is needed.',
  },
  on_hold: {
    status: 409,
    close: 4403,
    retry: false,
    says: 'This board is held: nothing on it is erased until a facilitator ends the hold.',
  },
  board_full: { status: 422, close: 1013, retry: false, says: 'The board is full.' },
  too_large: { status: 413, close: 4413, retry: false, says: 'That is too large.' },
  media_type: { status: 415, close: 4400, retry: false, says: 'Send JSON or CSV.' },
  too_many: { status: 429, close: 1013, retry: true, says: 'Too many attempts; wait a moment.' },
  door_crowded: {
    status: 429,
    close: 1013,
    retry: true,
    says:
      'Very many people have come in by this link in a short time. Wait half a minute and try again; ' +
      'who has joined already comes in at once.',
  },
  not_saving: { status: 503, close: 1013, retry: true, says: 'The board cannot be saved just now.' },
  server_full: {
    status: 503,
    close: 1013,
    retry: true,
    says: 'The server has no room for another board just now. Try again in a moment.',
  },
  stopping: { status: 503, close: 1012, retry: true, says: 'The server is restarting.' },
  board_moving: {
    status: 503,
    close: 1012,
    retry: true,
    says: 'The board is moving to another server. Try again in a moment.',
  },
  unreachable: { status: 503, close: 1013, retry: true, says: 'The server cannot be reached just now.' },
  sockets_blocked: {
    status: 503,
    close: 1013,
    retry: true,
    says:
      'The server answers, but this network does not let live connections through. ' +
      'For your IT: WebSocket connections to this address are blocked or cut off by a proxy.',
  },
  internal: { status: 500, close: 1011, retry: true, says: 'Something went wrong on our side.' },
} as const satisfies Record<string, Kind>

export type ProblemCode = keyof typeof kinds
export const PROBLEMS: Record<ProblemCode, Kind> = kinds

export const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(kinds, code)

export class Problem extends Error {
  override name = 'Problem'
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options)
  }
}
