/**
 * Making a board again what it was at a moment, as one act of today that can be taken back.
 *
 * The act is a change like any other, with its record; right behind it the board begins a new epoch, so
 * that no copy of before is merged into it: whoever was away compares place by place.
 */
import type * as Y from 'yjs'
import type { Millis } from '../../shared/clock.ts'
import type { DecisionMark } from '../../shared/consult/vote.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { boardFromJson } from '../../shared/exports/board-from-json.ts'
import type { Restore, RestoreReply, RestoreStep, RestoreTo } from '../../shared/past/calls.ts'
import { type PreviewOrder, packUpdates } from '../../shared/past/preview-order.ts'
import { restore, takeBack } from '../../shared/past/restoring.ts'
import { Problem } from '../../shared/problem.ts'
import type { JournalRecord } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import { boardAt, type Moment, updatesAt } from './moments.ts'
import { sealedFile } from './sealed-files.ts'

async function momentOf(room: Room, to: RestoreTo): Promise<Moment> {
  return 'version' in to
    ? boardFromJson(new TextDecoder().decode(await sealedFile(room, to.version, 'full')))
    : boardAt(room, to.position)
}

/** What it would change is found out where nobody waits for it. */
export async function previewOrder(room: Room, to: RestoreTo): Promise<PreviewOrder> {
  if ('version' in to) {
    const sealed = await sealedFile(room, to.version, 'full')
    return { now: await room.whole(), moment: { sealed } }
  }
  const { updates, at } = await updatesAt(room, to.position)
  return { now: await room.whole(), moment: { updates: packUpdates(updates), at } }
}

export async function restoreBoard(
  room: Room,
  by: string,
  what: Restore,
  at: () => Millis,
): Promise<RestoreReply> {
  const { to, reason, from } = what
  const moment = await momentOf(room, to)
  let number = 0
  await inNewEpoch(room, by, (doc) => {
    mayChange(room)
    const { restores, votes, position } = room.state
    if (restores.list().length !== from) throw new Problem('state_stale', 'the board was restored meanwhile')
    const restored = restore(doc, moment.doc)
    const opened = restored.opened.flatMap((id) => votes.decision(id) ?? [])
    if (restored.changed + restored.opened.length === 0) {
      throw new Problem('state_stale', 'the board is as it was then')
    }
    number = from + 1
    const body: RestoreStep = {
      step: 'restore',
      restore: number,
      to,
      asAt: moment.at,
      reason,
      before: position,
      opened,
    }
    const signed = { at: at(), by }
    const records: JournalRecord[] = []
    if (opened.length > 0) {
      const statements = opened.map((it) => it.statement)
      const seq = votes.seq + 1
      records.push({ ...signed, type: 'decision', body: { step: 'reopen', seq, statements, reason } })
    }
    return [...records, { ...signed, type: 'restore', body }]
  }).finally(() => moment.doc.destroy())
  return { restore: number, changedSince: 0 }
}

/** As far as it still stands: what was decided before is decided again, where its card was not moved since. */
export async function takeRestoreBack(
  room: Room,
  by: string,
  number: number,
  reason: string | undefined,
  at: () => Millis,
): Promise<RestoreReply> {
  const entry = room.state.restores.restored(number)
  if (!entry) throw new Problem('item_unknown', 'restore')
  if (entry.takenBack) throw new Problem('state_stale', 'it was taken back already')
  const before = await boardAt(room, entry.before)
  const after = await boardAt(room, entry.after)
  let changedSince = 0
  await inNewEpoch(room, by, (doc) => {
    mayChange(room)
    if (room.state.restores.restored(number)?.takenBack) {
      throw new Problem('state_stale', 'it was taken back already')
    }
    const { live, placements } = rootsOf(doc)
    const unmoved = entry.opened.filter(
      ({ statement }) =>
        !live.has(`decision/${statement}`) &&
        !room.state.isUnderVote(statement) &&
        JSON.stringify(placements.get(statement)) ===
          JSON.stringify(rootsOf(after.doc).placements.get(statement)),
    )
    changedSince = takeBack(doc, before.doc, after.doc)
    const signed = { at: at(), by }
    const records: JournalRecord[] = []
    if (unmoved.length > 0) {
      const seq = room.state.votes.seq + 1
      const decisions = unmoved.map((it) => ({ ...it, seq }))
      for (const { statement } of decisions) {
        const mark = rootsOf(before.doc).live.get(`decision/${statement}`) as DecisionMark
        live.set(`decision/${statement}`, { ...mark, seq } satisfies DecisionMark)
      }
      records.push({ ...signed, type: 'decision', body: { step: 'decide', seq, decisions } })
    }
    const why = reason ? { reason } : {}
    return [...records, { ...signed, type: 'restore', body: { step: 'take-back', restore: number, ...why } }]
  }).finally(() => {
    before.doc.destroy()
    after.doc.destroy()
  })
  return { restore: number, changedSince }
}

function mayChange({ state }: Room): void {
  if (state.phase === 'agreed') throw new Problem('phase_forbids', 'go back to an earlier phase first')
}

/** Both are asked in one breath, so that nothing of before comes between the act and the new epoch. */
async function inNewEpoch(
  room: Room,
  by: string,
  act: (doc: Y.Doc) => readonly JournalRecord[],
): Promise<void> {
  let isDone = false
  const acted = room.act(by, (doc) => {
    const records = act(doc)
    isDone = true
    return records
  })
  const renewed = room.rebuild('restored', () => {
    if (!isDone) throw new Problem('state_stale', 'nothing was restored')
  })
  const [outcome, epoch] = await Promise.allSettled([acted, renewed])
  if (outcome.status === 'rejected') throw outcome.reason
  if (epoch.status === 'rejected') throw epoch.reason
}
