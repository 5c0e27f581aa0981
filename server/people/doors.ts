/**
 * Short codes: one on the wall that lets anybody in while the doors are open, and one for each person who
 * goes on elsewhere.
 *
 * Neither is kept as it is typed. The wall's is made from the board's opening, so that a facilitator can be
 * shown it again; a person's is known by its hash alone, works once, and is over after a while.
 */
import type { BoardId, LinkId, ParticipantId } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { DOOR_CODE, parseCode } from '../../shared/code.ts'
import { Problem } from '../../shared/problem.ts'
import type { BoardEntries } from '../board-entries.ts'
import { type Capabilities, newId, newPersonCode } from '../capability.ts'
import { hasLapsed } from '../middleware/access.ts'
import type { BoardEntry, LinkEntry, PersonCode, Stores } from '../store/contract.ts'
import type { Grant } from '../sync/contract.ts'

export interface OpenDoors {
  code: string
  link: LinkId
  until: Millis
}

export type Opened = { link: LinkEntry } | { board: BoardId; person: PersonCode }

export interface Doors {
  /** Null while they are closed, whatever closed them: a facilitator, the time, or the end of the link. */
  of(board: BoardId): OpenDoors | null
  /** `state_stale` where `from` is not so; open ones stay open by the same code, until then. */
  open(board: BoardId, from: boolean, until: Millis, link?: LinkId): Promise<OpenDoors>
  close(board: BoardId, from: boolean): Promise<void>
  /** A code for whoever holds the grant; the one before is worth nothing any more. */
  codeFor(board: BoardId, grant: Grant, until: Millis): Promise<string>
  /** What a typed code opens, or null. */
  find(typed: string): Opened | null
  /** Takes a person's code out of the world: of two who use it at once one does. */
  use(board: BoardId, hash: string): Promise<PersonCode>
  /** No code of theirs works any more. */
  forget(board: BoardId, participant: ParticipantId): Promise<void>
}

/** Who comes by the wall takes part; a role that runs the board is given by a link alone. */
const MAY_COME_BY_CODE: readonly LinkEntry['role'][] = ['participant', 'reviewer']

export function openDoors(deps: {
  stores: Stores
  entries: BoardEntries
  capabilities: Capabilities
  clock: Clock
}): Doors {
  const { stores, entries, capabilities, clock } = deps
  const { change } = entries
  const { registry } = stores

  const boards = () => registry.boards().filter((it) => it.erasedAt === undefined)

  function openOf(entry: BoardEntry | undefined): OpenDoors | null {
    if (!entry?.doors || entry.erasedAt !== undefined || entry.doors.until <= clock.now()) return null
    const { link: id, opening, until } = entry.doors
    const link = registry.link(id)
    if (!link || hasLapsed(link, clock.now())) return null
    return { code: capabilities.doorCodeOf(entry.id, opening), link: id, until }
  }

  /** Two boards open at once never have one code. */
  function newOpening(board: BoardId): string {
    const taken = new Set(boards().map((it) => openOf(it)?.code))
    for (;;) {
      const opening = newId()
      if (!taken.has(capabilities.doorCodeOf(board, opening))) return opening
    }
  }

  function linkToOpen(board: BoardId, id: LinkId | undefined): LinkEntry {
    const working = registry.links(board).filter((it) => !hasLapsed(it, clock.now()))
    const link =
      id === undefined
        ? working.find((it) => it.role === 'participant')
        : working.find((it) => it.id === id && MAY_COME_BY_CODE.includes(it.role))
    if (!link) throw new Problem('value_invalid', 'no link for participants works at present')
    return link
  }

  const withoutOld = (codes: readonly PersonCode[] = []) => codes.filter((it) => it.until > clock.now())

  return {
    of: (board) => openOf(registry.board(board)),
    open: (board, from, until, link) =>
      change(board, async (entry) => {
        const now = openOf(entry)
        if ((now !== null) !== from) throw new Problem('state_stale', 'doors')
        const { id } = now && link === undefined ? { id: now.link } : linkToOpen(board, link)
        const opening = now && entry.doors ? entry.doors.opening : newOpening(board)
        await registry.putBoard({ ...entry, doors: { link: id, opening, until } })
        return { code: capabilities.doorCodeOf(board, opening), link: id, until }
      }),
    close: (board, from) =>
      change(board, async (entry) => {
        if ((openOf(entry) !== null) !== from) throw new Problem('state_stale', 'doors')
        const { doors: _, ...rest } = entry
        await registry.putBoard(rest)
      }),
    codeFor: (board, { participant, role, link }, until) =>
      change(board, async (entry) => {
        const code = newPersonCode()
        const others = withoutOld(entry.codes).filter((it) => it.participant !== participant)
        const hash = capabilities.hashOfCode(code)
        await registry.putBoard({ ...entry, codes: [...others, { hash, participant, role, link, until }] })
        return code
      }),
    find(typed) {
      const code = parseCode(typed)
      if (code === null) return null
      if (code.length === DOOR_CODE) {
        for (const entry of boards()) {
          const open = openOf(entry)
          const link = open?.code === code ? registry.link(open.link) : undefined
          if (link) return { link }
        }
        return null
      }
      const hash = capabilities.hashOfCode(code)
      for (const { id, codes } of boards()) {
        const person = withoutOld(codes).find((it) => it.hash === hash)
        const link = person && registry.link(person.link)
        if (link && !hasLapsed(link, clock.now())) return { board: id, person }
      }
      return null
    },
    use: (board, hash) =>
      change(board, async (entry) => {
        const person = withoutOld(entry.codes).find((it) => it.hash === hash)
        if (!person) throw new Problem('code_wrong', '')
        await registry.putBoard({ ...entry, codes: withoutOld(entry.codes).filter((it) => it !== person) })
        return person
      }),
    forget: (board, participant) => forgetCodes(deps, board, participant),
  }
}

/** Also where no doors are: by a command. */
export const forgetCodes = (
  { stores, entries }: { stores: Pick<Stores, 'registry'>; entries: BoardEntries },
  board: BoardId,
  participant: ParticipantId,
): Promise<void> =>
  entries.change(board, async (entry) => {
    const { codes = [] } = entry
    const others = codes.filter((it) => it.participant !== participant)
    if (others.length !== codes.length) await stores.registry.putBoard({ ...entry, codes: others })
  })
