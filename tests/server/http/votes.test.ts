import { describe, expect, it } from 'vitest'
import { progress } from '../../../server/consult/voting.ts'
import { encodeRecord } from '../../../server/store/records.ts'
import { openBoard as readBack } from '../../../server/sync/board-state.ts'
import { ANSWERS, BY_STRENGTH } from '../../../shared/consult/answers.ts'
import type { ChoiceReply, VoteReply } from '../../../shared/consult/calls.ts'
import type { VoteMark } from '../../../shared/consult/vote.ts'
import { BOARD_READS } from '../../support/board-reads.ts'
import { type Member, openTestServer } from '../../support/server.ts'

const PACKS = [{ title: 'Part 1', statements: ['F1', 'F2'] }]

/** A board with a vote open on F1 and F2, and so many people who have joined. */
async function openVote(people = 6, more: object = {}) {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const members: Member[] = []
  for (let n = 0; n < people; n += 1) members.push(await server.join(board, 'participant', `Person ${n}`))
  const opened = await grace.post<VoteReply>('/votes', { packs: PACKS, ...more })
  const room = await server.rooms.open(board.board.id)
  const markOf = (id: string) => room.reads.snapshot().live.votes.get(id) as VoteMark
  const choose = (who: Member | undefined, statement: string, choice: string | null, reason?: string) =>
    (who as Member).put<ChoiceReply>(`/votes/1/choices/${statement}`, { choice, ...(reason && { reason }) })
  return { server, board, grace, members, opened, room, markOf, choose }
}

