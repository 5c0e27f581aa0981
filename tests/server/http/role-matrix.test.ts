/**
 * Every call of the OpenAPI document, by every role in every phase, and by whoever has no business there.
 *
 * What is expected is worked out from `shared/policy.ts`. Each call is made by somebody who has just come in,
 * so that no pace and no earlier call stands in the way. Bodies are left out where that is enough: whoever may
 * is then told what is missing, and whoever may not never gets so far.
 */
import { describe, expect, it } from 'vitest'
import { API_REPLIES } from '../../../server/api-replies.ts'
import type { ErrorReply, LinkReply } from '../../../shared/api.ts'
import { PHASES, type Phase, ROLES, type Role } from '../../../shared/board.ts'
import { ACTIONS, type Action, mayDo, readRefusal } from '../../../shared/policy.ts'
import { type Member, openTestServer, type Reply } from '../../support/server.ts'

/** What one has to be allowed, the path behind the board's, and a body where it takes one to get as far as that. */
type Line = readonly [
  may: Action | 'come in' | 'act as oneself' | 'manage others',
  path: string,
  body?: unknown,
]

const BOARD = '/api/boards/{id}'
/** Open to whoever has a key or a code, so that no grant is asked for. */
const WITHOUT_GRANT = [`POST ${BOARD}/join`, `POST ${BOARD}/names`, `POST ${BOARD}/wall`]
const CALLS = Object.keys(API_REPLIES).filter((it) => it.includes(BOARD) && !WITHOUT_GRANT.includes(it))

const linesFor = ({ id, as }: Pick<Member, 'id' | 'as'>, phase: Phase): Record<string, Line[]> => ({
  'GET ': [['come in', '']],
  'PATCH ': [
    ['lock', '', { lock: true, from: true }],
    ['retain', '', { retention: { until: 1, hold: false }, from: { until: 2, hold: true } }],
    ['changePhase', '', { phase: 'agreed', from: phase === 'open' ? 'review' : 'open' }],
  ],
  'POST /leave': [['come in', '/leave', {}]],
  'POST /timer': [['facilitate', '/timer']],
  'GET /statements': [['readBoard', '/statements']],
  'POST /statements': [['importStatements', '/statements', []]],
  'POST /statements/{statement}/split': [['importStatements', '/statements/F1/split']],
  'POST /statements/{statement}/join': [['importStatements', '/statements/F1/join']],
  'GET /candidates': [['importStatements', '/candidates']],
  'POST /candidates': [['importStatements', '/candidates']],
  'GET /candidates/{reading}': [['importStatements', '/candidates/none']],
  'PATCH /candidates/{reading}': [['importStatements', '/candidates/none']],
  'DELETE /candidates/{reading}': [['importStatements', '/candidates/none']],
  'GET /history': [['readHistory', '/history']],
  'GET /exports/{file}': [
    ['exportPublic', '/exports/mapping.csv'],
    ['exportFull', '/exports/mapping.csv?set=full'],
    ['exportPublic', '/exports/board.json'],
    ['exportFull', '/exports/board.json?set=full'],
  ],
  'GET /links': [['manageLinks', '/links']],
  'POST /links': [['manageLinks', '/links']],
  'PATCH /links/{linkId}': [['manageLinks', `/links/${as}`]],
  'GET /doors': [['manageLinks', '/doors']],
  'PATCH /doors': [['manageLinks', '/doors']],
  'GET /people': [['readFull', '/people']],
  'PATCH /people/{personId}': [
    ['manage others', '/people/nobody', { name: 'Somebody else' }],
    ['manage others', `/people/${id}`, { invitee: null }],
    ['come in', `/people/${id}`, { group: 'Mine' }],
  ],
  'POST /people/{personId}/code': [['act as oneself', `/people/${id}/code`, { for: 'device' }]],
  'GET /people/names': [['choose', '/people/names?begins=An']],
  'POST /people/here': [['choose', '/people/here']],
  'GET /people/here': [['choose', '/people/here']],
  'POST /people/here/{personId}': [['choose', '/people/here/nobody']],
  'GET /invited': [['managePeople', '/invited']],
  'POST /invited': [['managePeople', '/invited']],
  'PATCH /invited/{invitee}': [['managePeople', '/invited/nobody']],
  'DELETE /invited/{invitee}': [['managePeople', '/invited/nobody']],
  'GET /votes': [['readBoard', '/votes']],
  'POST /votes': [['openVote', '/votes']],
  'PATCH /votes/{vote}': [['openVote', '/votes/1']],
  'GET /votes/{vote}/choices': [['choose', '/votes/1/choices']],
  'PUT /votes/{vote}/choices/{statement}': [['choose', '/votes/1/choices/F1']],
  'PUT /votes/{vote}/hands/{statement}': [['openVote', '/votes/1/hands/F1']],
  'GET /decisions': [['readFull', '/decisions']],
  'POST /decisions': [['decide', '/decisions']],
  'POST /decisions/{statement}/reopen': [['decide', '/decisions/F1/reopen']],
  'POST /undo/{seq}': [['decide', '/undo/999']],
  'GET /agreed': [['readFull', '/agreed']],
  'POST /agreed/{statement}/pull': [['choose', '/agreed/F1/pull']],
  'POST /erase': [['erase', '/erase']],
  'GET /versions': [['readBoard', '/versions']],
  'POST /versions': [['seal', '/versions']],
  'POST /versions/{version}/approvals': [['seal', '/versions/1/approvals']],
  'GET /versions/{version}/changes': [['readFull', '/versions/1/changes']],
  'GET /versions/{version}/exports/{file}': [
    ['exportPublic', '/versions/1/exports/mapping.csv'],
    ['exportFull', '/versions/1/exports/mapping.csv?set=full'],
  ],
  'GET /restores': [['readHistory', '/restores']],
  'GET /restores/preview': [['restore', '/restores/preview?version=1']],
  'POST /restores': [['restore', '/restores']],
  'POST /restores/{restore}/undo': [['restore', '/restores/1/undo']],
})

