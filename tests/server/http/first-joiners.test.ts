/**
 * Two people who come to a new board in the same moment.
 */
import { describe, expect, it } from 'vitest'
import type { LiveRoom } from '../../../server/sync/room.ts'
import type { NewBoardReply } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { contentOf, Peer, quiet } from '../../support/rooms.ts'
import { openTestServer } from '../../support/server.ts'

describe('[B12] two first joiners of a board made from a template', () => {
  it('find one template, written by the server alone', async () => {
    const server = await openTestServer()
    const { body: made } = await server.device().ask<NewBoardReply>('POST', '/api/boards', {
      body: { title: 'Our response', template: 'example' },
    })
    const { id } = made.board

    const peers = await Promise.all(
      ['grace', 'hana'].map(async (participant) => {
        const peer = new Peer()
        const room = (await server.rooms.open(id)) as LiveRoom
        peer.connect(room, { participant, role: 'facilitator', link: 'linkF' })
        return peer
      }),
    )
    for (let turn = 0; turn < 10; turn += 1) {
      await quiet()
      for (const peer of peers) peer.pump()
    }

    const room = await server.rooms.open(id)
    for (const { doc, heard, sent } of peers) {
      expect(contentOf(doc)).toEqual(contentOf(room.doc))
      expect(rootsOf(doc).statements.size).toBe(70)
      expect([...doc.store.clients.keys()]).toEqual([...room.doc.store.clients.keys()])
      expect(heard.saved.at(-1)).toBe(sent)
    }
    expect(room.doc.store.clients.size).toBe(1)
    const updates: string[] = []
    for await (const { record } of room.records(0)) if (record.type === 'update') updates.push(record.by)
    expect(updates).toEqual(['server'])
    await server.rooms.close()
  })
})
