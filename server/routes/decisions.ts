/** Deciding, one statement or everything that is agreed; opening again; taking an act back. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Clock } from '../../shared/clock.ts'
import { type DecisionReply, decideShape, reopenShape } from '../../shared/consult/calls.ts'
import type { DecisionStep } from '../../shared/consult/vote.ts'
import { Problem } from '../../shared/problem.ts'
import { agreedOf, decide, mustBeDeciding, pullOut, reopen, takeBack } from '../consult/deciding.ts'
import type { Log } from '../log.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { JournalRecord } from '../store/contract.ts'

export const decisionRoutes = ({ clock, log }: { clock: Clock; log: Log }) => {
  const record = (by: string, body: DecisionStep): JournalRecord => ({
    type: 'decision',
    at: clock.now(),
    by,
    body,
  })
  return new Hono<Env>()
    .get('/decisions', describeRoute({ summary: 'What was decided' }), who('readFull'), async (c) => {
      const { room } = c.get('access')
      await room.settled()
      return c.json(room.state.votes.decisions())
    })
    .post(
      '/decisions',
      describeRoute({
        summary: 'Decide a statement, park it, or place all that is agreed',
        description: 'The card goes to its column; `POST …/undo/<seq>` takes the act back.',
      }),
      who('decide'),
      json(decideShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const what = c.req.valid('json')
        let reply: DecisionReply = { seq: 0, decisions: [] }
        await room.act(grant.participant, (doc) => {
          const seq = room.state.votes.seq + 1
          const decisions = decide(doc, room, what, seq, clock.now())
          reply = { seq, decisions }
          return [record(grant.participant, { step: 'decide', seq, decisions })]
        })
        log.info({ board: room.id, seq: reply.seq, statements: reply.decisions.length }, 'decided')
        return c.json(reply, 201)
      },
    )
    .post(
      '/decisions/:statement/reopen',
      describeRoute({ summary: 'Open a decided statement again; its card stays' }),
      who('decide'),
      json(reopenShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const { reason } = c.req.valid('json')
        const statement = c.req.param('statement')
        await room.act(grant.participant, (doc) => {
          reopen(doc, room, [statement])
          const why = reason ? { reason } : {}
          const seq = room.state.votes.seq + 1
          return [record(grant.participant, { step: 'reopen', seq, statements: [statement], ...why })]
        })
        return c.json({ statement })
      },
    )
    .post(
      '/undo/:seq',
      describeRoute({ summary: 'Take an act back, as far as it still stands' }),
      who('decide'),
      async (c) => {
        const { room, grant } = c.get('access')
        const seq = Number(c.req.param('seq'))
        let statements: string[] = []
        await room.act(grant.participant, (doc) => {
          statements = takeBack(doc, room, seq)
          return [record(grant.participant, { step: 'reopen', seq: room.state.votes.seq + 1, statements })]
        })
        log.info({ board: room.id, seq, statements: statements.length }, 'an act was taken back')
        return c.json({ seq, statements })
      },
    )
    .get(
      '/agreed',
      describeRoute({ summary: 'What private choices agree on and nobody decided or pulled out' }),
      who('readFull'),
      async (c) => {
        const { room } = c.get('access')
        await room.settled()
        return c.json(Array.from(agreedOf(room), ([statement, column]) => ({ statement, column })))
      },
    )
    .post(
      '/agreed/:statement/pull',
      describeRoute({ summary: 'Pull one out to be talked about; nobody is told who did' }),
      who('choose'),
      async (c) => {
        const { room } = c.get('access')
        const statement = c.req.param('statement')
        await room.act('server', (doc) => {
          mustBeDeciding(room)
          if (!agreedOf(room).has(statement))
            throw new Problem('state_stale', `${statement} is not on the list`)
          pullOut(doc, statement)
          return [{ type: 'vote', at: clock.now(), by: 'server', body: { step: 'pull', statement } }]
        })
        return c.json({ statement })
      },
    )
}
