/**
 * A whole workshop over HTTP, twenty-one people and 290 statements, from the import to the sealed version;
 * every figure reckoned again from the choices themselves, by other means.
 */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ChoiceReply, DecisionReply, VoteReply } from '../../../shared/consult/calls.ts'
import type { VoteMark } from '../../../shared/consult/vote.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { seeded } from '../../support/seeded.ts'
import { type Member, openTestServer } from '../../support/server.ts'

const PEOPLE = 15
const HANDS = 6
const STATEMENTS = 290
const ENDS = ['watching-brief', 'due-regard', 'new-action'] as const
const ALL = [...ENDS, 'more-information', 'not-my-area'] as const

/** The rule by hand, from counts: other code than what is tried. */
function word([w = 0, d = 0, n = 0]: number[], quorum: number): string {
  const all = w + d + n
  if (all < 5 || all < quorum) return 'too-few'
  const may = Math.floor((all - 2) / 3)
  const top = Math.max(w, d, n)
  const tops = [w, d, n].filter((it) => it === top).length
  const opposite = top === d ? 0 : top === w ? n : w
  const share = all < 26 ? all - top <= may : top / all >= 0.7
  if (tops === 1 && share && opposite <= Math.floor(0.15 * all + 1e-9)) return 'agreed'
  if ((w > may && n > may) || eijk(w, d, n) < -1e-9) return 'divided'
  return 'mixed'
}

/** For three places van der Eijk's A comes down to what stands alone, side by side, and apart. */
function eijk(w: number, d: number, n: number): number {
  const even = Math.min(w, d, n)
  const [a, b, c] = [w - even, d - even, n - even]
  const pair = b > 0 ? Math.min(b, Math.max(a, c)) : Math.min(a, c)
  const single = Math.max(a, b, c) - pair
  const weight = w + d + n
  // 110 and 011 agree by a half, 101 disagrees by one, one place alone agrees by one, all three by nought.
  const both = b > 0 ? 0.5 : -1
  return (pair * 2 * both + single) / weight
}

it('[vote-1][vote-8][decide-4][seal-1] twenty-one people, 290 statements, and every figure true', async () => {
  const chance = seeded(20261122)
  const server = await openTestServer()
  const rows = Array.from({ length: STATEMENTS }, (_, at) => ({
    source: 'F',
    number: String(at + 1),
    text: `Statement ${at + 1} of the report.`,
  }))
  const { board, grace } = await server.openBoard('open', rows)
  const people: Member[] = []
  for (let n = 0; n < PEOPLE; n += 1) people.push(await server.join(board, 'participant', `Person ${n}`))
  const ids = rows.map((it) => `F${it.number}`)
  const packs = Array.from({ length: 8 }, (_, at) => ({
    title: `Part ${at + 1}`,
    statements: ids.slice(at * 40, at * 40 + 40),
  })).filter((it) => it.statements.length > 0)
  const opened = await grace.post<VoteReply>('/votes', { packs, quorum: 12, hands: HANDS })
  expect(opened.status).toBe(201)

  const chosen = new Map<string, Map<string, (typeof ALL)[number]>>()
  for (const [at, id] of ids.entries()) {
    const mine = new Map<string, (typeof ALL)[number]>()
    chosen.set(id, mine)
    for (const person of people) {
      const choice = pick(chance, at)
      if (!choice) continue
      const reply = await person.put<ChoiceReply>(`/votes/1/choices/${id}`, { choice })
      expect(reply.status).toBe(200)
      mine.set(person.id, choice)
    }
  }

  const room = await server.rooms.open(board.board.id)
  const before = JSON.stringify([...room.reads.snapshot().live.votes.values()])
  expect(before).not.toMatch(/new-action|due-regard|watching-brief|more-information|not-my-area/)
  expect((await grace.get('/exports/board.json?set=full')).text).not.toContain('not-my-area')

  await grace.put('/votes/1/hands/F1', { 'new-action': 4, 'due-regard': 2, 'watching-brief': 0 })
  await grace.patch('/votes/1', { show: 'all' })

  const agreed: string[] = []
  const { live } = room.reads.snapshot()
  for (const id of ids) {
    const answers = [...(chosen.get(id)?.values() ?? [])]
    const counts = ALL.map((it) => answers.filter((answer) => answer === it).length)
    const result = (live.votes.get(id) as VoteMark).result
    expect(result?.answered).toBe(answers.length)
    expect(ALL.map((it) => result?.counts?.[it])).toEqual(
      answers.length < 5 ? ALL.map(() => undefined) : counts,
    )
    expect(`${id} ${result?.agreement}`).toBe(`${id} ${word(counts, 12)}`)
    if (result?.agreement === 'agreed') agreed.push(id)
  }
  const words = new Set(ids.map((id) => live.votes.get(id)?.result?.agreement))
  expect([...words].sort()).toEqual(['agreed', 'divided', 'mixed', 'too-few'])

  const placed = await grace.post<DecisionReply>('/decisions', { rule: 'agreed' })
  expect(placed.body.decisions.map((it) => it.statement)).toEqual(agreed)
  for (const { statement, column } of placed.body.decisions) {
    const answers = [...(chosen.get(statement)?.values() ?? [])]
    const most = ENDS.map((it) => answers.filter((answer) => answer === it).length)
    expect(column).toBe(ENDS[most.indexOf(Math.max(...most))])
  }
  for (const id of ids.filter((it) => !agreed.includes(it))) {
    const decided = await grace.post('/decisions', {
      statement: id,
      ...(Number(id.slice(1)) % 9 === 0 ? { parked: { by: '2027-03-31' } } : { column: 'due-regard' }),
      how: 'discussed',
    })
    expect(decided.status).toBe(201)
  }

  const sealed = await grace.post<VersionReply>('/versions', { label: 'As presented to the Board' })
  const file = (await grace.get('/versions/1/exports/board.json')).text
  expect(createHash('sha256').update(file).digest('hex')).toBe(sealed.body.sha256)
  const sealedBoard = JSON.parse(file) as { placements: Record<string, { column: string }> }
  expect(Object.values(sealedBoard.placements).length).toBeGreaterThan(agreed.length)
  for (const person of people) expect(file).not.toContain(person.id)

  // Nothing that was said aloud, and no record but a choice itself, ties a person to an answer.
  const choiceOf = /choice|answer/
  for (const line of server.logged) expect(line).not.toMatch(choiceOf)
  for await (const { record } of room.records(0)) {
    if (record.type === 'choice') expect(people.map((it) => it.id)).not.toContain(record.by)
  }
}, 120_000)

/** Some statements everybody agrees on, some divide, some hardly anybody answers. */
function pick(chance: () => number, at: number): (typeof ALL)[number] | null {
  const kind = at % 5
  if (kind === 4 && chance() < 0.7) return null
  if (chance() < 0.06) return ALL[3 + Math.floor(chance() * 2)] ?? null
  if (kind === 0) return chance() < 0.92 ? 'new-action' : 'due-regard'
  if (kind === 1) return chance() < 0.55 ? 'watching-brief' : 'new-action'
  if (kind === 2) return chance() < 0.9 ? 'due-regard' : 'watching-brief'
  return ENDS[Math.floor(chance() * 3)] ?? null
}
