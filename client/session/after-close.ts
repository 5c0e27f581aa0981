/**
 * What a closed connection means for the copy that was connected.
 */
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'

export type AfterClose =
  /** The board is gone, and with it what this device keeps of it. */
  | { step: 'erase' }
  /** No more connections by this link. */
  | { step: 'end'; because: ProblemCode }
  /** The copy must not be connected again: a fresh one, and what was unsaved compared with it. */
  | { step: 'refresh'; because: ProblemCode }
  /** Not let in just now, whatever I have to say. */
  | { step: 'wait'; because: ProblemCode }
  /** The same copy again, later. */
  | { step: 'retry' }

/** By the codes of the y-websocket provider, 4400 to 4499 are final. */
const isFinal = (code: number | null): code is number => code !== null && code >= 4400 && code < 4500

/** What a close code says where no `refused` frame came before it. */
const MEANT: Partial<Record<number, ProblemCode>> = {
  /** WebSocket servers say this themselves, before anybody has read what was too big. */
  1009: 'too_large',
  4400: 'frame_malformed',
  4401: 'link_withdrawn',
  4403: 'role_forbids',
  4409: 'epoch_stale',
  4410: 'board_erased',
  4413: 'too_large',
}

/** `judged`: something of mine had been sent on this connection that counts. */
export function afterClose(code: number | null, said: ProblemCode | null, judged: boolean): AfterClose {
  const meant = code === null ? undefined : MEANT[code]
  const because = said ?? meant ?? (isFinal(code) ? 'board_unknown' : null)
  if (because === null) return { step: 'retry' }
  const { close, retry } = PROBLEMS[because]
  if (code === 4410 || close === 4410) return { step: 'erase' }
  if (code === 4401 || close === 4401) return { step: 'end', because }
  if (!judged && (because === 'phase_forbids' || because === 'board_full')) return { step: 'wait', because }
  // What may be tried again as it is was not about this copy: a busy, full or stopping server.
  if (retry && !isFinal(close) && !isFinal(code)) return { step: 'retry' }
  return { step: 'refresh', because }
}
