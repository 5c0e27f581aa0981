import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BoardReply, HomeReply, JoinReply } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { copyFor, Writer } from '../../campaigns/writer.ts'
import { type Cluster, openCluster } from '../../support/cluster.ts'
import { ask, comeIn, openBoardOn } from '../../support/guests.ts'
import { NO_REDIS, withRedis } from '../../support/redis-server.ts'
import { contentOf } from '../../support/rooms.ts'
import { seeded } from '../../support/seeded.ts'
import { buildServer } from '../../support/server-process.ts'

describe.skipIf(NO_REDIS)(withRedis('two nodes over one Redis'), () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await openCluster(await buildServer('cluster'), 2)
  }, 60_000)
  afterAll(() => cluster?.remove())

  it('[F1] are one server to people: what one writes is on the screen of the other', async () => {
    const [one, two] = cluster.nodes.map((it) => it.base) as [string, string]
    const { board, grace } = await openBoardOn(one)
    const ben = await comeIn(two, board, 'participant', 'Ben')

    const writers = [new Writer(grace, seeded(1), 8), new Writer(ben, seeded(2), 8)]
    const [ama, ola] = writers as [Writer, Writer]
    ama.connect(one)
    ola.connect(two)
    await until(() => writers.every((it) => it.isSettled))
    for (let n = 0; n < 20; n++) for (const it of writers) it.write()
    await until(() => writers.every((it) => it.isSettled))
    await until(() => JSON.stringify(contentOf(ama.doc)) === JSON.stringify(contentOf(ola.doc)))

    const late = await comeIn(two, board, 'participant', 'Late')
    expect(contentOf(await copyFor(late))).toEqual(contentOf(ama.doc))
    expect([...ama.refusals, ...ola.refusals, ...ama.lies, ...ola.lies]).toEqual([])
    expect(rootsOf(ama.doc).statements.size).toBe(8)
    const reply = await ask<BoardReply>({ ...ben, base: one }, 'GET', '')
    expect(reply.status).toBe(200)
    for (const it of writers) it.disconnect()
  })

  it('have one example board, one secret, and know at once what was made at the other', async () => {
    const homes = await Promise.all(
      cluster.nodes.map(async ({ base }) => (await (await fetch(`${base}/api/home`)).json()) as HomeReply),
    )

    expect(homes[0]?.example).toEqual(homes[1]?.example)
    expect(homes[0]?.promise).toBe('Saved means written to the disk of the Redis server and synced.')
    expect(await cluster.redis.ask('ZCOUNT', 'due-regard:{registry}:order', '-inf', '+inf')).toBeGreaterThan(
      4,
    )
  })

  it('let people in by a code at either, which works once', async () => {
    const [one, two] = cluster.nodes.map((it) => it.base) as [string, string]
    const { board, grace } = await openBoardOn(one)
    const doors = await ask<{ code: string }>(grace, 'PATCH', '/doors', { open: true, from: false })
    expect(doors.status).toBe(200)

    const join = async (base: string, code: string) => {
      const response = await fetch(`${base}/api/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, name: 'Walker' }),
      })
      return { status: response.status, body: (await response.json()) as JoinReply }
    }
    for (const base of [one, two]) {
      const { status, body } = await join(base, doors.body.code)
      expect([status, 'participant' in body && body.board]).toEqual([200, board.board.id])
    }
    expect((await join(two, '000000')).status).toBe(404)
  })

  it('[F5] refuse a body that is too long in a sentence, whether or not its length is told', async () => {
    const [one] = cluster.nodes.map((it) => it.base) as [string]
    const text = JSON.stringify({ code: '000000', name: 'x'.repeat(300 * 1024) })
    for (const path of ['/api/join', '/api/boards']) {
      for (const body of [text, new Blob([text]).stream()]) {
        const response = await fetch(`${one}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          duplex: 'half',
        } as RequestInit)

        expect(response.status).toBe(413)
        expect(await response.json()).toEqual({
          error: { code: 'too_large', message: 'That is too large.', detail: 'at most 256 KiB' },
        })
      }
    }
  })

  it('[S3] end a link at the other node as well, at once', async () => {
    const [one, two] = cluster.nodes.map((it) => it.base) as [string, string]
    const { board, grace } = await openBoardOn(one)
    const ben = await comeIn(two, board, 'participant', 'Ben')
    const writer = new Writer(ben, seeded(1), 8)
    writer.connect(two)
    await until(() => writer.isSettled)

    const withdrawn = await ask(grace, 'PATCH', `/links/${ben.as}`, { withdraw: true })

    expect(withdrawn.status).toBe(200)
    await until(() => writer.refusals.length > 0)
    expect(writer.refusals[0]).toMatch(/^4401/)
    expect((await ask(ben, 'GET', '')).status).toBe(401)
  })

  it('[S3] tell who guessed at codes too often nothing more, be the board of a right one at the other node', async () => {
    const [one, two] = cluster.nodes.map((it) => it.base) as [string, string]
    const { board, grace } = await openBoardOn(one)
    const doors = await ask<{ code: string }>(grace, 'PATCH', '/doors', { open: true, from: false })
    expect(await cluster.keeperOf(board.board.id)).toBe(cluster.nodes[0])
    const guess = (code: string) =>
      fetch(`${two}/api/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, name: 'Guesser' }),
      })

    const wrong = doors.body.code === '000000' ? '000001' : '000000'
    await Promise.all(Array.from({ length: 60 }, () => guess(wrong)))
    const right = await guess(doors.body.code)

    expect([right.status, right.headers.get('retry-after')]).toEqual([429, '10'])
    expect(await right.json()).toMatchObject({ error: { code: 'too_many' } })
  })

  it('a board is handed on when its node stops, and nothing that was saved is lost', async () => {
    const { board, grace } = await openBoardOn(cluster.nodes[0]?.base ?? '')
    const keeper = await cluster.keeperOf(board.board.id)
    const other = cluster.nodes.find((it) => it !== keeper)
    const ben = await comeIn(other?.base ?? '', board, 'participant', 'Ben')
    const writer = new Writer(ben, seeded(1), 8)
    writer.connect(ben.base)
    await until(() => writer.isSettled)
    for (let n = 0; n < 30; n++) writer.write()

    keeper?.kill('SIGTERM')
    await until(() => {
      writer.connect(ben.base)
      return writer.isSettled
    })

    expect(await keeper?.ended).toBe(0)
    expect(await cluster.keeperOf(board.board.id)).toBe(other)
    expect(contentOf(await copyFor(ben))).toEqual(contentOf(writer.doc))
    expect((await ask({ ...grace, base: ben.base }, 'GET', '')).status).toBe(200)
    expect([...writer.refusals, ...writer.lies]).toEqual([])
    writer.disconnect()
  })
})

async function until(isSo: () => boolean): Promise<void> {
  for (const by = Date.now() + 20_000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > by) throw new Error('waited in vain')
  }
}
