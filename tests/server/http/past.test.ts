import { describe, expect, it } from 'vitest'
import type { HistoryReply, NewBoardReply } from '../../../shared/api.ts'
import { isId } from '../../../shared/board.ts'
import type { DecisionReply } from '../../../shared/consult/calls.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { addComment, removeComment } from '../../../shared/doc/edits.ts'
import type { ChangesReply, RestoreEntry, RestorePreview, RestoreReply } from '../../../shared/past/calls.ts'
import { type Member, openTestServer } from '../../support/server.ts'

async function openWorked() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const room = () => server.rooms.open(board.board.id)
  const move = async (id: string, column: string, by = grace.id) => {
    await (await room()).edit(by, (doc) => rootsOf(doc).placements.set(id, { column, order: 'a1' }))
  }
  const columnOf = async (id: string) => (await room()).reads.snapshot().placements.get(id)?.column
  const restore = (to: object, from = 0) =>
    grace.post<RestoreReply>('/restores', { to, reason: 'Moved by mistake', from })
  return { server, board, grace, room, move, columnOf, restore }
}

describe('what changed', () => {
  it('[past-1] is told between two versions and between a version and now, people counted', async () => {
    const { server, board, grace, move } = await openWorked()
    await grace.post('/versions', { label: 'First' })
    await move('F1', 'new-action')
    await server.join(board, 'participant', 'Ama')
    await grace.post('/versions', { label: 'Second' })
    await move('F1', 'due-regard')
    await move('F2', 'due-regard')

    const between = (await grace.get<ChangesReply>('/versions/1/changes?to=2')).body
    const now = (await grace.get<ChangesReply>('/versions/2/changes')).body

    expect(between.changes.moved).toMatchObject([{ ref: 'F1', from: 'unsorted', to: 'new-action' }])
    expect(between.people).toEqual({ before: { invited: 0, joined: 0 }, after: { invited: 0, joined: 1 } })
    expect(now.changes.moved.map((it) => [it.ref, it.from, it.to])).toEqual([
      ['F1', 'new-action', 'due-regard'],
      ['F2', 'unsorted', 'due-regard'],
    ])
  })

  it('[past-1][E7] is compared where files are made, so that a long board holds up nobody', async () => {
    const { server, grace, move } = await openWorked()
    await grace.post('/versions', { label: 'First' })
    await move('F1', 'new-action')
    await grace.post('/versions', { label: 'Second' })
    server.atDesk.length = 0

    expect((await grace.get('/versions/1/changes')).status).toBe(200)
    expect((await grace.get('/versions/1/changes?to=2')).status).toBe(200)

    expect(server.atDesk).toEqual(['compare', 'compare'])
  })

  it('[past-1] is not told to observers, nor of versions that are not there', async () => {
    const { server, board, grace } = await openWorked()
    await grace.post('/versions', { label: 'First' })
    const observer = await server.join(board, 'observer', null)
    const reviewer = await server.join(board, 'reviewer', 'Rui')

    expect((await observer.get('/versions/1/changes')).status).toBe(403)
    expect((await reviewer.get('/versions/1/changes')).status).toBe(200)
    expect((await grace.get('/versions/2/changes')).status).toBe(404)
    expect((await grace.get('/versions/1/changes?to=7')).status).toBe(404)
    expect((await grace.get('/versions/1/changes?to=x')).status).toBe(404)
  })
})

