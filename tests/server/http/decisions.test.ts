import { describe, expect, it } from 'vitest'
import type { HistoryReply } from '../../../shared/api.ts'
import type { DecisionReply } from '../../../shared/consult/calls.ts'
import { type Member, openTestServer } from '../../support/server.ts'

async function openDecided() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const room = await server.rooms.open(board.board.id)
  const columnOf = (id: string) => room.reads.snapshot().placements.get(id)?.column ?? 'unsorted'
  const people: Member[] = []
  for (let n = 0; n < 6; n += 1) people.push(await server.join(board, 'participant', `Person ${n}`))
  /** Everybody chooses alike, and it is shown. */
  const agreeOn = async (choices: Record<string, string>) => {
    const statements = Object.keys(choices)
    const vote = (await grace.post<{ vote: number }>('/votes', { packs: [{ title: 'All', statements }] }))
      .body.vote
    for (const id of statements) {
      for (const it of people) await it.put(`/votes/${vote}/choices/${id}`, { choice: choices[id] })
    }
    await grace.patch(`/votes/${vote}`, { show: 'all' })
  }
  return { server, board, grace, room, columnOf, people, agreeOn }
}

describe('a decision', () => {
  it('[decide-1] puts the card there, is kept with its grounds, and holds the card', async () => {
    const { grace, room, columnOf } = await openDecided()

    const { status, body } = await grace.post<DecisionReply>('/decisions', {
      statement: 'F1',
      column: 'due-regard',
      how: 'discussed',
      reason: 'The falls group has it in hand.',
      otherView: 'Two would have set up a new group.',
    })

    expect(status).toBe(201)
    expect(columnOf('F1')).toBe('due-regard')
    expect(room.reads.snapshot().live.decisions.get('F1')).toMatchObject({
      column: 'due-regard',
      how: 'discussed',
    })
    expect(room.state.isDecided('F1')).toBe(true)
    expect((await grace.get('/decisions')).body).toEqual(body.decisions)
    const { body: history } = await grace.get<HistoryReply>('/history?statement=F1')
    expect(history.entries.map((it) => [it.root, it.name])).toContainEqual(['live', 'Grace'])
    expect(
      (await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair' })).status,
    ).toBe(403)
  })

  it('[decide-2] may be parked: who decides, by when', async () => {
    const { grace, room, columnOf } = await openDecided()

    await grace.post('/decisions', {
      statement: 'F1',
      parked: { who: 'Director of Nursing', by: '2027-01-31' },
      how: 'discussed',
    })

    expect(columnOf('F1')).toBe('unsorted')
    expect(room.reads.snapshot().live.decisions.get('F1')).toMatchObject({
      column: null,
      parked: { who: 'Director of Nursing', by: '2027-01-31' },
    })
  })

  it('[decide-3] is opened again by a facilitator; its card stays', async () => {
    const { grace, room, columnOf, people } = await openDecided()
    await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair' })

    expect((await people[0]?.post('/decisions/F1/reopen', {}))?.status).toBe(403)
    expect((await grace.post('/decisions/F1/reopen', { reason: 'New evidence.' })).status).toBe(200)

    expect(room.state.isDecided('F1')).toBe(false)
    expect(columnOf('F1')).toBe('new-action')
    expect((await grace.post('/decisions/F1/reopen', {})).status).toBe(409)
  })

  it('[decide-4] all that is agreed is placed in one act, and taken back in one', async () => {
    const { grace, room, columnOf, agreeOn } = await openDecided()
    await agreeOn({ F1: 'new-action', F2: 'due-regard' })
    expect((await grace.get('/agreed')).body).toEqual([
      { statement: 'F1', column: 'new-action' },
      { statement: 'F2', column: 'due-regard' },
    ])

    const { body } = await grace.post<DecisionReply>('/decisions', { rule: 'agreed' })
    expect(['F1', 'F2', 'F37'].map(columnOf)).toEqual(['new-action', 'due-regard', 'unsorted'])
    expect(body.decisions[0]?.result).toMatchObject({ agreement: 'agreed', counts: { 'new-action': 6 } })
    expect((await grace.post('/decisions', { rule: 'agreed' })).status).toBe(409)

    expect((await grace.post(`/undo/${body.seq}`, {})).status).toBe(200)
    expect(['F1', 'F2'].map(columnOf)).toEqual(['unsorted', 'unsorted'])
    expect(room.state.isDecided('F1')).toBe(false)
    expect((await grace.post(`/undo/${body.seq}`, {})).status).toBe(409)
  })

  it('[decide-4] anybody may pull one out beforehand, and nobody is told who', async () => {
    const { server, grace, room, columnOf, people, agreeOn } = await openDecided()
    await agreeOn({ F1: 'new-action', F2: 'due-regard' })
    // Who came in is told to the log; what they do there is not.
    const told = server.logged.length

    expect((await people[0]?.post('/agreed/F2/pull', {}))?.status).toBe(200)
    expect((await people[0]?.post('/agreed/F37/pull', {}))?.status).toBe(409)
    expect(room.reads.snapshot().live.votes.get('F2')).toMatchObject({ pulled: true, round: 1 })
    await grace.post('/decisions', { rule: 'agreed' })

    expect(['F1', 'F2'].map(columnOf)).toEqual(['new-action', 'unsorted'])
    for await (const { record } of room.records(0)) {
      if (record.type === 'vote' && record.body.step === 'pull') expect(record.by).toBe('server')
    }
    expect(server.logged.slice(told).join()).not.toContain(people[0]?.id)
  })

  it('[decide-5] taking an act back leaves what was moved or opened since', async () => {
    const { grace, room, columnOf, agreeOn } = await openDecided()
    await agreeOn({ F1: 'new-action', F2: 'due-regard' })
    const { body } = await grace.post<DecisionReply>('/decisions', { rule: 'agreed' })
    await grace.post('/decisions/F1/reopen', {})

    expect((await grace.post<{ statements: string[] }>(`/undo/${body.seq}`, {})).body.statements).toEqual([
      'F2',
    ])
    expect(['F1', 'F2'].map(columnOf)).toEqual(['new-action', 'unsorted'])
    expect(room.state.votes.decisions()).toEqual([])
  })

  it('[decide-3] stands once all is agreed, until the board goes back', async () => {
    const { grace, people, agreeOn } = await openDecided()
    await agreeOn({ F1: 'new-action', F2: 'due-regard' })
    const { body } = await grace.post<DecisionReply>('/decisions', {
      statement: 'F1',
      column: 'new-action',
      how: 'discussed',
    })
    for (const [from, phase] of [
      ['open', 'review'],
      ['review', 'agreed'],
    ] as const)
      await grace.patch('', { from, phase })

    const refused = { status: 403, body: { error: { code: 'phase_forbids' } } }
    expect(await grace.post('/decisions/F1/reopen', {})).toMatchObject(refused)
    expect(await grace.post(`/undo/${body.seq}`, {})).toMatchObject(refused)
    expect(await people[0]?.post('/agreed/F2/pull', {})).toMatchObject(refused)
  })

  it('is for facilitators, for statements there are, and for a board that is open', async () => {
    const { server, grace, people } = await openDecided()
    const decision = { statement: 'F1', column: 'new-action', how: 'chair' }
    const { grace: early } = await server.openBoard('preparing')

    expect((await people[0]?.post('/decisions', decision))?.status).toBe(403)
    expect((await grace.post('/decisions', { ...decision, statement: 'F99' })).status).toBe(404)
    expect((await grace.post('/decisions', { ...decision, column: 'set-aside' })).status).toBe(422)
    expect((await grace.post('/decisions', { rule: 'agreed' })).status).toBe(409)
    expect((await early.post('/decisions', decision)).status).toBe(403)
  })
})
