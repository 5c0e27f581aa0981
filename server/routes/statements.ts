/**
 * The statements of a board: read as a list, and imported from a spreadsheet or a list.
 *
 * An import is one person's edit in steps, so that those who watch the board go on seeing it move.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { IMPORT_MODES, type ImportReply, type StatementReply } from '../../shared/api.ts'
import { moveStatements, putStatement, setBoardFact, setResponse } from '../../shared/doc/edits.ts'
import { type Merge, mergeInSteps } from '../../shared/imports/merge.ts'
import { importerFor } from '../../shared/imports/registry.ts'
import { type ParsedRows, UnreadableImport } from '../../shared/imports/rows.ts'
import { LIMITS } from '../../shared/limits.ts'
import { NO_RESPONSE } from '../../shared/plan.ts'
import { writeRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Desk, ReadOrder } from '../desk.ts'
import type { Log } from '../log.ts'
import { type Access, type Env, savedState, who } from '../middleware/access.ts'
import { mediaTypeOf, readBody } from '../middleware/body.ts'
import type { Room } from '../sync/contract.ts'
import { inSlices, takeTurns } from '../turns.ts'

/** Statements in one transaction: what others can draw between two frames of theirs. */
const STEP = 200

export const statementRoutes = ({ log, desk }: { log: Log; desk: Desk }) => {
  const inTurn = takeTurns()
  const rowsOf = ({ grant }: Access, order: ReadOrder): Promise<ParsedRows> =>
    desk.read(grant.participant, order).catch((error) => {
      if (error instanceof UnreadableImport) throw new Problem('value_invalid', error.message)
      throw error
    })
  return new Hono<Env>()
    .get('/', describeRoute({ summary: 'Every statement, and where it is' }), who('readBoard'), async (c) => {
      const { room } = c.get('access')
      await savedState(room)
      return c.json(statementList(room))
    })
    .post(
      '/',
      describeRoute({
        summary: 'Import statements',
        description:
          'Takes `text/csv` with a heading, or a JSON list of the same. `?mode=append` (default) adds what is ' +
          'new; `?mode=update` also rewrites statements of the same publication and number.',
        requestBody: {
          content: {
            'text/csv': { schema: { type: 'string' } },
            'application/json': { schema: { type: 'array', items: { type: 'object' } } },
          },
        },
      }),
      who('importStatements'),
      async (c) => {
        const access = c.get('access')
        const mode = IMPORT_MODES.find((it) => it === (c.req.query('mode') ?? 'append'))
        if (!mode) throw new Problem('value_invalid', 'mode is append or update')
        const mediaType = mediaTypeOf(c)
        if (!importerFor(mediaType)) throw new Problem('media_type', '')
        refuseUnlessWritable(access)
        const parsed = await rowsOf(access, { mediaType, bytes: await readBody(c, LIMITS.importBytes) })

        // Two imports at once would each take the other's statements for new ones.
        const { added, updated, unchanged, rejected } = await inTurn(access.room.id, async () => {
          const merge = await inSlices(mergeInSteps(parsed, access.room.reads.snapshot(), mode))
          await write(access, merge)
          return merge
        })
        const reply: ImportReply = { added: added.length, updated: updated.length, unchanged, rejected }
        log.info({ board: access.room.id, ...reply, rejected: rejected.length }, 'statements imported')
        return c.json(reply)
      },
    )
}

async function write(access: Access, { added, updated, facts }: Merge): Promise<void> {
  const { room, grant } = access
  const entries: Merge['added'] = [...added, ...updated]
  for (let at = 0; at < entries.length || at === 0; at += STEP) {
    // The phase may have changed while the step before was written.
    refuseUnlessWritable(access)
    const step = entries.slice(at, at + STEP)
    if (step.length === 0 && facts.length === 0) return
    await room.edit(grant.participant, (doc) => {
      if (at === 0) for (const { key, value } of facts) setBoardFact(doc, key, value)
      for (const { id, statement } of step) putStatement(doc, id, statement)
      const aside = step.filter((it) => it.setAside)
      if (aside.length === 0) return
      const { inColumn, placements } = room.reads.snapshot()
      const above = placements.get(inColumn['set-aside'].at(-1) ?? '')?.order ?? null
      moveStatements(
        doc,
        aside.map((it) => it.id),
        { column: 'set-aside', above, below: null },
      )
      for (const { id, setAside = '' } of aside) setResponse(doc, id, 'setAsideReason', setAside)
    })
  }
}

function refuseUnlessWritable({ room, grant }: Access): void {
  const target = { root: 'statements', key: 'any', to: {} } as const
  const refusal = writeRefusal({ role: grant.role, participant: grant.participant }, target, room.state)
  if (refusal) throw new Problem(refusal, 'statements')
}

function statementList(room: Room): StatementReply[] {
  const { ids, statements, placements, responses, lacks, live } = room.reads.snapshot()
  return ids.flatMap((id) => {
    const statement = statements.get(id)
    const placement = placements.get(id)
    if (!statement || !placement) return []
    return {
      ...statement,
      placement,
      response: responses.get(id) ?? NO_RESPONSE,
      lacks: lacks.get(id) ?? [],
      decision: live.decisions.get(id) ?? null,
    }
  })
}
