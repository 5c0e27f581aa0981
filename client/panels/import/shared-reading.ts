/**
 * A report's candidates while several facilitators go through it: shown at once, sent as they change, and
 * asked for now and then.
 *
 * What is shown is what the server told last, with this page's own changes on top, so that neither of two
 * people waits for the other.
 */
import type { Millis } from '../../../shared/clock.ts'
import {
  applyEdits,
  type CandidateEdit,
  type Candidates,
  editsBetween,
  listAfter,
  type NewReading,
  type Publication,
  type ReadingPatch,
  type ReadingReply,
} from '../../../shared/imports/candidates.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import type { BoardApi } from '../../session/api.ts'
import type { Watched } from '../../session/contract.ts'
import type { Page } from '../../session/page.ts'
import { cell } from '../../session/watched.ts'
import { codeOf } from '../say-problem.ts'

export interface ReadingState {
  candidates: Candidates
  publication: Publication
  /** Not saved is tried again; refused is not. */
  is: 'saved' | 'saving' | 'not-saved' | 'refused' | 'gone'
}

export interface SharedReading extends Watched<ReadingState> {
  change(next: Candidates): void
  name(publication: Publication): void
  /** All of it is imported, or is not wanted: it goes for everybody. */
  end(): Promise<void>
  /** Listens to what others change, from now until it is closed. */
  run(): void
  /** This page looks at it no more; what was changed goes out still, as often as it has to be tried. */
  close(): void
}

export interface ReadingHands {
  call: BoardApi['call']
  /** Runs something later, unless what it gives back is called first. */
  later(ms: Millis, run: () => void): () => void
  page: Pick<Page, 'isHidden' | 'onVisibility' | 'onLeaving'>
}

/** How often somebody who only looks hears of what others do; a hidden page does not ask. */
const POLL_MS = 4_000
const RETRY_MS = 3_000
/** A title is sent in the pauses of typing. */
const TYPING_MS = 500
/** Of one call, well under what a call may carry. */
const PART_CHARACTERS = 60_000

export function openReading(
  { call, later, page }: ReadingHands,
  from: NewReading | ReadingReply,
): SharedReading {
  const { name } = from
  let id = 'id' in from ? from.id : null
  let version = 'id' in from ? from.version : 0
  let known: Candidates = 'id' in from ? listAfter([], from) : []
  let { publication } = from
  let isNamed = false
  let sending: CandidateEdit[] = []
  let waiting: CandidateEdit[] = []
  let flight: Promise<void> | null = null
  let isClosed = true
  let isEnded = false
  let cancel = () => {}
  let unguard: (() => void) | null = null
  let unsee = () => {}

  const shown = () => applyEdits(applyEdits(known, sending), waiting)
  const state = cell<ReadingState>({ candidates: known, publication, is: 'saved' })
  const tell = (is: ReadingState['is']) => {
    const was = state.get()
    const candidates = known === was.candidates && sending.length + waiting.length === 0 ? known : shown()
    if (was.is !== is || was.publication !== publication || candidates !== was.candidates) {
      state.set({ candidates, publication, is })
    }
  }
  const hasMore = () => waiting.length > 0 || isNamed
  const isUnsent = () => !['saved', 'gone'].includes(state.get().is)
  const rest = () => {
    unguard?.()
    unguard = null
  }

  async function exchange(): Promise<void> {
    id ??= (await call<ReadingReply>('/candidates', { body: { name, publication } satisfies NewReading })).id
    const path = `/candidates/${id}`
    do {
      sending = waiting.splice(0, fitting(waiting))
      const named = isNamed ? { publication } : {}
      isNamed = false
      const patch: ReadingPatch = { since: version, edits: sending, ...named }
      try {
        const isNews = sending.length > 0 || 'publication' in patch
        const reply = await call<ReadingReply>(
          path,
          isNews ? { method: 'PATCH', body: patch } : { query: { since: version } },
        )
        known = listAfter(known, reply)
        version = reply.version
        if (!isNamed && !same(publication, reply.publication)) publication = reply.publication
      } catch (error) {
        waiting = [...sending, ...waiting]
        isNamed ||= 'publication' in patch
        throw error
      } finally {
        sending = []
      }
      tell(hasMore() ? 'saving' : 'saved')
    } while (hasMore())
  }

  function send(): void {
    cancel()
    if (flight) return
    flight = exchange()
      .then(
        () => POLL_MS,
        (error) => {
          const isGone = codeOf(error) === 'item_unknown'
          const { retry } = PROBLEMS[codeOf(error)]
          const unsaved = retry ? 'not-saved' : 'refused'
          tell(isGone ? 'gone' : hasMore() ? unsaved : state.get().is)
          return isGone || !retry ? null : RETRY_MS
        },
      )
      .then((next) => {
        flight = null
        if (isEnded || (isClosed && (next === null || !hasMore()))) return rest()
        if (next === null) return
        if (hasMore() && next === POLL_MS) send()
        else cancel = later(next, hasMore() ? send : look)
      })
  }

  const look = () => {
    if (id !== null && (hasMore() || !page.isHidden())) send()
  }
  const isOver = () => isClosed || state.get().is === 'gone' || state.get().is === 'refused'

  return {
    get: state.get,
    subscribe: state.subscribe,
    change(next) {
      const edits = editsBetween(shown(), next)
      if (edits.length === 0 || state.get().is === 'gone') return
      waiting.push(...edits)
      tell('saving')
      send()
    },
    name(next) {
      publication = next
      isNamed = true
      tell('saving')
      cancel()
      cancel = later(TYPING_MS, send)
    },
    run() {
      isClosed = false
      unguard ??= page.onLeaving(isUnsent)
      unsee()
      unsee = page.onVisibility(() => !page.isHidden() && !isOver() && look())
      if (id !== null && !flight) cancel = later(POLL_MS, look)
    },
    async end() {
      isClosed = true
      isEnded = true
      unsee()
      cancel()
      rest()
      await flight
      if (id !== null) await call(`/candidates/${id}`, { method: 'DELETE' })
    },
    close() {
      isClosed = true
      unsee()
      cancel()
      const isLost = isEnded || state.get().is === 'gone' || state.get().is === 'refused'
      if (hasMore() && !isLost) send()
      else if (!flight) rest()
    },
  }
}

const same = (a: Publication, b: Publication) => a.title === b.title && a.code === b.code

/** How many of these edits go in one call. */
function fitting(edits: readonly CandidateEdit[]): number {
  let size = 0
  const at = edits.findIndex((it) => {
    size += JSON.stringify(it).length
    return size > PART_CHARACTERS
  })
  return at < 0 ? edits.length : Math.max(1, at)
}
