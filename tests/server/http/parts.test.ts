import { describe, expect, it } from 'vitest'
import type { ErrorReply, PartsReply, StatementReply } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { linkAction, putStatement, setResponse } from '../../../shared/doc/edits.ts'
import { sameStatement } from '../../../shared/doc/same-as.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { openTestServer, type Reply } from '../../support/server.ts'

const F37 = {
  source: 'F',
  number: '37',
  text: 'Be open. Be on time.',
  chapter: 'Openness',
  page: '9',
  officialStatus: 'Accepted',
}
const HALVES = { parts: [{ text: 'Be open.', title: 'Openness' }, { text: 'Be on time.' }] }

async function boardWithF37() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [
    { source: 'F', number: '36', text: 'Be kind.' },
    F37,
    { source: 'F', number: '38', text: 'Be sorry.' },
  ])
  const room = await server.rooms.open(board.board.id)
  const at = (id: string) => room.reads.snapshot().placements.get(id)?.column
  const statements = async () => (await grace.get<StatementReply[]>('/statements')).body
  const split = (body: object = HALVES) => grace.post<PartsReply>('/statements/F37/split', body)
  const join = () => grace.post<PartsReply>('/statements/F37/join', {})
  return { server, board, grace, room, at, statements, split, join }
}
const refusal = ({ body }: Reply) => (body as ErrorReply).error