const NONE: Line = ['erase', '']

/** The refusal that role and phase bring about by themselves, or null. */
function refusalFor(may: Line[0], role: Role, phase: Phase): string | null {
  if (may === 'come in') return null
  if (may === 'act as oneself') return role === 'observer' ? 'role_forbids' : null
  if (may === 'manage others') return mayDo(role, 'managePeople') ? null : 'role_forbids'
  // The full set is asked for of a file that one may have at all.
  if (may === 'exportFull' && refusalFor('exportPublic', role, phase)) return 'phase_forbids'
  if (!mayDo(role, may)) return 'role_forbids'
  // Told by what they change rather than by what they show.
  return ['lock', 'changePhase', 'retain'].includes(may) ? null : readRefusal(role, { phase })
}

const codeOf = ({ body }: Reply): string | null => (body as ErrorReply | null)?.error?.code ?? null
const shortened = CALLS.map((it) => it.replace(BOARD, ''))
const asked = (call: string) => call.split(' ')[0] ?? ''

/** A role that may is never told that it may not; a phase may still stand in the way of a change. */
const isTurnedAway = (code: string | null, may: Line[0]): boolean =>
  ['role_forbids', 'too_many', 'internal', 'no_session', 'board_unknown'].includes(code ?? '') ||
  (code === 'phase_forbids' && /^(read|export|come)/.test(may))

async function boardIn(phase: Phase) {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard(phase)
  return { server, board, grace, room: await server.rooms.open(board.board.id) }
}

it('every call on a board has its line here, and every action of the policy is asked for', () => {
  const lines = linesFor({ id: 'me', as: 'link' }, 'open')

  expect(Object.keys(lines).sort()).toEqual(shortened.toSorted())
  const actions = new Set(Object.values(lines).flatMap((it) => it.map(([may]) => may)))
  expect(Object.keys(ACTIONS).filter((it) => !actions.has(it as Action))).toEqual([])
})

