/** Taking something out of a board for good, with a receipt. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Clock } from '../../shared/clock.ts'
import { type EraseReceipt, eraseShape } from '../../shared/erasure/calls.ts'
import { Problem } from '../../shared/problem.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Config } from '../config.ts'
import { type EraseOrder, eraseFrom } from '../erasure/erase.ts'
import { eraseBoard, refuseHeld } from '../erasure/erase-board.ts'
import type { Log } from '../log.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { Replies } from '../middleware/idempotency.ts'
import type { Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'
import type { TakeTurn } from '../turns.ts'

interface EraseDeps {
  stores: Stores
  rooms: Rooms
  entries: BoardEntries
  clock: Clock
  config: Pick<Config, 'backupDays'>
  log: Log
  forget: Replies['forget']
  inTurn: TakeTurn
}

export const eraseRoutes = ({ stores, rooms, entries, clock, config, log, forget, inTurn }: EraseDeps) => {
  const needs = { stores, rooms, entries, clock, backupDays: config.backupDays }
  return new Hono<Env>().post(
    '/',
    describeRoute({
      summary: 'Erase a person, a comment, a statement, or the board itself',
      description:
        'Takes it out of the board and of every file the server keeps, and sends every copy away to be taken ' +
        'anew. A person loses name, place on the list, devices, comments and the words of their choices; what ' +
        'they moved stays, under no name. `board` is the id of this very board. Asked again, it does once more ' +
        'what was not finished. The receipt is to be kept: backups made before still hold what was erased.',
    }),
    who('erase'),
    json(eraseShape),
    async (c) => {
      const { room, grant } = c.get('access')
      const asked = c.req.valid('json')
      refuseHeld(stores.registry.board(room.id))
      const receipt = await inTurn(room.id, async (): Promise<EraseReceipt> => {
        const { reason } = asked
        if ('board' in asked) {
          if (asked.board !== room.id) throw new Problem('item_unknown', 'another board')
          return eraseBoard(needs, { board: room.id, by: grant.participant, reason })
        }
        const isTold = 'comment' in asked && asked.tell === true
        const order: EraseOrder = { ...itemOf(asked), by: grant.participant, reason, isTold }
        return eraseFrom(room, order, needs)
      })
      await forget(room.id, 'board' in asked ? null : room.store.files)
      const { erased, records, versions } = receipt
      log.info({ board: room.id, erased, id: receipt.id, records, versions: versions.length }, 'erased')
      return c.json(receipt, 201)
    },
  )
}

function itemOf(
  asked: { person: string } | { statement: string } | { comment: string },
): Pick<EraseOrder, 'kind' | 'id'> {
  if ('person' in asked) return { kind: 'person', id: asked.person }
  return 'statement' in asked
    ? { kind: 'statement', id: asked.statement }
    : { kind: 'comment', id: asked.comment }
}
