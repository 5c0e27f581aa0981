import { describe, expect, it } from 'vitest'
import type { BoardReply, LinkReply, PeopleReply } from '../../../shared/api.ts'
import { whyText } from '../../../shared/doc/board-doc.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { plainLine } from '../../../shared/words.ts'
import { HOSTILE, UNSEEN_MARKS } from '../../support/hostile-words.ts'
import { openTestServer } from '../../support/server.ts'

describe('[C19] a name', () => {
  it.each([
    [HOSTILE.turned, 'Ama eciffo eht morf'],
    [HOSTILE.isolate, 'Ama imdA'],
    [HOSTILE.unseen, 'Grace Osei'],
    ['  Ama\n\tOsei ', 'Ama Osei'],
    ['مريم ‌خان', 'مريم ‌خان'],
    ['👩‍⚕️ Dr Kaur', '👩‍⚕️ Dr Kaur'],
    ['\u200b\u2060', ''],
    ['\u200d\u200e', ''],
  ])('is kept as what can be seen of it: %j', (given, kept) => {
    expect(plainLine(given)).toBe(kept)
  })

  it('of nothing that can be seen is none, whatever it is the name of', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const blank = '\u200b\u2060\u200d'

    const key = server.keyOf(board, 'participant')
    const joined = await server
      .device()
      .ask('POST', `/api/boards/${board.board.id}/join`, { body: { key, name: blank } })
    const started = await server.device().ask('POST', '/api/boards', { body: { title: blank } })

    expect([joined.status, started.status]).toEqual([422, 422])
  })

  it('turns round or hides nothing beside it, on people, links and titles', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const cho = await server.join(board, 'participant', HOSTILE.turned, server.device(), {
      group: HOSTILE.isolate,
    })
    await grace.post('/links', { role: 'participant', label: HOSTILE.unseen })
    await cho.patch(`/people/${cho.id}`, { name: HOSTILE.unseen })

    const people = await grace.get<PeopleReply>('/people')
    const links = await grace.get<LinkReply[]>('/links')

    expect(people.text + links.text).not.toMatch(UNSEEN_MARKS)
    expect(people.body.people.map((it) => it.name)).toContain('Grace Osei')
    expect(links.body.map((it) => it.label)).toContain('Grace Osei')
  })
})

describe('[C19] hostile words in a board', () => {
  it('are data and nothing else in every reply and every export', async () => {
    const server = await openTestServer()
    const words = Object.values(HOSTILE)
    const rows = words.map((text, at) => ({
      source: 'F',
      number: String(at + 1),
      text,
      title: text.slice(0, 100),
      chapter: text.slice(0, 100),
      officialStatus: text.slice(0, 100),
    }))
    const { board, grace } = await server.openBoard('open', rows)
    const room = await server.rooms.open(board.board.id)
    await room.edit('server', (doc) => whyText(doc, 'F1').insert(0, words.join(' ')))

    const reply = await grace.get<BoardReply>('')
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
    expect(reply.body.counts.statements).toBe(words.length)

    for (const { file } of EXPORTERS) {
      const { status, headers, text } = await grace.get(`/exports/${file}`)
      expect([file, status]).toEqual([file, 200])
      expect(headers.get('content-disposition')).toMatch(/^attachment/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      if (/html/.test(headers.get('content-type') ?? '')) expect(text).not.toMatch(/<(script|img|iframe)/i)
      if (file.endsWith('.md')) expect(text).not.toMatch(/(?<!\\)<(script|img|iframe)/)
      if (file.endsWith('.csv')) expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m)
    }
  })
})