describe.each(PHASES)('[D1] while a board is %s', (phase) => {
  it.each(ROLES)(
    'each call answers a %s as the policy says, and a refused one changes nothing',
    async (role) => {
      const { server, board, room } = await boardIn(phase)
      const wrong: string[] = []
      for (const call of shortened) {
        const count = linesFor({ id: '', as: '' }, phase)[call]?.length ?? 0
        for (let at = 0; at < count; at += 1) {
          const who = await server.join(board, role, `${role} ${call} ${at}`.slice(0, 60))
          const [may, path, body] = linesFor(who, phase)[call]?.[at] ?? NONE
          const before = room.state.position

          const [way = '', query] = path.split('?')
          const to = `/api/boards/${board.board.id}${way}?as=${who.as}${query ? `&${query}` : ''}`
          const reply = await who.device.ask(asked(call), to, {
            body: body ?? (asked(call) === 'GET' ? undefined : {}),
          })

          const expected = refusalFor(may, role, phase)
          const code = codeOf(reply)
          const isSo = expected
            ? code === expected && room.state.position === before
            : !isTurnedAway(code, may)
          if (!isSo) wrong.push(`${call} ${path} as ${role}: ${reply.status} ${code}, expected ${expected}`)
        }
      }
      expect(wrong).toEqual([])
    },
  )
})

describe('[D9] who has no grant of the board that opens it', () => {
  it('is told the same of every call, whatever board and link they name', async () => {
    const { server, board, grace } = await boardIn('open')
    const other = await server.startBoard('Another board')
    const eve = await server.join(other, 'facilitator', 'Eve')
    const ama = await server.join(board, 'participant', 'Ama')
    const { body: link } = await grace.post<LinkReply>('/links', { role: 'facilitator' })
    const stale = server.device()
    await stale.ask('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: link.path.split('#')[1], name: 'Sid' },
    })
    await grace.patch(`/links/${link.id}`, { withdraw: true })
    const forged = server.device()
    forged.cookie = (eve.device.cookie ?? '').replace(/=[^.]+/, `=${'A'.repeat(24)}`)
    const at = board.board.id
    const strangers: [who: string, ask: Member['device'], board: string, query: string, expected: string][] =
      [
        ['nobody', server.device(), at, `?as=${grace.as}`, 'no_session'],
        ['a made-up cookie', forged, at, `?as=${grace.as}`, 'no_session'],
        ['Eve by a facilitator’s link', eve.device, at, `?as=${grace.as}`, 'board_unknown'],
        ['Eve by her own link', eve.device, at, `?as=${eve.as}`, 'board_unknown'],
        ['Eve without one', eve.device, at, '', 'board_unknown'],
        ['Eve at no board', eve.device, 'nowhere', `?as=${eve.as}`, 'board_unknown'],
        ['Eve at a poisoned name', eve.device, '__proto__', '?as=__proto__', 'board_unknown'],
        ['Ama as a facilitator', ama.device, at, `?as=${grace.as}`, 'board_unknown'],
        ['Ama in a seat that is not hers', ama.device, at, `?as=${ama.as}&seat=${ama.id}`, 'board_unknown'],
        ['Ama as two', ama.device, at, `?as=${grace.as}&as=${ama.as}`, 'board_unknown'],
        ['Sid by a link withdrawn', stale, at, `?as=${link.id}`, 'link_withdrawn'],
      ]
    const room = await server.rooms.open(at)
    const before = room.state.position
    const wrong: string[] = []
    for (const [who, device, id, query, expected] of strangers) {
      for (const call of shortened) {
        for (const [, path, body] of linesFor({ id: ama.id, as: ama.as }, 'open')[call] ?? []) {
          const [way = '', more] = path.split('?')
          const reply = await device.ask(
            asked(call),
            `/api/boards/${id}${way}${query}${more ? `&${more}` : ''}`,
            {
              body: asked(call) === 'GET' ? undefined : (body ?? {}),
            },
          )
          if (codeOf(reply) !== expected || reply.text.includes('F37')) {
            wrong.push(`${who}: ${call} ${reply.status} ${reply.text.slice(0, 100)}`)
          }
        }
      }
    }
    expect(wrong).toEqual([])
    expect(room.state.position).toBe(before)
  })
})