describe('a private vote', () => {
  it('[vote-1] tells everybody how far it is, and each person their own choice alone', async () => {
    const { members, opened, markOf, choose } = await openVote()
    const [ama, ben] = members

    expect(opened.status).toBe(201)
    expect(opened.body.statements.F1).toMatchObject({ round: 1, open: true, answered: 0, expected: 6 })
    await choose(ama, 'F1', 'new-action', 'We have no such work.')
    await choose(ama, 'F1', 'due-regard', 'Ward 7 has begun.')
    await choose(ben, 'F1', 'watching-brief')

    expect(markOf('F1')).toMatchObject({ open: true, answered: 2, expected: 6 })
    expect((await ama?.get<ChoiceReply[]>('/votes/1/choices'))?.body).toEqual([
      { statement: 'F1', round: 1, choice: 'due-regard', reason: 'Ward 7 has begun.', late: false },
    ])
    expect((await members[3]?.get('/votes/1/choices'))?.body).toEqual([])
    await choose(ama, 'F1', null)
    expect(markOf('F1')).toMatchObject({ answered: 1 })
  })

  it('[vote-2] shows counts once a facilitator does, and only where they do not tell who', async () => {
    const { grace, members, markOf, choose } = await openVote()
    for (const member of members.slice(0, 5)) await choose(member, 'F1', 'due-regard')
    await choose(members[5], 'F1', 'not-my-area')
    for (const member of members.slice(0, 4)) await choose(member, 'F2', 'new-action')

    expect((await grace.patch('/votes/1', { show: 'all' })).status).toBe(200)

    expect(markOf('F1')).toMatchObject({
      open: false,
      answered: 6,
      shownAt: expect.any(Number),
      result: { agreement: 'agreed', counts: { 'due-regard': 5, 'not-my-area': 1 } },
    })
    expect(markOf('F2').result).toMatchObject({ agreement: 'too-few', counts: null })
    expect(await grace.patch('/votes/1', { show: 'all' })).toMatchObject({
      status: 409,
      body: { error: { code: 'state_stale' } },
    })
  })

  it('[vote-2] two facilitators who show at once show it once', async () => {
    const { server, board, grace, members, room, choose } = await openVote()
    const hal = await server.join(board, 'facilitator', 'Hal')
    for (const member of members) await choose(member, 'F1', 'new-action')

    const replies = await Promise.all([
      grace.patch('/votes/1', { show: ['F1'] }),
      hal.patch('/votes/1', { show: ['F1'] }),
    ])

    expect(replies.map((it) => it.status).sort()).toEqual([200, 409])
    expect(room.state.votes.roundsOf('F1')).toHaveLength(1)
  })

  it('[vote-2] [B8] asks again on a board whose choice key a restore has lost, and counts nobody twice', async () => {
    const { grace, members, room, markOf, choose } = await openVote()
    for (const member of members) await choose(member, 'F1', 'due-regard')
    await room.store.files.remove('choice.key')

    // Beside what was chosen under the lost key nothing new is asked.
    const beside = { packs: [{ title: 'Part 2', statements: ['F3'] }] }
    expect((await grace.post('/votes', beside)).body).toMatchObject({ error: { code: 'state_stale' } })
    expect(await choose(members[0], 'F1', 'new-action')).toMatchObject({
      status: 410,
      body: { error: { code: 'round_lost', message: expect.stringContaining('can ask again') } },
    })
    await grace.patch('/votes/1', { show: ['F1'] })
    expect((await grace.patch('/votes/1', { again: ['F1'] })).status).toBe(200)

    for (const member of members) expect((await choose(member, 'F1', 'new-action')).status).toBe(200)
    expect(room.state.votes.roundOf('F1')).toMatchObject({ number: 2 })
    expect(markOf('F1')).toMatchObject({ round: 2, answered: 6 })
  })

  it('[vote-2] tells who is done while there is something to do, and of nobody once all is shown', async () => {
    const { grace, members, choose } = await openVote(2)
    const done = async () => (await grace.get<VoteReply[]>('/votes')).body.map((it) => it.done)
    await choose(members[0], 'F1', 'due-regard')
    expect(await done()).toEqual([[]])
    await choose(members[0], 'F2', 'due-regard')
    expect(await done()).toEqual([[members[0]?.id]])

    await grace.patch('/votes/1', { show: 'all' })

    expect(await done()).toEqual([[]])
  })

  it('[vote-1] counts on nothing that is open no more: what was shown stays as it was shown', async () => {
    const { grace, members, room, markOf, choose } = await openVote(2)
    await choose(members[0], 'F1', 'due-regard')
    await grace.patch('/votes/1', { show: ['F1'] })
    const shown = markOf('F1')

    await room.act('server', (doc) => {
      progress(doc, room, 'F1', 2)
      return []
    })

    expect(markOf('F1')).toEqual(shown)
  })

  it('[vote-3] keeps and marks what comes too late, and counts it not', async () => {
    const { grace, members, markOf, choose } = await openVote()
    for (const member of members.slice(0, 5)) await choose(member, 'F1', 'new-action')
    await grace.patch('/votes/1', { show: ['F1'] })

    const late = await choose(members[5], 'F1', 'watching-brief')

    expect(late.body).toMatchObject({ late: true })
    expect(markOf('F1')).toMatchObject({ answered: 5, result: { counts: { 'watching-brief': 0 } } })
    expect((await members[5]?.get<ChoiceReply[]>('/votes/1/choices'))?.body).toMatchObject([{ late: true }])
  })

  it('[vote-3] is late after the deadline, and not when the statement is asked about again', async () => {
    const { server, grace, members, markOf, choose } = await openVote(6, { deadline: Date.now() + 60_000 })
    for (const member of members.slice(0, 5)) await choose(member, 'F1', 'new-action')
    server.time.now = Date.now() + 120_000

    expect((await choose(members[5], 'F1', 'new-action')).body.late).toBe(true)
    expect((await grace.patch('/votes/1', { again: ['F1'] })).status).toBe(403)
    await grace.patch('/votes/1', { show: ['F1'] })
    expect((await grace.patch('/votes/1', { again: ['F1'] })).status).toBe(200)
    expect(markOf('F1')).toMatchObject({ round: 2, open: true, answered: 0 })
    expect((await choose(members[5], 'F1', 'due-regard')).body).toMatchObject({ late: false, round: 2 })
  })

  it('[vote-3] is in time up to the very moment of the deadline', async () => {
    const deadline = Date.now() + 60_000
    const { server, members, choose } = await openVote(2, { deadline })

    server.time.now = deadline
    expect((await choose(members[0], 'F1', 'new-action')).body.late).toBe(false)
    server.time.now += 1
    expect((await choose(members[1], 'F1', 'new-action')).body.late).toBe(true)
  })

  it('[vote-2] shows and asks again what is in it, once each, and nothing once it is closed', async () => {
    const { grace, room } = await openVote(1)
    const patch = async (change: object) => (await grace.patch('/votes/1', change)).status

    expect(await patch({ show: ['F37'] })).toBe(404)
    expect(await patch({ show: ['F1'] })).toBe(200)
    expect(await patch({ again: ['F1', 'F1'] })).toBe(200)
    expect(room.state.votes.roundsOf('F1')).toHaveLength(2)
    expect(await patch({ show: ['F1'] })).toBe(200)
    expect(await patch({ close: true })).toBe(200)
    expect(await patch({ again: ['F1'] })).toBe(409)
    expect(room.state.votes.roundsOf('F1')).toHaveLength(2)
  })

  it('[vote-2][B8] choices of a vote that is closed keep nobody from asking under a new key', async () => {
    const { grace, members, room, choose } = await openVote(2)
    await choose(members[0], 'F1', 'due-regard')
    await grace.patch('/votes/1', { close: true })
    await room.store.files.remove('choice.key')

    expect((await grace.post('/votes', { packs: [{ title: 'More', statements: ['F37'] }] })).status).toBe(201)
  })

  it('[vote-4] holds a statement still, for facilitators too, until it is shown', async () => {
    const { room, grace, members, choose } = await openVote()

    expect(room.state.isUnderVote('F1')).toBe(true)
    expect(
      (await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair' })).body,
    ).toMatchObject({
      error: { code: 'vote_open' },
    })
    for (const member of members) await choose(member, 'F1', 'new-action')
    await grace.patch('/votes/1', { show: ['F1'] })
    expect(room.state.isUnderVote('F1')).toBe(false)
    await grace.patch('/votes/1', { close: true })
    expect(room.state.isUnderVote('F2')).toBe(false)
    expect((await choose(members[0], 'F2', 'new-action')).body.late).toBe(true)
  })

  it('[vote-5] counts hands of those without a device before results, capped at their number', async () => {
    const { grace, members, markOf, choose } = await openVote(5, { hands: 6 })
    const hands = { 'new-action': 4, 'due-regard': 2, 'watching-brief': 0 }

    const many = await grace.put('/votes/1/hands/F1', { ...hands, 'watching-brief': 1 })
    expect(many).toMatchObject({ status: 422, body: { error: { detail: 'at most 6 hands' } } })
    expect((await grace.put('/votes/1/hands/F1', hands)).status).toBe(200)
    for (const member of members) await choose(member, 'F1', 'due-regard')
    await grace.patch('/votes/1', { show: ['F1'] })

    expect(markOf('F1').result).toMatchObject({ hands, counts: { 'due-regard': 5, 'new-action': 0 } })
    expect((await grace.put('/votes/1/hands/F1', hands)).status).toBe(409)
  })

  it('[vote-5] how many have no device is said on the day, and who counts hands sees what is counted', async () => {
    const { server, board, grace, members } = await openVote(5)
    const hal = await server.join(board, 'facilitator', 'Hal')
    const hands = { 'new-action': 4, 'due-regard': 2, 'watching-brief': 0 }

    expect((await grace.put('/votes/1/hands/F1', hands)).status).toBe(422)
    expect((await members[0]?.patch('/votes/1', { hands: 6 }))?.status).toBe(403)
    expect((await grace.patch('/votes/1', { hands: 6 })).body).toMatchObject({ hands: 6 })
    expect((await grace.put('/votes/1/hands/F1', hands)).status).toBe(200)

    expect((await hal.get<VoteReply[]>('/votes')).body[0]).toMatchObject({ raised: { F1: hands } })
    expect((await members[0]?.get<VoteReply[]>('/votes'))?.body[0]).toMatchObject({ raised: null })
    expect(await grace.patch('/votes/1', { hands: 5 })).toMatchObject({
      status: 422,
      body: { error: { detail: '6 hands are counted already' } },
    })
    await grace.patch('/votes/1', { close: true })
    expect((await grace.patch('/votes/1', { hands: 9 })).status).toBe(409)
  })

  it('[vote-1] takes a whole report’s choices of one person as fast as a queue sends them', async () => {
    const { members, choose } = await openVote(1)
    const replies = []
    for (let n = 0; n < 600; n += 1)
      replies.push((await choose(members[0], 'F1', BY_STRENGTH[n % 3] ?? null)).status)
    expect(new Set(replies)).toEqual(new Set([200]))
  })

  it('[vote-1] is answered at the same length whatever is chosen, and not made shorter on the way', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2', 'F37'] }] })
    const ama = await server.join(board, 'participant', 'Ama')
    const packed = { headers: { 'accept-encoding': 'gzip' } }
    const told = new Set<string>()

    for (const choice of [...ANSWERS]) {
      const one = await ama.put('/votes/1/choices/F1', { choice })
      await ama.put('/votes/1/choices/F37', { choice })
      const all = await ama.get('/votes/1/choices', packed)
      expect(all.headers.get('content-encoding')).toBeNull()
      // A proxy on the way packs it no more than we do.
      expect(all.headers.get('cache-control')).toBe('no-store, no-transform')
      expect(one.body).toMatchObject({ statement: 'F1', choice })
      told.add(`${one.bytes.length} ${all.bytes.length} ${all.headers.get('etag')}`)
    }

    expect(told.size).toBe(1)
  })

  it('[vote-6] fixes the quorum with the first vote', async () => {
    const { grace } = await openVote(6, { quorum: 12 })
    const again = { packs: [{ title: 'More', statements: ['F37'] }] }

    expect((await grace.post('/votes', { ...again, quorum: 3 })).status).toBe(409)
    expect((await grace.post<VoteReply>('/votes', again)).body).toMatchObject({ vote: 2, quorum: 12 })
  })

  it('[vote-7] says by name who is done, to those who may know names', async () => {
    const { server, board, grace, members, choose } = await openVote()
    const [ama, ben] = members
    await choose(ama, 'F1', 'new-action')
    await choose(ama, 'F2', 'more-information')
    await choose(ben, 'F1', 'new-action')

    expect((await grace.get<VoteReply[]>('/votes')).body[0]?.done).toEqual([ama?.id])
    const projector = await server.join(board, 'observer', null)
    expect((await projector.get<VoteReply[]>('/votes')).body[0]).toMatchObject({ done: null })
  })

  it('refuses who may not, what is not asked, and what cannot be', async () => {
    const { server, board, grace, members, choose } = await openVote()
    const [ama] = members
    const reviewer = await server.join(board, 'reviewer', 'Rae')
    const observer = await server.join(board, 'observer', null)

    const refusals = [
      await reviewer.put('/votes/1/choices/F1', { choice: 'new-action' }),
      await observer.get('/votes/1/choices'),
      await ama?.patch('/votes/1', { show: 'all' }),
      await ama?.post('/votes', { packs: PACKS }),
      await choose(ama, 'F37', 'new-action'),
      await choose(ama, '__proto__', 'new-action'),
      await choose(ama, 'F1', 'set-aside'),
      await grace.post('/votes', { packs: PACKS }),
      await grace.post('/votes', { packs: [{ title: 'Twice', statements: ['F37', 'F37'] }] }),
      await grace.post('/votes', { packs: [{ title: 'Gone', statements: ['F99'] }] }),
      await grace.patch('/votes/7', { close: true }),
    ]
    expect(refusals.map((it) => it?.status)).toEqual([403, 403, 403, 403, 404, 404, 422, 403, 422, 404, 404])
  })

  it('[vote-8] leaves no trace of who chose what: not in replies, history, exports, log or journal', async () => {
    const { server, board, grace, members, choose, room } = await openVote()
    const [ama] = members
    await choose(ama, 'F1', 'new-action', 'Wharfedale')
    await choose(ama, 'F1', 'watching-brief', 'Nidderdale')
    await room.settled()

    const said = [...server.logged]
    for (const member of [grace, ...members.slice(1)]) {
      for (const path of BOARD_READS) {
        said.push((await member.get(path)).text)
      }
      for (const file of ['board.json', 'mapping.csv', 'board.md']) {
        said.push((await member.get(`/exports/${file}?set=${member === grace ? 'full' : 'public'}`)).text)
      }
    }
    const words = said.join('\n')
    expect(words).not.toMatch(/Wharfedale|Nidderdale/)
    expect((await grace.get<VoteReply[]>('/votes')).text).not.toMatch(/"(new-action|watching-brief)"/)
    for await (const { record } of room.records(0)) {
      if (record.type === 'choice')
        expect(Buffer.from(encodeRecord(record)).toString()).not.toContain(ama?.id)
      else expect(Buffer.from(encodeRecord(record)).toString()).not.toContain('Nidderdale')
    }
    expect(board.board.id).toBe(room.id)
  })

  it('[vote-9] is what it was after a restart, from the journal and from a snapshot', async () => {
    const { server, grace, members, room, choose, markOf } = await openVote()
    for (const [at, member] of members.entries()) await choose(member, 'F1', BY_STRENGTH[at % 3] ?? null)
    await grace.patch('/votes/1', { hands: 4 })
    const before = structuredClone(room.state.votes.toJSON())
    const loaded = await room.store.journal.load()
    expect(readBack(loaded).state.votes.toJSON()).toEqual(before)

    await server.rooms.evict(room.id, 1012, 'restart')
    const again = await server.rooms.open(room.id)
    expect(again.state.votes.toJSON()).toEqual(before)
    await grace.patch('/votes/1', { show: ['F1'] })
    expect((again.reads.snapshot().live.votes.get('F1') as VoteMark).result).toMatchObject({
      counts: { 'new-action': 2, 'due-regard': 2, 'watching-brief': 2 },
    })
    expect(markOf('F1')).toBeDefined()
  })

  it('[agree-5] shows groups of five and more, as people were grouped when it was shown', async () => {
    const { server, board, grace, members, choose, markOf } = await openVote(0)
    const join = async (group: string, many: number) => {
      for (let n = 0; n < many; n += 1) {
        members.push(await server.join(board, 'participant', `${group} ${n}`, undefined, { group }))
      }
    }
    await join('Nurses', 6)
    await join('Doctors', 5)
    await join('Porters', 2)
    for (const member of members) await choose(member, 'F1', 'new-action')
    await grace.patch('/votes/1', { show: ['F1'] })

    // Two porters alone could be reckoned from the whole, so the doctors go with them.
    expect(markOf('F1').result?.groups.map((it) => it.group)).toEqual(['Nurses'])
  })

  it('[agree-5] shows no group by which the choice of somebody erased could be reckoned from the whole', async () => {
    const { server, board, grace, choose, markOf } = await openVote(0)
    const inGroup = async (group: string, many: number) => {
      const all: Member[] = []
      for (let n = 0; n < many; n += 1)
        all.push(await server.join(board, 'participant', `${group} ${n}`, undefined, { group }))
      return all
    }
    const nurses = await inGroup('Nurses', 6)
    const [dora, ...doctors] = await inGroup('Doctors', 6)
    for (const member of [...nurses, ...doctors]) await choose(member, 'F1', 'new-action')
    await choose(dora, 'F1', 'not-my-area')

    const erased = await grace.post('/erase', { person: dora?.id, reason: 'Asked for' })
    await grace.patch('/votes/1', { show: ['F1'] })

    expect(erased.status).toBe(201)
    expect(markOf('F1').result?.counts).toMatchObject({ 'new-action': 11, 'not-my-area': 1 })
    expect(markOf('F1').result?.groups.map((it) => it.group)).toEqual(['Nurses'])
  })
  it('[agree-1] tells no counts where people who were erased since are what makes them five', async () => {
    const { server, board, grace, choose, markOf } = await openVote(0)
    const people: Member[] = []
    for (let n = 0; n < 6; n += 1) people.push(await server.join(board, 'participant', `Person ${n}`))
    for (const member of people) for (const id of ['F1', 'F2']) await choose(member, id, 'new-action')

    for (const { id } of people.slice(0, 1)) await grace.post('/erase', { person: id, reason: 'Asked for' })
    await grace.patch('/votes/1', { show: ['F1'] })
    for (const { id } of people.slice(1, 2)) await grace.post('/erase', { person: id, reason: 'Asked for' })
    await grace.patch('/votes/1', { show: ['F2'] })

    expect(markOf('F1').result).toMatchObject({ answered: 6, counts: { 'new-action': 6 } })
    expect(markOf('F2').result).toMatchObject({ answered: 6, counts: null, agreement: 'too-few' })
  })
})
