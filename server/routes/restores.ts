/** Making a board again what it was, after having seen what that would change; and taking that back. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Clock } from '../../shared/clock.ts'
import {
  type RestoreEntry,
  type RestorePreview,
  type RestoreReply,
  type RestoreTo,
  restoreShape,
  restoreUndoShape,
} from '../../shared/past/calls.ts'
import { Problem } from '../../shared/problem.ts'
import type { Desk } from '../desk.ts'
import type { Log } from '../log.ts'
import { type Env, savedState, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import { previewOrder, restoreBoard, takeRestoreBack } from '../past/restoring.ts'
import type { Restored } from '../sync/restores.ts'
import type { TakeTurn } from '../turns.ts'

export const restoreRoutes = ({
  clock,
  desk,
  log,
  inTurn,
}: {
  clock: Clock
  desk: Desk
  log: Log
  inTurn: TakeTurn
}) =>
  new Hono<Env>()
    .get(
      '/',
      describeRoute({ summary: 'When the board was restored, and why' }),
      who('readHistory'),
      async (c) => {
        const { room } = c.get('access')
        await room.settled()
        return c.json(room.state.restores.list().map(entryOf))
      },
    )
    .get(
      '/preview',
      describeRoute({
        summary: 'What restoring would change',
        description: 'Query: `version`, or `position` of a line of the history: the board right after it.',
      }),
      who('restore'),
      async (c) => {
        const { room, grant } = c.get('access')
        await savedState(room)
        const to = toOf(c.req.query())
        const preview = await desk.preview(grant.participant, () => previewOrder(room, to))
        const from = room.state.restores.list().length
        return c.json({ to, ...preview, from } satisfies RestorePreview)
      },
    )
    .post(
      '/',
      describeRoute({
        summary: 'Make the board again what it was, as a change of now',
        description: '`from` is how often it was restored when that was looked at; 409 when no longer so.',
      }),
      who('restore'),
      json(restoreShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const what = c.req.valid('json')
        const reply = await inTurn(room.id, () =>
          restoreBoard(room, grant.participant, what, () => clock.now()),
        )
        log.info({ board: room.id, restore: reply.restore }, 'restored')
        return c.json(reply satisfies RestoreReply, 201)
      },
    )
    .post(
      '/:restore/undo',
      describeRoute({ summary: 'Take a restoring back, as far as it still stands' }),
      who('restore'),
      json(restoreUndoShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const { reason } = c.req.valid('json')
        const number = Number(c.req.param('restore'))
        const reply = await inTurn(room.id, () =>
          takeRestoreBack(room, grant.participant, number, reason, () => clock.now()),
        )
        log.info({ board: room.id, restore: number }, 'a restoring was taken back')
        return c.json(reply satisfies RestoreReply)
      },
    )

function toOf({ version, position }: Record<string, string>): RestoreTo {
  const number = (text: string | undefined) => (text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
  const [sealed, moment] = [number(version), number(position)]
  if (sealed !== null && position === undefined) return { version: sealed }
  if (moment !== null && version === undefined) return { position: moment }
  throw new Problem('value_invalid', 'say which version, or which position')
}

const entryOf = ({ restore, to, asAt, reason, at, by, takenBack }: Restored): RestoreEntry => ({
  restore,
  to,
  asAt,
  reason,
  at,
  by,
  takenBack,
})
