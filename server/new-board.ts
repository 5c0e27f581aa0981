/**
 * Starts a board: its journal first, with what stands in it from birth, then links and registry.
 *
 * A crash in between leaves a folder that nothing names, never a link that opens nothing.
 */
import * as Y from 'yjs'
import { PHASES, type Phase, ROLES, type Role } from '../shared/board.ts'
import type { Clock } from '../shared/clock.ts'
import { rootsOf } from '../shared/doc/board-doc.ts'
import type { Invitee } from '../shared/invited.ts'
import type { Template } from '../shared/templates.ts'
import { newId } from './capability.ts'
import type { BoardEntry, JournalRecord, LinkEntry, Person, Stores } from './store/contract.ts'

export interface Birth {
  title: string
  organisation?: string
  example?: boolean
  phase?: Phase
  /** Where it says a column in other words. */
  columns?: Template['columns'] | undefined
  /** Writes what the board holds from the start. */
  fill?: (doc: Y.Doc) => void
  /** Who has written in it before anybody joined. */
  participants?: readonly Person[]
  invited?: readonly Invitee[]
}

export async function startBoard(
  { stores, clock }: { stores: Stores; clock: Clock },
  birth: Birth,
): Promise<{ board: BoardEntry; links: Record<Role, LinkEntry> }> {
  const id = newId()
  const createdAt = clock.now()
  const store = await stores.createBoard(id)
  try {
    await store.journal.append(firstRecords(birth, createdAt))
    const { participants = [], invited = [] } = birth
    if (participants.length + invited.length > 0) {
      await store.people.update((people) => ({
        ...people,
        participants: Object.fromEntries(participants.map((it) => [it.id, it])),
        invited,
      }))
    }
  } finally {
    await store.close()
  }

  const links = Object.fromEntries(
    ROLES.map((role): [Role, LinkEntry] => [
      role,
      { id: newId(), board: id, role, generation: 1, createdAt },
    ]),
  ) as Record<Role, LinkEntry>
  const board: BoardEntry = {
    id,
    title: birth.title,
    ...(birth.organisation && { organisation: birth.organisation }),
    ...(birth.example && { example: true }),
    createdAt,
  }
  await stores.registry.putLinks(Object.values(links))
  await stores.registry.putBoard(board)
  return { board, links }
}

function firstRecords(birth: Birth, at: number): JournalRecord[] {
  const doc = new Y.Doc()
  const phase = birth.phase ?? PHASES[0]
  doc.transact(() => {
    const { board, live } = rootsOf(doc)
    board.set('title', birth.title)
    if (birth.organisation) board.set('organisation', birth.organisation)
    for (const [id, words] of Object.entries(birth.columns ?? {})) board.set(`column/${id}`, words)
    live.set('phase', phase)
    birth.fill?.(doc)
  })
  const signed = { at, by: 'server' } as const
  const records: JournalRecord[] = [
    { ...signed, type: 'claim', client: doc.clientID },
    { ...signed, type: 'update', bytes: Y.encodeStateAsUpdate(doc) },
  ]
  if (phase !== 'preparing') records.push({ ...signed, type: 'phase', from: 'preparing', to: phase })
  doc.destroy()
  return records
}
