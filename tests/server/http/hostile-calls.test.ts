/**
 * Every call of the OpenAPI document with names, queries and bodies that are none: what cannot be meant is
 * refused in a sentence, nothing breaks, and nothing of it reaches an object of ours.
 */
import { describe, expect, it } from 'vitest'
import { API_REPLIES } from '../../../server/api-replies.ts'
import { openTestServer } from '../../support/server.ts'

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '%2e%2e%2f%2e%2e',
  '..%5c..',
  '%00',
  '%ff',
  '%0d%0aSet-Cookie:%20a=b',
  '-1',
  '0x1',
  '1e999',
  'NaN',
  '9'.repeat(400),
  'F'.repeat(5_000),
  '%3Cscript%3E',
  '%F0%9F%92%A5',
]
const BODIES = [
  'null',
  '[]',
  '"words"',
  '1e999',
  '{}',
  '{"__proto__":{"isPolluted":true}}',
  '{"constructor":{"prototype":{"isPolluted":true}}}',
  '[{"__proto__":{"isPolluted":true},"text":"Be open."}]',
  '{"phase":"open","from":"open","__proto__":{"role":"facilitator"}}',
  `{"key":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
  '{"title":"\\ud800","name":"\\udfff","text":"\\u0000"}',
]
const QUERIES = [
  'version=__proto__&seq=__proto__&statement=__proto__&by=constructor&before=-1&limit=-1&mode=__proto__',
  'version=1e999&seq=NaN&before=1e999&after=NaN&limit=1e999&kind=toString&set=__proto__&since=__proto__',
  'version=1&version=2&set=full&set=public&kind=plan&kind=toString&mode=append&mode=update&begins=%ff',
]

const pathsOf = (template: string, board: string): string[] => {
  const path = template.replace('{id}', board)
  if (!path.includes('{')) return [path]
  return NAMES.map((name) => path.replace(/\{\w+\}/g, name))
}

it.each(Object.keys(API_REPLIES))('[C11][D9] %s takes nothing for more than it is', async (call) => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
  await grace.post('/versions', { label: 'First' })
  const [method = '', template = ''] = call.split(' ')
  const bodies = method === 'GET' ? [undefined] : BODIES
  const broken: string[] = []

  const attempts = pathsOf(template, board.board.id).flatMap((path, at) =>
    // Every body with one name, and every name with some body.
    (at === 0 ? bodies : [bodies[at % bodies.length]]).map((body) => ({ path, body })),
  )
  for (const { path, body } of attempts) {
    for (const query of QUERIES) {
      const { status, text } = await grace.device.ask(method, `${path}?as=${grace.as}&${query}`, { body })
      if (status >= 500 || text.includes('    at '))
        broken.push(`${status} ${path.slice(0, 120)} ${query.slice(0, 40)} ${body} ${text.slice(0, 120)}`)
    }
  }

  expect(broken).toEqual([])
  expect(server.fatal).toEqual([])
  expect(server.logged.join()).not.toContain('a request failed')
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { isPolluted?: boolean }).isPolluted).toBeUndefined()
})

describe('what is sent beside what is asked for', () => {
  it.each<[string, string, object]>([
    ['post', '/links', { role: 'observer', generation: 1, board: 'other' }],
    ['post', '/votes', { packs: [{ title: 'All', statements: ['F1'] }], shown: true }],
    ['patch', '', { phase: 'review', from: 'open', locked: true }],
    ['patch', '/people/SELF', { group: 'Mine', role: 'facilitator' }],
    ['post', '/people/here', { name: 'Dee', role: 'facilitator' }],
    ['post', '/decisions', { statement: 'F1', column: 'due-regard', how: 'discussed', by: 'somebody' }],
    ['post', '/versions', { label: 'First', sha256: 'f'.repeat(64) }],
  ])('is refused and not taken in: %s %s %j', async (method, path, body) => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const ask = method === 'post' ? grace.post : grace.patch
    const { status } = await ask(path.replace('SELF', grace.id), body)

    expect(status).toBe(422)
  })
})
