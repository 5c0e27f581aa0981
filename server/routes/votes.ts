/**
 * Private votes: opened and shown by facilitators, chosen in by people, each their own and nobody's else.
 *
 * Whatever is decided here is decided inside the room's turn, so two facilitators who show at once, or a
 * choice that meets the showing, come one after the other. No choice is ever logged.
 */
import { type Context, Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { isId, type ParticipantId, type StatementId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import {
  type ChoiceReply,
  choiceShape,
  handsShape,
  openVoteShape,
  votePatchShape,
} from '../../shared/consult/calls.ts'
import type { VoterOf, VoteStep } from '../../shared/consult/vote.ts'
import { evenJson, evenJsonList } from '../../shared/even-length.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { makeVoterOf, readVoterOf } from '../consult/choice-key.ts'
import {
  askAgain,
  chooserOf,
  close,
  handsIn,
  isOver,
  isWithheld,
  mark,
  mayBeAsked,
  mayBeginKey,
  mustBeOpen,
  ownChoices,
  progress,
  show,
  voteOf,
  voteReply,
  withoutDevice,
} from '../consult/voting.ts'
import type { Log } from '../log.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { JournalRecord } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'

export const voteRoutes = ({ clock, log }: { clock: Clock; log: Log }) =>
  new Hono<Env>()
    .get(
      '/',
      describeRoute({ summary: 'Every private vote, and how far it is' }),
      who('readBoard'),
      async (c) => {
        const { room, grant } = c.get('access')
        await room.settled()
        const voterOf = mayDo(grant.role, 'readFull') ? await readVoterOf(room.store.files) : null
        const isRunning = mayDo(grant.role, 'openVote')
        return c.json(room.state.votes.list().map((vote) => voteReply(room, vote, voterOf, isRunning)))
      },
    )
    .post(
      '/',
      describeRoute({ summary: 'Open a private vote' }),
      who('openVote'),
      json(openVoteShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const { packs, deadline = null, quorum, hands = 0 } = c.req.valid('json')
        const asked = packs.flatMap((it) => it.statements)
        if (new Set(asked).size < asked.length)
          throw new Problem('value_invalid', 'a statement is in it twice')
        if (deadline !== null && deadline <= clock.now()) {
          throw new Problem('value_invalid', 'the deadline has passed')
        }
        await readyForChoices(room)
        let number = 0
        await room.act(grant.participant, (doc) => {
          const { votes } = room.state
          mustBeOpen(room)
          for (const id of asked) mayBeAsked(room, id)
          const [first] = votes.list()
          if (first && quorum !== undefined && quorum !== first.quorum) {
            throw new Problem('state_stale', `the quorum was fixed at ${first.quorum} with the first vote`)
          }
          number = votes.list().length + 1
          for (const id of asked) {
            mark(doc, room, id, { vote: number, round: votes.roundsOf(id).length + 1, open: true, deadline })
          }
          return [
            step(clock, grant.participant, {
              step: 'open',
              vote: number,
              packs,
              deadline,
              quorum: first?.quorum ?? quorum ?? 0,
              hands,
            }),
          ]
        })
        log.info({ board: room.id, vote: number, statements: asked.length }, 'vote opened')
        return c.json(voteReply(room, voteOf(room, number), await readVoterOf(room.store.files), true), 201)
      },
    )
    .patch(
      '/:vote',
      describeRoute({
        summary: 'Show results, ask again, say how many have no device, or close a private vote',
      }),
      who('openVote'),
      json(votePatchShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const change = c.req.valid('json')
        const number = Number(c.req.param('vote'))
        const voterOf = 'again' in change ? await readyForChoices(room) : await readVoterOf(room.store.files)
        await room.act(grant.participant, (doc) => {
          const vote = voteOf(room, number)
          mustBeOpen(room)
          if ('close' in change) return [step(clock, grant.participant, close(doc, room, vote))]
          if ('hands' in change)
            return [step(clock, grant.participant, withoutDevice(room, vote, change.hands))]
          if ('again' in change)
            return [step(clock, grant.participant, askAgain(doc, room, vote, change.again))]
          return [step(clock, grant.participant, show(doc, room, vote, change.show, voterOf, clock.now()))]
        })
        log.info({ board: room.id, vote: number, what: Object.keys(change)[0] }, 'vote changed')
        return c.json(voteReply(room, voteOf(room, number), voterOf, true))
      },
    )
    .get('/:vote/choices', describeRoute({ summary: 'My own choices' }), who('choose'), async (c) => {
      const { room, grant } = c.get('access')
      await room.settled()
      const vote = voteOf(room, Number(c.req.param('vote')))
      const voterOf = await readVoterOf(room.store.files)
      return evenReply(c, evenJsonList(voterOf ? ownChoices(room, vote, chooserOf(grant, voterOf)) : []))
    })
    .put(
      '/:vote/choices/:statement',
      describeRoute({
        summary: 'Choose, change or take back',
        description: 'What comes after results were shown or the deadline is kept, marked and not counted.',
      }),
      who('choose'),
      json(choiceShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const { choice, reason } = c.req.valid('json')
        const statement = statementIn(c.req.param('statement'))
        const number = Number(c.req.param('vote'))
        const voterOf = await readVoterOf(room.store.files)
        let reply: ChoiceReply | null = null
        // Signed by the server: who it was is for those alone who hold the choice key.
        await room.act('server', (doc) => {
          const vote = voteOf(room, number)
          mustBeOpen(room)
          const asked = room.state.votes.roundOf(statement)
          if (!asked || asked.round.vote !== number) throw new Problem('item_unknown', 'vote')
          // No key, and the vote is there: a restore has lost it, and nobody's first choice could be found.
          if (!voterOf) throw new Problem('round_lost', 'its choice key is in no backup')
          const { round, number: turn } = asked
          const at = clock.now()
          const late = isOver(vote, round, at)
          const { voter, seat } = chooserOf(grant, voterOf)
          if ([round.ballots, round.late].some((it) => isWithheld(it.get(voter), seat)))
            throw new Problem('choice_withheld', statement)
          reply = { statement, round: turn, choice, late, ...(reason && { reason }) }
          if (!late) {
            const was = round.ballots.has(voter) ? 1 : 0
            const answered = round.ballots.size - was + (choice === null ? 0 : 1)
            progress(doc, room, statement, answered)
          }
          return [
            {
              type: 'choice',
              at,
              by: 'server',
              body: {
                statement,
                round: turn,
                voter,
                answer: choice,
                ...(reason && { reason }),
                ...(late && { late }),
                ...(seat && { seat }),
              },
            },
          ]
        })
        return evenReply(c, evenJson(reply as ChoiceReply | null))
      },
    )
    .put(
      '/:vote/hands/:statement',
      describeRoute({ summary: 'A show of hands of people without a device, before results are shown' }),
      who('openVote'),
      json(handsShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const hands = c.req.valid('json')
        const statement = statementIn(c.req.param('statement'))
        const number = Number(c.req.param('vote'))
        await room.act(grant.participant, () => {
          const vote = voteOf(room, number)
          mustBeOpen(room)
          const asked = room.state.votes.roundOf(statement)
          if (!asked || asked.round.vote !== number) throw new Problem('item_unknown', 'vote')
          if (asked.round.result) throw new Problem('state_stale', 'its results are shown already')
          if (handsIn(hands) > vote.hands) throw new Problem('value_invalid', `at most ${vote.hands} hands`)
          return [step(clock, grant.participant, { step: 'hands', vote: number, statement, hands })]
        })
        return c.json({ statement, hands })
      },
    )

/** The choice key, before the first choice can come; a restored board has lost its own. */
async function readyForChoices(room: Room): Promise<VoterOf> {
  const found = await readVoterOf(room.store.files)
  if (found) return found
  mustBeOpen(room)
  mayBeginKey(room)
  return makeVoterOf(room.store.files)
}

/** Not compressed on the way either: that would make it shorter for some answers than for others. */
const evenReply = (c: Context<Env>, json: string): Response =>
  c.body(json, 200, { 'content-type': 'application/json', 'cache-control': 'no-store, no-transform' })

const step = (clock: Clock, by: ParticipantId, body: VoteStep): JournalRecord => ({
  type: 'vote',
  at: clock.now(),
  by,
  body,
})

const statementIn = (id: string): StatementId => {
  if (!isId(id)) throw new Problem('statement_unknown', id)
  return id
}
