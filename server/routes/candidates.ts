/**
 * Reports that facilitators go through together before anything of them is on the board.
 *
 * Each is a small file beside the board's journal. Nobody else is sent any of it, no history tells of it, and
 * it goes when it is imported or thrown away.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as z from 'zod/mini'
import type { Clock } from '../../shared/clock.ts'
import { newReadingShape, readingPatchShape } from '../../shared/imports/candidate-calls.ts'
import {
  applyEdits,
  type Candidate,
  type CandidateEdit,
  type ReadingCard,
  type ReadingPatch,
  type ReadingReply,
} from '../../shared/imports/candidates.ts'
import { writeRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { newId } from '../capability.ts'
import { type Access, type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import { dropReading, keepReading, type Reading, readingIds, readReading } from '../readings.ts'
import type { TakeTurn } from '../turns.ts'

const MOST_READINGS = 12
const MOST_CANDIDATES = 4_000

export const candidateRoutes = ({ clock, inTurn }: { clock: Clock; inTurn: TakeTurn }) => {
  const all = async ({ room }: Access): Promise<Reading[]> =>
    Promise.all((await readingIds(room.store.files)).map((it) => readReading(room.store.files, it)))
  return new Hono<Env>()
    .get(
      '/',
      describeRoute({ summary: 'Reports whose candidates are being gone through' }),
      who('importStatements'),
      async (c) => {
        const found = await all(c.get('access'))
        return c.json(found.sort((a, b) => b.at - a.at).map(cardOf))
      },
    )
    .post(
      '/',
      describeRoute({
        summary: 'Begin to go through a report',
        description: 'Its candidates follow with `PATCH`, in as many parts as it takes.',
      }),
      who('importStatements'),
      json(newReadingShape),
      async (c) => {
        const access = c.get('access')
        refuseUnlessWritable(access)
        const reading: Reading = {
          id: newId()
            .toLowerCase()
            .replace(/[^a-z0-9]/g, '0'),
          ...c.req.valid('json'),
          version: 0,
          by: access.grant.participant,
          at: clock.now(),
          list: [],
        }
        await inTurn(access.room.id, async () => {
          const there = await readingIds(access.room.store.files)
          if (there.length >= MOST_READINGS) {
            throw new Problem(
              'board_full',
              'twelve reports are being gone through: import one or throw one away',
            )
          }
          await keepReading(access.room.store.files, reading)
        })
        return c.json(since(reading, 0), 201)
      },
    )
    .get(
      '/:reading',
      describeRoute({ summary: 'The candidates of a report, or what changed `?since=` a version of them' }),
      who('importStatements'),
      async (c) => {
        const asked = z.safeParse(z.coerce.number().check(z.int(), z.minimum(0)), c.req.query('since') ?? '0')
        if (!asked.success) throw new Problem('value_invalid', 'since is a version')
        return c.json(
          since(await readReading(c.get('access').room.store.files, c.req.param('reading')), asked.data),
        )
      },
    )
    .patch(
      '/:reading',
      describeRoute({
        summary: 'Change candidates, and hear what others changed',
        description: 'Of two changes of one candidate the later stands; changes of two both do.',
      }),
      who('importStatements'),
      json(readingPatchShape),
      async (c) => {
        const access = c.get('access')
        refuseUnlessWritable(access)
        const patch: ReadingPatch = c.req.valid('json')
        const reading = await inTurn(access.room.id, async () => {
          const { files } = access.room.store
          const next = after(await readReading(files, c.req.param('reading')), patch)
          next.by = access.grant.participant
          next.at = clock.now()
          await keepReading(files, next)
          return next
        })
        return c.json(since(reading, patch.since))
      },
    )
    .delete(
      '/:reading',
      describeRoute({ summary: 'Throw the candidates of a report away' }),
      who('importStatements'),
      async (c) => {
        const access = c.get('access')
        refuseUnlessWritable(access)
        const id = c.req.param('reading')
        await inTurn(access.room.id, async () => {
          const { files } = access.room.store
          await readReading(files, id)
          await dropReading(files, id)
        })
        return c.json({ removed: true })
      },
    )
}

const cardOf = ({ id, name, by, at, list }: Reading): ReadingCard => ({
  id,
  name,
  candidates: list.length,
  setAside: list.filter((it) => it.setAside).length,
  by,
  at,
})

function since({ id, name, publication, version, list }: Reading, known: number): ReadingReply {
  const isNews = known !== version || version === 0
  // A version that this list never had is of another one: all of it is told.
  const from = known > version ? 0 : known
  return {
    id,
    name,
    publication,
    version,
    order: isNews ? list.map((it) => it.id) : null,
    changed: isNews ? list.filter((it) => it.v > from).map(({ v: _, ...candidate }) => candidate) : [],
  }
}

function after(was: Reading, { edits, publication }: ReadingPatch): Reading {
  const version = was.version + 1
  const stamped = edits.map(
    (it): CandidateEdit => ('put' in it ? { ...it, put: { ...it.put, v: version } as Candidate } : it),
  )
  const list = applyEdits(was.list, stamped) as Reading['list']
  if (list.length > MOST_CANDIDATES) throw new Problem('board_full', 'a report has at most 4,000 candidates')
  return { ...was, version, list, publication: publication ?? was.publication }
}

function refuseUnlessWritable({ room, grant }: Access): void {
  const target = { root: 'statements', key: 'any', to: {} } as const
  const refusal = writeRefusal({ role: grant.role, participant: grant.participant }, target, room.state)
  if (refusal) throw new Problem(refusal, 'candidates')
}
