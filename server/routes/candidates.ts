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
  type Publication,
  type ReadingCard,
  type ReadingPatch,
  type ReadingReply,
} from '../../shared/imports/candidates.ts'
import { writeRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { newId } from '../capability.ts'
import { type Access, type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import { takeTurns } from '../turns.ts'

const MOST_READINGS = 12
const MOST_CANDIDATES = 4_000
const MOST_BYTES = 8 * 1024 * 1024

interface Reading {
  id: string
  name: string | null
  publication: Publication
  version: number
  by: string
  at: number
  /** Each with the version it was changed last in. */
  list: (Candidate & { v: number })[]
}

const fileOf = (id: string) => `candidates-${id.toLowerCase()}.json`
const FILE = /^candidates-([a-z0-9-]+)\.json$/

export const candidateRoutes = ({ clock }: { clock: Clock }) => {
  const inTurn = takeTurns()
  const read = async ({ room }: Access, id: string): Promise<Reading> => {
    const bytes = /^[a-z0-9]{1,32}$/.test(id) ? await room.store.files.read(fileOf(id)) : null
    if (!bytes) throw new Problem('item_unknown', 'these candidates are imported or thrown away')
    return JSON.parse(new TextDecoder().decode(bytes)) as Reading
  }
  const keep = async ({ room }: Access, reading: Reading): Promise<void> => {
    const bytes = new TextEncoder().encode(JSON.stringify(reading))
    if (bytes.byteLength > MOST_BYTES) throw new Problem('too_large', 'candidates of one report')
    await room.store.files.write(fileOf(reading.id), bytes)
  }
  const all = async (access: Access): Promise<Reading[]> => {
    const names = await access.room.store.files.list()
    const ids = names.flatMap((it) => FILE.exec(it)?.[1] ?? [])
    return Promise.all(ids.map((id) => read(access, id)))
  }
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
          const there = (await access.room.store.files.list()).filter((it) => FILE.test(it))
          if (there.length >= MOST_READINGS) {
            throw new Problem(
              'board_full',
              'twelve reports are being gone through: import one or throw one away',
            )
          }
          await keep(access, reading)
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
        return c.json(since(await read(c.get('access'), c.req.param('reading')), asked.data))
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
          const next = after(await read(access, c.req.param('reading')), patch)
          next.by = access.grant.participant
          next.at = clock.now()
          await keep(access, next)
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
          await read(access, id)
          await access.room.store.files.remove(fileOf(id))
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
