/**
 * Takes a person, a statement or a comment out of a board and out of its files, and gives a receipt.
 *
 * It is told in the journal that it begins, and that it is done: whatever comes between can be done once
 * more, and is, by asking again. The board begins a new epoch, so that no copy elsewhere brings it back.
 */
import { isDeepStrictEqual } from 'node:util'
import type * as Y from 'yjs'
import type { Comment } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { EraseReceipt } from '../../shared/erasure/calls.ts'
import { sharingWords } from '../../shared/erasure/same-words.ts'
import { type Withdrawn, withdrawnKey } from '../../shared/withdrawn.ts'
import type { BoardEntries } from '../board-entries.ts'
import { readVoterOf } from '../consult/choice-key.ts'
import { forgetCodes } from '../people/doors.ts'
import { personIn } from '../people/enter.ts'
import { dropWords } from '../readings.ts'
import type { JournalRecord, People, Positioned, Stores } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import { commentsAbout, type Erased, placesNaming, recordWithout, takeOut, tiesOf } from './gone.ts'
import { redactedVersions, writeRedacted } from './redact.ts'

export interface EraseOrder extends Omit<Erased, 'voter'> {
  by: string
  reason: string
  /** Of a comment: why it was taken off the board is told where it stood. */
  isTold?: boolean
}

const DAY_MS = 86_400_000

export async function eraseFrom(
  room: Room,
  order: EraseOrder,
  needs: { stores: Pick<Stores, 'registry'>; entries: BoardEntries; clock: Clock; backupDays: number | null },
): Promise<EraseReceipt> {
  const { clock, backupDays } = needs
  const { kind, id, by, reason, isTold = false } = order
  const at = clock.now()
  const voterOf = kind === 'person' ? await readVoterOf(room.store.files) : null
  const comments =
    kind === 'statement' ? await commentsAbout(id, room.doc, room.records(0)) : new Set<string>()
  // Asked now: with the statement goes what tells that they were one.
  const wordsIn = kind === 'statement' ? sharingWords(await tiesOf(room.doc, room.records(0)), id) : []
  const erased: Erased = { kind, id, voter: voterOf?.(id), comments }
  await room.record([{ type: 'erase', at, by, body: { step: 'begin', erased: kind, id } }])
  if (kind === 'person') await forgetCodes(needs, room.id, id)
  const names = kind === 'person' ? await forgetPerson(room, id) : []

  const words = kind === 'statement' ? room.reads.snapshot().statements.get(id)?.text : undefined
  const dropped = await dropWords(room.store.files, words ?? '')
  const redacted = await redactedVersions(room, erased, at)
  let places = 0
  const rewritten = new Set<number>()
  await room.erase(
    'erased',
    (doc) => {
      const where = isTold ? commentIn(doc, id)?.on : undefined
      places = takeOut(doc, erased)
      if (where !== undefined) {
        rootsOf(doc).live.set(withdrawnKey(where, id), { at, reason } satisfies Withdrawn)
      }
    },
    (it) => {
      const kept = withRedaction(recordWithout(erased, it), redacted, it)
      if (!isDeepStrictEqual(kept, it.record)) rewritten.add(it.position)
      return kept
    },
  )
  await writeRedacted(room, redacted)

  const receipt: EraseReceipt = {
    board: room.id,
    erased: kind,
    id,
    at,
    by,
    reason,
    places: places + dropped,
    records: rewritten.size,
    versions: redacted.map((it) => it.version),
    stillNamed: [...new Set(names.flatMap((it) => placesNaming(room.doc, it)))],
    wordsIn,
    ...backups(at, backupDays),
  }
  await room.record([{ type: 'erase', at: clock.now(), by, body: { step: 'done', receipt } }])
  return receipt
}

const commentIn = (doc: Y.Doc, key: string) =>
  rootsOf(doc).comments.get(key) as Pick<Comment, 'on'> | undefined

/** The hash it was sealed with stays; beside it stands what its files are now. */
function withRedaction(
  record: JournalRecord | null,
  redacted: Awaited<ReturnType<typeof redactedVersions>>,
  { record: was }: Positioned,
): JournalRecord | null {
  const mark = was.type === 'seal' ? redacted.find((it) => it.version === was.body.version)?.mark : undefined
  return record?.type === 'seal' && mark ? { ...record, body: { ...record.body, redacted: mark } } : record
}

/** Answers the names they went by. */
async function forgetPerson(room: Room, id: string): Promise<string[]> {
  const names: string[] = []
  const without = (people: People): People => {
    const person = personIn(people, id)
    const row = people.invited.find((it) => it.id === person?.invitee)
    names.push(...[person?.name, row?.name].filter((it) => it !== undefined))
    const { [id]: _, ...participants } = people.participants
    return {
      ...people,
      participants: Object.fromEntries(
        Object.entries(participants).map(([key, { host, ...it }]) => [
          key,
          { ...it, ...(host !== undefined && host !== id && { host }) },
        ]),
      ),
      invited: people.invited.filter((it) => it !== row),
    }
  }
  await room.store.people.update(without)
  // Everybody else is sent away by the new epoch, and told anew who is here.
  room.dismiss({ participant: id }, 4401, 'no_session')
  return [...new Set(names)]
}

export const backups = (at: Millis, days: number | null): Pick<EraseReceipt, 'backupsUntil' | 'beyond'> => ({
  backupsUntil: days === null ? null : at + days * DAY_MS,
  beyond:
    days === null
      ? 'Backups made before hold it until they are deleted; files that people downloaded are with them.'
      : `Backups made before hold it until they are deleted after ${days} days; files that people downloaded are with them.`,
})
