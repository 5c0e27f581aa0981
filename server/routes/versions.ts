/** Sealed versions: sealing, approvals that come later, and every file as it was. */
import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Clock } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { titleOf } from '../../shared/doc/reads/facts.ts'
import type { ChangesReply, PeopleCount } from '../../shared/past/calls.ts'
import { Problem } from '../../shared/problem.ts'
import { approvalShape, sealShape, type VersionMark } from '../../shared/version.ts'
import { destroyChoiceKey } from '../consult/choice-key.ts'
import { close } from '../consult/voting.ts'
import type { Desk } from '../desk.ts'
import type { Log } from '../log.ts'
import { type Env, savedState, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import { fullRecord } from '../past/full-record.ts'
import { type SealedSet, sealedBefore, sealedFile, writeSealedFiles } from '../past/sealed-files.ts'
import type { People } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import type { TakeTurn } from '../turns.ts'
import { askedFor, fileReply } from './exports.ts'

const SEALED_AS = 'board.json'

export const versionRoutes = ({
  clock,
  desk,
  log,
  inTurn,
}: {
  clock: Clock
  desk: Desk
  log: Log
  inTurn: TakeTurn
}) => {
  /** With the choice key gone a vote that was left open would take everybody's choice a second time. */
  async function closeVotes(room: Room, by: string, clock: Clock): Promise<void> {
    const open = () => room.state.votes.list().filter((it) => it.closedAt === null)
    if (open().length === 0) return
    await room.act(by, (doc) =>
      open().map((vote) => ({ type: 'vote', at: clock.now(), by, body: close(doc, room, vote) })),
    )
  }

  /** The board as its journal has it at one position, as canonical JSON of both sets. */
  async function written(room: Room, by: string) {
    const { state, position, at } = await room.whole()
    const write = async (set: SealedSet) =>
      String(await desk.write(by, async () => ({ file: SEALED_AS, board: room.id, state, at, set })))
    return { position, texts: { public: await write('public'), full: await write('full') } }
  }

  return new Hono<Env>()
    .get('/', describeRoute({ summary: 'Sealed versions' }), who('readBoard'), async (c) => {
      const { room } = c.get('access')
      await room.settled()
      return c.json(room.state.versions.list())
    })
    .post(
      '/',
      describeRoute({
        summary: 'Seal the board as it is now',
        description:
          'The hash is SHA-256 over `…/versions/<n>/exports/board.json`, public set. Sealed in the phase ' +
          '`agreed`, the key that tells whose a private choice was is destroyed.',
      }),
      who('seal'),
      json(sealShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const { label, agreed } = c.req.valid('json')
        // Two who seal at once get two versions, one after the other.
        const sealed = await inTurn(room.id, async () => {
          const { phase } = room.state
          if (agreed && phase !== 'agreed') await room.changePhase(grant.participant, phase, 'agreed')
          if (room.state.phase === 'agreed') await closeVotes(room, grant.participant, clock)
          const version = room.state.versions.list().length + 1
          const { position, texts } = await written(room, grant.participant)
          await writeSealedFiles(room, version, texts)
          const body = {
            version,
            label,
            position,
            sha256: sha256(texts.public),
            fullSha256: sha256(texts.full),
            phase: room.state.phase,
            people: countPeople(room.store.people.read()),
          }
          const at = clock.now()
          await room.act(grant.participant, (doc) => {
            const mark: VersionMark = { version, label, sha256: body.sha256, at }
            rootsOf(doc).live.set('version', mark)
            return [{ type: 'seal', at, by: grant.participant, body }]
          })
          if (room.state.phase === 'agreed') await destroyChoiceKey(room.store.files)
          return version
        })
        log.info({ board: room.id, version: sealed }, 'sealed')
        return c.json(room.state.versions.version(sealed), 201)
      },
    )
    .post(
      '/:version/approvals',
      describeRoute({ summary: 'Record what a meeting made of a version' }),
      who('seal'),
      json(approvalShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const approval = c.req.valid('json')
        const version = Number(c.req.param('version'))
        await room.act(grant.participant, () => {
          if (!room.state.versions.version(version)) throw new Problem('item_unknown', 'version')
          return [{ type: 'approval', at: clock.now(), by: grant.participant, body: { version, approval } }]
        })
        return c.json(room.state.versions.version(version), 201)
      },
    )
    .get(
      '/:version/changes',
      describeRoute({
        summary: 'What changed between a version and another, or now',
        description: 'Query: `to`, the number of the other version; the board as it is now where left out.',
      }),
      who('readFull'),
      async (c) => {
        const { room, grant } = c.get('access')
        const from = Number(c.req.param('version'))
        const asked = c.req.query('to')
        const to = asked === undefined ? null : Number(asked)
        await savedState(room)
        const people = (version: number) => room.state.versions.version(version)?.people ?? null
        const sealed = async (version: number) => ({ sealed: await sealedFile(room, version, 'public') })
        const reply: ChangesReply = {
          changes: await desk.compare(grant.participant, async () => ({
            before: await sealed(from),
            after: to === null ? await room.whole() : await sealed(to),
          })),
          people: {
            before: people(from),
            after: to === null ? countPeople(room.store.people.read()) : people(to),
          },
        }
        return c.json(reply)
      },
    )
    .get(
      '/:version/exports/:file',
      describeRoute({
        summary: 'A file of a sealed version, as it was',
        description: 'Query: `set`, `kind` and `since`, as for a file of the board as it is now.',
      }),
      who('exportPublic'),
      async (c) => {
        const { room, grant } = c.get('access')
        const { exporter, set, kind, since } = askedFor(c)
        const number = Number(c.req.param('version'))
        const bytes = await sealedFile(room, number, set)
        const title = `${titleOf(room.doc)} version ${number}`
        const { file } = exporter
        // The sealed bytes themselves: they are what the hash is of.
        const written =
          file === SEALED_AS
            ? bytes
            : await desk.write(grant.participant, async () => {
                // Those that the version knows, whatever became of them since.
                const decisions = room.state.votes.everDecided()
                const version = room.state.versions.version(number) ?? null
                const before = exporter.looksBack ? await sealedBefore(room, { before: number, since }) : null
                const record =
                  exporter.tellsRecord && set === 'full'
                    ? await fullRecord(room, version?.position)
                    : undefined
                return { file, board: room.id, sealed: bytes, set, kind, decisions, version, before, record }
              })
        return fileReply(c, exporter, title, written)
      },
    )
}

const countPeople = ({ invited, participants }: People): PeopleCount => ({
  invited: invited.length,
  joined: Object.values(participants).filter((it) => it.role === 'participant').length,
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