describe('splitting a statement that is on the board', () => {
  it('[part-1] leaves the whole set aside and its parts where it was, with what answers it', async () => {
    const { room, statements, split, at } = await boardWithF37()
    await room.edit('server', (doc) => {
      doc.getMap('placements').set('F36', { column: 'new-action', order: 'a1' })
      doc.getMap('placements').set('F37', { column: 'new-action', order: 'a2' })
      doc.getMap('placements').set('F38', { column: 'new-action', order: 'a3' })
      linkAction(doc, 'F37', 'a1', true)
      doc.getText('why/F37').insert(0, 'It is right.')
    })

    const { status, body } = await split()

    expect([status, body]).toEqual([201, { statement: 'F37', parts: ['F37a', 'F37b'] }])
    expect(room.reads.snapshot().inColumn['new-action']).toEqual(['F36', 'F37a', 'F37b', 'F38'])
    expect(at('F37')).toBe('set-aside')
    const found = (await statements()).filter((it) => it.partOf === 'F37')
    expect(found).toMatchObject([
      { ref: 'F37a', text: 'Be open.', title: 'Openness', chapter: 'Openness', page: '9' },
      { ref: 'F37b', text: 'Be on time.', official: { status: 'Accepted' } },
    ])
    expect(found.map((it) => it.response.actions)).toEqual([['a1'], ['a1']])
    expect(room.reads.snapshot().responses.get('F37')?.setAsideReason).toBe('Split into F37a and F37b')
    expect(room.doc.getText('why/F37b').toString()).toBe('It is right.')
  })

  it('[part-2] is put together again where its first part is, with what was linked since', async () => {
    const { room, statements, split, join, at } = await boardWithF37()
    const before = await statements()
    await split()
    await room.edit('server', (doc) => {
      doc.getMap('placements').set('F37a', { column: 'due-regard', order: 'a1' })
      linkAction(doc, 'F37b', 'a2', true)
    })

    expect((await join()).body).toEqual({ statement: 'F37', parts: ['F37a', 'F37b'] })

    expect(at('F37')).toBe('due-regard')
    expect((await statements()).map((it) => [it.id, it.text])).toEqual(before.map((it) => [it.id, it.text]))
    expect(room.reads.snapshot().responses.get('F37')).toMatchObject({ actions: ['a2'] })
    expect(room.reads.snapshot().responses.get('F37')?.setAsideReason).toBeUndefined()
    expect(Array.from(room.doc.getMap('responses').keys())).toEqual(['F37/action/a2'])
  })

  it('[part-2] keeps the words that were written on its parts since, why and evidence alike', async () => {
    const { room, split, join } = await boardWithF37()
    const why = (id: string) => room.doc.getText(`why/${id}`)
    await room.edit('server', (doc) => {
      doc.getText('why/F37').insert(0, 'It is right.')
      setResponse(doc, 'F37', 'evidence', 'Two audits.')
    })
    await split()
    await room.edit('server', () => {
      why('F37a').insert(why('F37a').length, ' Patients asked.')
      why('F37b').delete(0, why('F37b').length)
      why('F37b').insert(0, 'Rotas say so.')
      setResponse(room.doc, 'F37b', 'evidence', 'A rota.')
    })

    expect((await join()).status).toBe(200)

    expect(why('F37').toString()).toBe('It is right.\nPatients asked.\nRotas say so.')
    expect(why('F37a').toString() + why('F37b').toString()).toBe('')
    expect(room.reads.snapshot().responses.get('F37')?.evidence).toBe('Two audits.\nA rota.')
  })

  it('[part-2] stays split where its parts hold more words than one statement may', async () => {
    const { room, split, join, at } = await boardWithF37()
    await split()
    const half = LIMITS.sharedText / 2 + 1
    await room.edit('server', (doc) => {
      doc.getText('why/F37a').insert(0, 'a'.repeat(half))
      doc.getText('why/F37b').insert(0, 'b'.repeat(half))
    })

    expect(refusal(await join()).code).toBe('too_large')
    expect([at('F37'), room.doc.getText('why/F37b').length]).toEqual(['set-aside', half])
  })

  it('[part-1] is refused where a word would be lost or made up, and twice', async () => {
    const { split, statements } = await boardWithF37()
    const before = await statements()
    for (const parts of [
      [{ text: 'Be open.' }, { text: 'Be.' }],
      [{ text: 'Be open.' }, { text: 'Be on time. Be brave.' }],
      [{ text: 'Be on time.' }, { text: 'Be open.' }],
    ]) {
      expect(refusal(await split({ parts }))).toMatchObject({
        code: 'state_stale',
        detail: 'the parts are not the words of F37',
      })
    }
    expect(refusal(await split({ parts: [{ text: 'Be open. Be on time.' }] })).code).toBe('value_invalid')
    expect(await statements()).toEqual(before)
    await split()
    expect(refusal(await split())).toMatchObject({ code: 'state_stale', detail: 'F37 is split already' })
  })

  it('[part-1] is refused where a board would hold too many statements', async () => {
    const { room, split } = await boardWithF37()
    const more = (count: number, code: string) =>
      room.edit('server', (doc) => {
        for (let at = 1; at <= count; at += 1)
          putStatement(doc, `${code}${at}`, { source: code, number: `${at}`, text: 'x' })
      })
    await more(LIMITS.statements - 4, 'Q')
    expect(refusal(await split()).code).toBe('board_full')
    expect(room.reads.snapshot().ids).toHaveLength(LIMITS.statements - 1)

    await room.edit('server', (doc) => rootsOf(doc).statements.delete('Q1'))
    expect((await split()).status).toBe(201)
  })

  it('[part-3] waits while a private vote is open on it, and where it is decided or agreed', async () => {
    const { grace, split } = await boardWithF37()
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F37'] }] })
    expect(refusal(await split()).code).toBe('vote_open')
    await grace.patch('/votes/1', { close: true })
    await grace.post('/decisions', { statement: 'F37', column: 'new-action', how: 'discussed' })
    expect(refusal(await split()).code).toBe('statement_decided')
    await grace.post('/decisions/F37/reopen', {})
    await grace.patch('', { phase: 'agreed', from: 'open' })
    expect(refusal(await split()).code).toBe('phase_forbids')
  })

  it('[part-2] nothing that people said or decided on a part goes with it', async () => {
    const { room, grace, split, join } = await boardWithF37()
    await split()
    const { body } = await grace.post<PartsReply>('/statements/F37b/split', {
      parts: [{ text: 'Be on' }, { text: 'time.' }],
    })
    expect(body.parts).toEqual(['F37b1', 'F37b2'])
    expect(refusal(await join()).detail).toBe('F37b is split itself')
    await grace.post('/statements/F37b/join', {})
    await room.edit('server', (doc) => doc.getMap('comments').set('p1/c1', { on: 'F37b', text: 'When?' }))
    expect(refusal(await join()).detail).toBe('there are comments on F37b')
    await room.edit('server', (doc) => doc.getMap('comments').delete('p1/c1'))
    await grace.post('/decisions', { statement: 'F37a', column: 'new-action', how: 'discussed' })
    expect(refusal(await join()).code).toBe('statement_decided')
  })

  it('[part-2] of a part that was voted on privately nothing is thrown away', async () => {
    const { grace, split, join } = await boardWithF37()
    await split()
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F37a'] }] })
    expect(refusal(await join()).code).toBe('vote_open')
    await grace.patch('/votes/1', { show: 'all' })
    expect(refusal(await join()).detail).toBe('there was a private vote on F37a')
  })

  it('[part-1][part-2] what is to be asked about asks about the parts, and about the whole again', async () => {
    const { room, split, join } = await boardWithF37()
    const pack = { title: 'All', statements: ['F36', 'F37', 'F38'] }
    await room.edit('server', (doc) => rootsOf(doc).facilitation.set('packs', [pack]))
    const asked = () => room.reads.snapshot().facilitation.packs.map((it) => it.statements)
    expect(asked()).toEqual([['F36', 'F37', 'F38']])

    await split()
    expect(asked()).toEqual([['F36', 'F37a', 'F37b', 'F38']])
    await join()
    expect(asked()).toEqual([['F36', 'F37', 'F38']])
  })

  it('[part-1] parts repeat nothing their whole did, have names that are free, and are taken up again', async () => {
    const { room, grace, statements, split } = await boardWithF37()
    await grace.post('/statements', [{ source: 'F', number: '37A', text: 'Be brave.' }])
    await room.edit('server', (doc) => {
      sameStatement(doc, 'F37', 'F36')
      rootsOf(doc).placements.set('F37', { column: 'set-aside', order: 'a1' })
      setResponse(doc, 'F37', 'setAsideReason', 'It repeats 36')
    })

    expect((await split()).body.parts).toEqual(['F37b', 'F37c'])

    const parts = (await statements()).filter((it) => it.partOf === 'F37')
    for (const it of parts) {
      expect(it.sameAs).toBeUndefined()
      expect(it.placement.column).toBe('unsorted')
      expect(it.response.setAsideReason).toBeUndefined()
    }
  })

  it('[part-2] what repeats a part repeats the whole again; of two streams the first part’s stays', async () => {
    const { room, statements, split, join } = await boardWithF37()
    await split()
    await room.edit('server', (doc) => {
      sameStatement(doc, 'F38', 'F37b')
      setResponse(doc, 'F37a', 'stream', 'first')
      setResponse(doc, 'F37b', 'stream', 'second')
    })

    await join()

    expect((await statements()).find((it) => it.id === 'F38')?.sameAs).toBe('F37')
    expect(room.reads.snapshot().responses.get('F37')?.stream).toBe('first')
  })

  it('[D1] is a facilitator’s', async () => {
    const { server, board, statements } = await boardWithF37()
    const ama = await server.join(board, 'participant', 'Ama')
    expect(refusal(await ama.post('/statements/F37/split', HALVES)).code).toBe('role_forbids')
    expect(await statements()).toHaveLength(3)
  })
})