describe('restoring', () => {
  it('[past-2] is seen beforehand, done to a version, and kept with its reason', async () => {
    const { grace, room, move, columnOf, restore } = await openWorked()
    await move('F1', 'due-regard')
    await (await room()).edit(grace.id, (doc) => whyText(doc, 'F1').insert(0, 'It is in hand.'))
    await grace.post('/versions', { label: 'Before lunch' })
    await move('F1', 'new-action')
    await (await room()).edit(grace.id, (doc) => whyText(doc, 'F1').delete(0, 14))

    const { body: seen } = await grace.get<RestorePreview>('/restores/preview?version=1')
    expect(seen.changes.moved).toMatchObject([{ ref: 'F1', from: 'new-action', to: 'due-regard' }])
    expect(seen.changes.why).toMatchObject([{ ref: 'F1', added: 4, removed: 0 }])
    expect(await columnOf('F1')).toBe('new-action')
    const { status, body } = await restore({ version: 1 }, seen.from)

    expect([status, body.restore]).toEqual([201, 1])
    expect(await columnOf('F1')).toBe('due-regard')
    expect(whyText((await room()).doc, 'F1').toString()).toBe('It is in hand.')
    expect((await grace.get<RestoreEntry[]>('/restores')).body).toMatchObject([
      { restore: 1, by: grace.id, reason: 'Moved by mistake', to: { version: 1 }, takenBack: null },
    ])
    const { body: changes } = await grace.get<ChangesReply>('/versions/1/changes')
    expect(changes.changes.moved).toEqual([])
  })

  it('[past-2] goes back to right after any line of the history, again after a restart', async () => {
    const { server, grace, room, move, columnOf, restore } = await openWorked()
    await move('F1', 'due-regard')
    const position = (await room()).state.position
    await move('F1', 'new-action')
    await move('F2', 'new-action')
    await server.rooms.evict((await room()).id, 1012, 'restart')

    expect((await restore({ position })).status).toBe(201)

    expect([await columnOf('F1'), await columnOf('F2')]).toEqual(['due-regard', 'unsorted'])
    await server.rooms.evict((await room()).id, 1012, 'restart')
    expect((await restore({ position: position - 2 }, 1)).status).toBe(201)
    expect([await columnOf('F1'), await columnOf('F2')]).toEqual(['unsorted', 'unsorted'])
    expect((await grace.get<RestoreEntry[]>('/restores')).body).toHaveLength(2)
  })

  it('[past-3] opens what was decided since; taken back, it is decided again', async () => {
    const { grace, room, columnOf, restore } = await openWorked()
    await grace.post('/decisions', { statement: 'F1', column: 'due-regard', how: 'chair' })
    await grace.post('/versions', { label: 'One decision' })
    await grace.post<DecisionReply>('/decisions', {
      statement: 'F2',
      column: 'new-action',
      how: 'discussed',
      reason: 'Nobody does it.',
    })
    const { body: seen } = await grace.get<RestorePreview>('/restores/preview?version=1')
    expect(seen.changes.decided).toMatchObject([{ ref: 'F2', to: null }])

    const { body } = await restore({ version: 1 })
    const decided = async () => (await room()).state.votes.decisions().map((it) => it.statement)
    expect(await decided()).toEqual(['F1'])
    expect((await room()).state.isDecided('F2')).toBe(false)
    expect(await columnOf('F2')).toBe('unsorted')

    const undone = await grace.post<RestoreReply>(`/restores/${body.restore}/undo`, {
      reason: 'No, it was right',
    })
    expect(undone.body).toEqual({ restore: 1, changedSince: 0 })
    expect(await decided()).toEqual(['F1', 'F2'])
    expect((await room()).state.votes.decision('F2')?.reason).toBe('Nobody does it.')
    expect((await room()).state.isDecided('F2')).toBe(true)
    expect(await columnOf('F2')).toBe('new-action')
    expect((await grace.post(`/restores/${body.restore}/undo`, {})).status).toBe(409)
  })

  it('[past-4] taken back, leaves what somebody changed since', async () => {
    const { grace, move, columnOf, restore } = await openWorked()
    await grace.post('/versions', { label: 'Empty' })
    await move('F1', 'new-action')
    await move('F2', 'new-action')
    await restore({ version: 1 })
    await move('F2', 'watching-brief')

    const { body } = await grace.post<RestoreReply>('/restores/1/undo', {})

    expect(body.changedSince).toBe(1)
    expect([await columnOf('F1'), await columnOf('F2')]).toEqual(['new-action', 'watching-brief'])
  })

  it('[past-4][vote-4] taken back, decides nothing again that is being voted on since', async () => {
    const { grace, room, restore } = await openWorked()
    await grace.post('/versions', { label: 'Nothing decided' })
    for (const statement of ['F1', 'F2'])
      await grace.post('/decisions', { statement, column: 'due-regard', how: 'chair' })
    await restore({ version: 1 })
    await grace.post('/votes', { packs: [{ title: 'Again', statements: ['F2'] }] })

    await grace.post('/restores/1/undo', {})

    expect((await room()).state.votes.decisions().map((it) => it.statement)).toEqual(['F1'])
    expect((await room()).reads.snapshot().live.decisions.has('F2')).toBe(false)
  })

  it('[past-2] a board that is as it was then is not restored, and what is being voted on is named beforehand', async () => {
    const { grace, move, restore } = await openWorked()
    await grace.post('/versions', { label: 'Empty' })
    expect((await restore({ version: 1 })).status).toBe(409)
    expect((await grace.get<RestoreEntry[]>('/restores')).body).toEqual([])
    await move('F1', 'new-action')

    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })

    const { body: seen } = await grace.get<RestorePreview>('/restores/preview?version=1')
    expect(seen.underVote).toEqual(['F1'])
  })

  it('[past-4] of two at once one is done, and the other told', async () => {
    const { grace, move, restore } = await openWorked()
    await grace.post('/versions', { label: 'Empty' })
    await move('F1', 'new-action')

    const both = await Promise.all([restore({ version: 1 }), restore({ version: 1 })])

    expect(both.map((it) => it.status).sort()).toEqual([201, 409])
    expect((await grace.get<RestoreEntry[]>('/restores')).body).toHaveLength(1)
    const undone = await Promise.all([grace.post('/restores/1/undo', {}), grace.post('/restores/1/undo', {})])
    expect(undone.map((it) => it.status).sort()).toEqual([200, 409])
  })

  it('[past-4] is for facilitators, has a reason, and not once the plan is agreed', async () => {
    const { server, board, grace, move, restore } = await openWorked()
    await grace.post('/versions', { label: 'Empty' })
    await move('F1', 'new-action')
    const ama = await server.join(board, 'participant', 'Ama')
    const to = { version: 1 }

    expect((await ama.get('/restores/preview?version=1')).status).toBe(403)
    expect((await ama.post('/restores', { to, reason: 'x', from: 0 })).status).toBe(403)
    expect((await ama.post('/restores/1/undo', {})).status).toBe(403)
    expect((await grace.post('/restores', { to, reason: '', from: 0 })).status).toBe(422)
    expect((await grace.post('/restores', { to: { version: 9 }, reason: 'x', from: 0 })).status).toBe(404)
    expect((await grace.post('/restores', { to: { position: 99_999 }, reason: 'x', from: 0 })).status).toBe(
      404,
    )
    expect((await grace.get('/restores/preview')).status).toBe(422)
    expect((await grace.get('/restores/preview?version=1&position=3')).status).toBe(422)
    await grace.patch('', { phase: 'agreed', from: 'open' })
    expect((await restore(to)).status).toBe(403)
  })

  it('[past-2] refuses a moment that has not come, and whoever looked before somebody else restored', async () => {
    const { grace, room, move, columnOf, restore } = await openWorked()
    await grace.post('/versions', { label: 'Empty' })
    await move('F1', 'new-action')
    const ahead = (await room()).state.position + 1
    expect(await grace.get(`/restores/preview?position=${ahead}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'item_unknown', detail: expect.stringContaining('not happened yet') } },
    })
    await restore({ version: 1 })
    await move('F1', 'due-regard')

    expect(await restore({ version: 1 }, 0)).toMatchObject({
      status: 409,
      body: { error: { code: 'state_stale' } },
    })

    expect(await columnOf('F1')).toBe('due-regard')
    expect((await restore({ version: 1 }, 1)).status).toBe(201)
    await grace.post('/restores/2/undo', { reason: 'It was right' })
    await grace.post('/restores/1/undo', {})
    const told = (await grace.get<RestoreEntry[]>('/restores')).body.map((it) => it.takenBack?.reason ?? null)
    expect(new Set(told)).toEqual(new Set(['It was right', null]))
  })

  it('[past-2] refuses a moment that was erased', async () => {
    const { room, move, restore } = await openWorked()
    await move('F1', 'new-action')
    const { position } = (await room()).state
    await move('F1', 'due-regard')
    await (await room()).erase(
      'erased',
      () => {},
      ({ record }) => record,
    )

    expect((await restore({ position })).status).toBe(404)
  })

  it('[past-2] refuses the moment between an epoch and the board that is written anew in it', async () => {
    const { grace, room, move, restore } = await openWorked()
    await move('F1', 'new-action')
    const { position } = (await room()).state
    await (await room()).rebuild('restored')
    const after = (await room()).state.position
    await move('F1', 'due-regard')

    const asked = []
    for (let at = position; at <= after; at += 1)
      asked.push((await grace.get(`/restores/preview?position=${at}`)).status)

    expect(asked).toEqual([200, 404, 404, 200])
    expect((await restore({ position: position + 1 })).status).toBe(404)
  })
})

describe('the history of a board', () => {
  it('[past-7] tells acts with their reasons beside what was moved', async () => {
    const { grace, move, restore } = await openWorked()
    await move('F1', 'new-action')
    await grace.post('/decisions', {
      statement: 'F1',
      column: 'due-regard',
      how: 'chair',
      reason: 'In hand.',
    })
    await grace.post('/decisions/F1/reopen', { reason: 'New facts' })
    await grace.post('/versions', { label: 'Draft' })
    await grace.post('/versions/1/approvals', { meeting: 'Board', outcome: 'noted' })
    await move('F1', 'new-action')
    await restore({ version: 1 })
    expect((await grace.patch('', { phase: 'preparing', from: 'open' })).status).toBe(422)
    await grace.patch('', { phase: 'preparing', from: 'open', reason: 'Chapter 9 was missing' })

    const { entries } = (await grace.get<HistoryReply>('/history')).body

    const lines = entries.map(({ root, key, reason = '' }) => `${root}/${key} ${reason}`.trim())
    expect(lines.filter((it) => !it.startsWith('statements/') && !it.startsWith('board/'))).toEqual([
      'live/phase Chapter 9 was missing',
      'live/restore Moved by mistake',
      'placements/F1',
      'placements/F1',
      'live/approval',
      'live/version',
      'live/decision/F1 New facts',
      'live/decision/F1 In hand.',
      'placements/F1',
      'placements/F1',
      'live/phase',
    ])
    const ofF1 = (await grace.get<HistoryReply>('/history?statement=F1')).body.entries
    expect(ofF1.map((it) => it.key)).toContain('decision/F1')
    expect(ofF1.map((it) => it.key)).not.toContain('phase')
  })

  it('[past-7] of a comment that was withdrawn says where it was, and none of its words', async () => {
    const { grace, room } = await openWorked()
    const say = (id: string, text: string) => async () =>
      (await room()).edit(grace.id, (doc) => addComment(doc, grace.id, id, { on: 'F1', text }))
    await say('c1', 'Kept words.')()
    await say('c2', 'Withdrawn words.')()
    await (await room()).edit(grace.id, (doc) => removeComment(doc, grace.id, 'c2'))

    const { body, text } = await grace.get<HistoryReply>('/history')

    const told = body.entries.filter((it) => it.root === 'comments')
    expect(told.map((it) => [it.key.split('/').pop(), it.from, it.to])).toMatchObject([
      ['c2', { on: 'F1' }, undefined],
      ['c2', undefined, { on: 'F1' }],
      ['c1', undefined, { on: 'F1', text: 'Kept words.' }],
    ])
    expect(text).not.toContain('Withdrawn words.')
  })

  it('gives what was done as one as a whole, though it is more than a page', async () => {
    const { grace, room } = await openWorked()
    await (await room()).edit(grace.id, (doc) => {
      for (const id of ['F1', 'F2', 'F37']) {
        rootsOf(doc).placements.set(id, { column: 'new-action', order: 'a1' })
      }
    })

    const first = (await grace.get<HistoryReply>('/history?limit=1')).body
    const second = (await grace.get<HistoryReply>(`/history?limit=1&before=${first.next}`)).body

    expect(first.entries.map((it) => it.key).sort()).toEqual(['F1', 'F2', 'F37'])
    expect(second.entries[0]?.key).toBe('phase')
  })
})

describe('a new board from a sealed version', () => {
  const begin = ({ device, as }: Member, from: object) =>
    device.ask<NewBoardReply>('POST', `/api/boards?as=${as}`, { body: { title: 'The second year', from } })

  it('[past-6] takes over people, streams, rule and lists, and says where statements were seen', async () => {
    const { server, board, grace, room } = await openWorked()
    await server.join(board, 'participant', 'Ama', undefined, { group: 'Nursing' })
    await (await room()).edit(grace.id, (doc) => {
      const { plan, board: facts, placements } = rootsOf(doc)
      plan.set('stream/s1/title', 'Openness')
      plan.set('stream/s1/briefedOn', '2026-05-01')
      plan.set('stream/s1/evidence', 'Said of the first report.')
      plan.set('action/a1/title', 'Train all')
      facts.set('rule', { quorum: 12 })
      facts.set('objective/o1', { title: 'Clinical outcomes' })
      facts.set('milestone/m1', { title: 'Board', date: '2027-01-14' })
      placements.set('F2', { column: 'watching-brief', order: 'a1' })
      whyText(doc, 'F1').insert(0, 'In hand.')
    })
    await grace.post('/decisions', { statement: 'F1', column: 'due-regard', how: 'chair' })
    await grace.post('/versions', { label: 'As agreed in 2027' })
    await grace.post('/decisions/F1/reopen', {})

    const made = await begin(grace, { board: board.board.id, version: 1, statements: true })

    expect(made.status).toBe(201)
    const next = await server.rooms.open(made.body.board.id)
    const snapshot = next.reads.snapshot()
    expect(snapshot.statements.get('F1')).toMatchObject({
      text: 'Be open.',
      seenBefore: { version: 'As agreed in 2027', column: 'due-regard', decided: true },
    })
    expect(snapshot.statements.get('F2')?.seenBefore).toMatchObject({
      column: 'watching-brief',
      decided: false,
    })
    expect(snapshot.inColumn.unsorted).toEqual(['F1', 'F2', 'F37'])
    expect(snapshot.live.decisions.size).toBe(0)
    expect(rootsOf(next.doc).plan.toJSON()).toEqual({ 'stream/s1/title': 'Openness' })
    expect(rootsOf(next.doc).board.toJSON()).toMatchObject({
      title: 'The second year',
      rule: { quorum: 12 },
      'objective/o1': { title: 'Clinical outcomes' },
    })
    expect(rootsOf(next.doc).board.has('milestone/m1')).toBe(false)
    expect(whyText(next.doc, 'F1').toString()).toBe('')
    const [ama] = next.store.people.read().invited
    expect(ama).toMatchObject({ name: 'Ama', group: 'Nursing' })
    expect(isId(ama?.id) && ama?.id !== 'Ama').toBe(true)
    expect(Object.keys((await room()).store.people.read().participants)).not.toContain(ama?.id)
    expect(next.store.people.read().participants).toEqual({})
    const fresh = await server.join(made.body, 'facilitator', 'Grace')
    const mapping = (await fresh.get('/exports/mapping.csv')).text
    expect(mapping).toContain('"Due regard, decided (As agreed in 2027, ')
  })

  it('[past-6] without its statements, where the next publication brings its own', async () => {
    const { server, board, grace } = await openWorked()
    await grace.post('/versions', { label: 'First' })

    const made = await begin(grace, { board: board.board.id, version: 1, statements: false })

    expect((await server.rooms.open(made.body.board.id)).reads.snapshot().ids).toEqual([])
  })

  it('[past-6][link-3] is for facilitators of that board, and of a version that is there', async () => {
    const { server, board, grace } = await openWorked()
    await grace.post('/versions', { label: 'First' })
    const ama = await server.join(board, 'participant', 'Ama')
    const from = { board: board.board.id, version: 1, statements: true }
    const other = await server.openBoard()

    expect((await begin(ama, from)).status).toBe(403)
    expect((await begin(other.grace, from)).status).toBe(404)
    expect((await begin(grace, { ...from, version: 2 })).status).toBe(404)
    expect((await begin(grace, { ...from, board: 'nowhere' })).status).toBe(404)
    expect((await begin({ ...grace, device: server.device() }, from)).status).toBe(401)
  })
})
