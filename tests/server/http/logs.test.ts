import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Log, lastWords, openLog } from '../../../server/log.ts'
import { StorageFatal } from '../../../server/store/contract.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { filesIn, newFolders, openFolderServer } from '../../support/data-folder.ts'
import { openTestServer } from '../../support/server.ts'

const folders = newFolders()
afterEach(() => folders.removeAll())

const TO = { column: 'due-regard', above: null, below: null } as const
/** In every word that people of this session type, and in nothing that the server itself says. */
const MARK = 'kestrel'

function linesOf(): { log: Log; text(): string } {
  let text = ''
  const write = (line: string) => {
    text += line
  }
  return { log: openLog({ logLevel: 'trace' }, { write }), text: () => text }
}

it('[I4] [S5] the log of a whole workshop and of what went wrong in it has nobody\u2019s words, name or key', async () => {
  const { log, text } = linesOf()
  const dataDir = join(folders.make(), 'data')
  const server = await openFolderServer(dataDir, {}, log)
  const rows = [
    { source: 'F', number: '1', text: `Statement of ${MARK}` },
    { source: 'F', number: '2', text: `Another of ${MARK}`, title: MARK, theme: MARK },
  ]
  const { board, grace } = await server.openBoard('open', rows)
  const id = board.board.id
  const path = `/api/boards/${id}`
  await grace.post('/invited', { rows: [{ row: 2, name: `Ama ${MARK}`, post: MARK, group: MARK }] })
  const ama = await server.join(board, 'participant', `Ben ${MARK}`)
  const room = await server.rooms.open(id)
  await room.edit(ama.id, (doc) => {
    moveStatement(doc, 'F1', TO)
    whyText(doc, 'F1').insert(0, MARK)
    rootsOf(doc).comments.set(`${ama.id}/c1`, { on: 'F1', text: MARK, at: 1 })
  })
  const { body: doors } = await grace.patch<{ code: string }>('/doors', { open: true, from: false })
  await server.device().ask('POST', '/api/join', { body: { code: doors.code, name: `Cy ${MARK}` } })
  const { body: own } = await ama.post<{ code: string }>(`/people/${ama.id}/code`, { for: 'device' })
  await grace.post('/links', { role: 'reviewer', label: MARK })
  await grace.post('/votes', { packs: [{ title: MARK, statements: ['F1', 'F2'] }] })
  await ama.put('/votes/1/choices/F1', { choice: 'due-regard', reason: MARK })
  await grace.patch('/votes/1', { show: 'all' })
  await grace.post('/decisions', { statement: 'F1', column: 'due-regard', how: 'chair', reason: MARK })
  await grace.post('/versions', { label: MARK })
  await grace.get('/exports/board.json')
  await grace.post('/erase', { comment: `${ama.id}/c1`, reason: MARK })

  // What people get wrong, and what strangers try.
  await grace.patch('', { phase: MARK, from: 'open' })
  await grace.device.ask('POST', `${path}/statements?as=${grace.as}`, { body: `{"${MARK}` })
  await server.device().ask('POST', `${path}/join`, { body: { key: `${MARK}.${MARK}`, name: MARK } })
  await server.device().ask('GET', `${path}?as=${MARK}`, { headers: { cookie: `due-regard=${MARK}` } })
  await server.device().ask('POST', '/api/join', { body: { code: MARK } })
  await server.device().ask('GET', `/${MARK}?${MARK}`)
  const socket = { send: () => {}, close: () => {}, bufferedAmount: 0 }
  const sender = { participant: ama.id, role: 'participant', link: ama.as } as const
  room.join(socket, sender, { speaksOurs: true, epoch: null }).receive(Buffer.from(`\0\u0002${MARK}`))

  // What goes wrong on our side, over what people wrote.
  await room
    .edit(ama.id, () => {
      throw new Error(`cannot do ${MARK}`)
    })
    .catch(() => {})
  room.store.files.read = () => Promise.reject(new SyntaxError(`${MARK} is not valid JSON`))
  await grace.get('/versions/1/exports/board.json')
  await server.stop()
  const journal = [...filesIn(dataDir).keys()].find((it) => it.endsWith('.segment')) ?? ''
  appendFileSync(join(dataDir, journal), `torn ${MARK}`)
  const again = await openFolderServer(dataDir, {}, log)
  await again.rooms.open(id)
  await again.stop()

  expect(text().split('\n').length).toBeGreaterThan(15)
  expect(text()).toContain('a request failed')
  expect(text()).toContain('"damage":"torn-tail"')
  expect(text()).not.toContain(MARK)
  for (const secret of [
    doors.code,
    own.code,
    ...Object.values(board.links).map((it) => it.path.split('.')[1]),
  ])
    expect(text()).not.toContain(secret)
  expect(text()).not.toContain(ama.device.cookie?.split('=')[1] ?? '')
  for (const line of text().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('what')
})

it('[I4] what a server says last is its own words, or the kind of what it stumbled over', () => {
  expect(lastWords(new StorageFatal('the disk did not sync'))).toBe(
    'Due Regard stops: the disk did not sync.',
  )
  expect(lastWords(new SyntaxError(`${MARK} is not valid JSON`))).toBe(
    'Due Regard stops: SyntaxError, of which the log says more.',
  )
  expect(lastWords(MARK)).not.toContain(MARK)
})

it('[S5] of those turned away the log has who went for what is not theirs, and no everyday refusal', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const ama = await server.join(board, 'participant', 'Ama')
  const refused = () => server.logged.filter((it) => it.includes('"what":"refused"'))

  expect((await grace.post('/links', { role: 'nobody' })).status).toBe(422)
  expect((await grace.patch('', { phase: 'agreed', from: 'preparing' })).status).toBe(409)
  expect(refused()).toEqual([])

  expect((await ama.post('/links', { role: 'participant' })).status).toBe(403)
  expect(refused().map((it) => JSON.parse(it))).toMatchObject([
    { code: 'role_forbids', method: 'POST', route: '/api/boards/:id/links', participant: ama.id },
  ])
})
