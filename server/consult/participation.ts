/**
 * How many took part of how many invited: whether somebody chose at all, never what.
 */
import type { ParticipantId } from '../../shared/board.ts'
import type { VoterOf } from '../../shared/consult/vote.ts'
import type { Votes } from '../sync/votes.ts'

/** Those of the ids that have a choice which counts, in any vote. */
export function whoTookPart(
  votes: Votes,
  voterOf: VoterOf,
  ids: readonly ParticipantId[],
): ReadonlySet<ParticipantId> {
  const voters = votes.voters()
  return new Set(ids.filter((id) => voters.has(voterOf(id))))
}
