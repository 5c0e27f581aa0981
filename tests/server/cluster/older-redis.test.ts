import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openApi } from '../../../client/session/api.ts'
import { openBoardSession } from '../../../client/session/board-session.ts'
import type { BoardSession } from '../../../client/session/contract.ts'
import type { Page } from '../../../client/session/page.ts'
import type { BoardReply } from '../../../shared/api.ts'
import { systemClock } from '../../../shared/clock.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import { copyFor } from '../../campaigns/writer.ts'
import { openCluster } from '../../support/cluster.ts'
import { ask, comeIn, type Guest, openBoardOn } from '../../support/guests.ts'
import { freePort, NO_REDIS, withRedis } from '../../support/redis-server.ts'
import { buildServer } from '../../support/server-process.ts'

/** A page that nobody looks away from. */
const page: Page = {
  isHidden: () => false,
  onVisibility: () => () => {},
  onOnline: () => () => {},
  onLeaving: () => () => {},
}

describe.skipIf(NO_REDIS)(withRedis('a Redis put back as it was at an earlier moment'), () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const pageOf = (guest: Guest, epoch: number): BoardSession => {
    class CookieSocket extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols, { headers: { cookie: guest.cookie } })
      }
    }
    const api = openApi((path, init) =>
      fetch(guest.base + path, { ...init, headers: { ...init?.headers, cookie: guest.cookie } }),
    )
    const session = openBoardSession({
      board: guest.board,
      as: guest.as,
      me: guest.me,
      epoch,
      url: `${guest.base.replace('http', 'ws')}/sync`,
      clock: { ...systemClock, after: (delay, run) => systemClock.after(Math.min(delay, 300), run) },
      WebSocket: CookieSocket as unknown as typeof globalThis.WebSocket,
      indexedDB: new IDBFactory(),
      tabs: { mine: 'tab', open: async () => new Set(['tab']), close: () => {} },
      page,
      api: api.at(guest.board, guest.as),
    })
    closing.push(() => session.close())
    return session
  }

  it('[B8][F3][I2] pages that hold more than the server has put back what their people made, and end with one board', async () => {
    const port = String(await freePort())
    const cluster = await openCluster(await buildServer('older-redis'), 1, {}, [{ PORT: port }])
    closing.push(() => cluster.remove())
    const [node] = cluster.nodes
    const { board, grace } = await openBoardOn(node?.base ?? '')
    const { epoch } = (await ask<BoardReply>(grace, 'GET', '')).body
    const guests = await Promise.all(
      ['Ama', 'Ben'].map((name) => comeIn(grace.base, board, 'participant', name)),
    )
    const [ama, ben] = guests.map((it) => pageOf(it, epoch)) as [BoardSession, BoardSession]
    const both = [ama, ben]
    const say = (session: BoardSession, words: string) =>
      expect(
        session.edit('Comment', (doc) => addComment(doc, session.me.id, words, { on: 'F1', text: words })),
      ).toBeNull()
    const said = (session: BoardSession) =>
      [...session.snapshot.get().comments.values()]
        .flat()
        .map((it) => it.text)
        .sort()
    const areSaved = () =>
      both.every((it) => it.connection.get().state === 'online' && it.connection.get().saved === 'saved')
    await until(areSaved)
    say(ama, 'ama-before')
    await until(() => areSaved() && said(ben).includes('ama-before'))
    cluster.redis.keepFiles()

    say(ama, 'ama-after')
    await until(() => areSaved() && said(ben).includes('ama-after'))
    say(ben, 'ben-after')
    await until(() => areSaved() && said(ama).includes('ben-after'))
    node?.kill('SIGKILL')
    await node?.ended
    await cluster.redis.kill()
    cluster.redis.forgetSince()
    say(ama, 'ama-away')
    await cluster.redis.start()
    await cluster.add(0)

    await until(() => areSaved() && said(ama).length === 4 && said(ben).length === 4)
    expect(said(ama)).toEqual(['ama-after', 'ama-away', 'ama-before', 'ben-after'])
    expect(said(ben)).toEqual(said(ama))
    const late = await comeIn(grace.base, board, 'participant', 'Late')
    expect([...rootsOf(await copyFor(late)).comments.values()].length).toBe(4)
    for (const it of both) expect(it.leftovers.get()).toEqual([])
  }, 90_000)
})

async function until(isSo: () => boolean): Promise<void> {
  for (const by = Date.now() + 20_000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > by) throw new Error('waited in vain')
  }
}
