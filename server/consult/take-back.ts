/**
 * Takes back what somebody chose where people can still choose: they come again as somebody new, and nobody
 * counts twice. What was counted already stands.
 */
import type { ParticipantId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { JournalRecord } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import { readVoterOf } from './choice-key.ts'
import { isOver, progress } from './voting.ts'

export async function takeBackOpenChoices(room: Room, clock: Clock, id: ParticipantId): Promise<void> {
  const voterOf = await readVoterOf(room.store.files)
  if (!voterOf) return
  const voter = voterOf(id)
  await room.act('server', (doc) => {
    const at = clock.now()
    const records: JournalRecord[] = []
    for (const vote of room.state.votes.list()) {
      for (const statement of vote.packs.flatMap((it) => it.statements)) {
        const asked = room.state.votes.roundOf(statement)
        if (asked?.round.vote !== vote.number || isOver(vote, asked.round, at)) continue
        if (!asked.round.ballots.has(voter)) continue
        progress(doc, room, statement, asked.round.ballots.size - 1)
        const body = { statement, round: asked.number, voter, answer: null }
        records.push({ type: 'choice', at, by: 'server', body })
      }
    }
    return records
  })
}
