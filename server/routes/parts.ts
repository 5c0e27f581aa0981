/** Splitting a statement that is on the board, and putting it together again: acts of the room, each whole. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type PartsReply, splitShape } from '../../shared/api.ts'
import type { StatementId } from '../../shared/board.ts'
import { joinParts, splitStatement } from '../../shared/doc/parts.ts'
import { writeRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Log } from '../log.ts'
import { type Access, type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'

export const partRoutes = ({ log }: { log: Log }) =>
  new Hono<Env>()
    .post(
      '/:statement/split',
      describeRoute({
        summary: 'Split a statement: F37 into F37a and F37b',
        description:
          'The parts in their order, together word for word the statement. It is set aside with what was said ' +
          'and chosen on it; its parts begin where it was, with what answers it.',
      }),
      who('importStatements'),
      json(splitShape),
      async (c) => {
        const access = c.get('access')
        const { room, grant } = access
        const statement = c.req.param('statement')
        const { parts } = c.req.valid('json')
        let made: StatementId[] = []
        await room.edit(grant.participant, (doc) => {
          refuseUnlessMovable(access, statement)
          made = splitStatement(doc, room.reads.snapshot(), statement, parts)
        })
        log.info({ board: room.id, statement, parts: made.length }, 'statement split')
        return c.json({ statement, parts: made } satisfies PartsReply, 201)
      },
    )
    .post(
      '/:statement/join',
      describeRoute({
        summary: 'Put a statement together again',
        description: 'Refused where somebody commented, voted or decided on one of its parts.',
      }),
      who('importStatements'),
      async (c) => {
        const access = c.get('access')
        const { room, grant } = access
        const statement = c.req.param('statement')
        let gone: StatementId[] = []
        await room.edit(grant.participant, (doc) => {
          refuseUnlessMovable(access, statement)
          gone = joinParts(doc, room.reads.snapshot(), statement)
        })
        log.info({ board: room.id, statement, parts: gone.length }, 'statement put together')
        return c.json({ statement, parts: gone } satisfies PartsReply)
      },
    )

/** As in the document itself: statements are the facilitator's, and one that is decided or voted on stays. */
function refuseUnlessMovable({ room, grant }: Access, id: StatementId): void {
  if (!room.reads.snapshot().statements.has(id)) throw new Problem('statement_unknown', id)
  const writer = { role: grant.role, participant: grant.participant }
  const refusal =
    writeRefusal(writer, { root: 'statements', key: 'any', to: {} }, room.state) ??
    writeRefusal(writer, { root: 'placements', key: id, to: {} }, room.state)
  if (refusal) throw new Problem(refusal, id)
}
