import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { PersonCodeReply, SeatReply } from '../../../shared/api.ts'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import type { EraseReceipt } from '../../../shared/erasure/calls.ts'
import { editsBetween } from '../../../shared/imports/candidates.ts'
import type { InvitedReply, InviteReply } from '../../../shared/invited.ts'
import type { VersionReply } from '../../../shared/version.ts'
import {
  command,
  type FolderServer,
  filesIn,
  newFolders,
  openFolderServer,
} from '../../support/data-folder.ts'

const folders = newFolders()
let running: FolderServer | null = null

afterEach(async () => {
  await running?.stop()
  running = null
  folders.removeAll()
})

const start = async (dataDir: string, environment = {}): Promise<FolderServer> => {
  running = await openFolderServer(dataDir, environment)
  return running
}

const stop = async (): Promise<void> => {
  await running?.stop()
  running = null
}

const TO = { column: 'due-regard', above: null, below: null } as const

/** Files in which any of these words stand; binary ones too. */
const filesWith = (folder: string, ...words: string[]): string[] =>
  [...filesIn(folder)].flatMap(([path, bytes]) => (words.some((it) => bytes.includes(it)) ? [path] : []))

/**
 * A board on which Zaphod was invited, joined, chose, commented, moved and typed, on which F2 was talked
 * about and decided, and of which all was sealed, kept in a snapshot and rebuilt in the middle.
 */
async function workshop(environment = {}) {
  const dataDir = join(folders.make(), 'data')
  const server = await start(dataDir, environment)
  const rows = [
    { source: 'F', number: '1', text: 'Be open.' },
    { source: 'F', number: '2', text: 'MARK-statement, be kind.' },
    { source: 'F', number: '3', text: 'Be on time.' },
  ]
  const { board, grace } = await server.openBoard('open', rows)
  const id = board.board.id
  await grace.post<InviteReply>('/invited', {
    rows: [{ row: 2, name: 'MARK-zaphod', post: 'MARK-post', group: 'Nursing' }],
  })
  const [invitee] = (await grace.get<InvitedReply>('/invited')).body.invited
  const zaphod = await server.join(board, 'participant', null, undefined, { invitee: invitee?.id })
  const ama = await server.join(board, 'participant', 'Ama')
  const room = () => server.rooms.open(id)
  const as = async (by: string, change: Parameters<Awaited<ReturnType<typeof room>>['edit']>[1]) =>
    (await room()).edit(by, change)
  const comment = (by: string, key: string, on: string, text: string) =>
    as(by, (doc) => rootsOf(doc).comments.set(`${by}/${key}`, { on, text, at: 1 }))

  await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
  await zaphod.put('/votes/1/choices/F1', { choice: 'due-regard', reason: 'MARK-reason-of-zaphod' })
  await ama.put('/votes/1/choices/F2', { choice: 'new-action', reason: 'MARK-reason-on-F2' })
  await grace.patch('/votes/1', { show: 'all' })
  await comment(zaphod.id, 'c1', 'F1', 'MARK-comment-of-zaphod')
  await comment(ama.id, 'c2', 'F2', 'MARK-comment-on-F2')
  await comment(ama.id, 'c3', 'F1', 'MARK-comment-alone')
  await comment(ama.id, 'c4', 'F1', 'Stays.')
  await as(ama.id, (doc) => {
    moveStatement(doc, 'F1', TO)
    whyText(doc, 'F2').insert(0, 'MARK-why-of-F2')
    rootsOf(doc).responses.set('F2/evidence', 'MARK-evidence-of-F2')
    rootsOf(doc).plan.set('action/a1/lead', 'MARK-zaphod')
  })
  await server.rooms.evict(id, 1012, 'away')
  await grace.post('/decisions', {
    statement: 'F2',
    column: 'due-regard',
    how: 'discussed',
    reason: 'MARK-decision-on-F2',
    otherView: 'MARK-other-view',
  })
  await grace.post('/versions', { label: 'First' })
  await (await room()).rebuild('compact')
  await grace.post('/decisions/F2/reopen', { reason: 'MARK-reopened-F2' })
  await as(zaphod.id, (doc) => moveStatement(doc, 'F3', TO))
  await as(ama.id, (doc) =>
    rootsOf(doc).comments.set(`${ama.id}/c2`, { on: 'F2', text: 'MARK-again', at: 2 }),
  )
  const answered = { answer: 'partly', because: 'MARK-answer-on-F2', at: 3 }
  await as(grace.id, (doc) => rootsOf(doc).comments.set(`${ama.id}/c2/answer`, answered))
  const { body: reading } = await grace.post<{ id: string }>('/candidates', {
    name: 'report.pdf',
    publication: { title: 'A report', code: 'F' },
  })
  const candidates = ['MARK-statement,\nbe kind.', 'Stays as well.'].map((text, at) => ({
    id: `c${at}`,
    text,
  }))
  await grace.patch(`/candidates/${reading.id}`, { since: 0, edits: editsBetween([], candidates) })
  await server.rooms.evict(id, 1012, 'away')
  return { dataDir, server, board, grace, ama, zaphod, id, room, reading: reading.id }
}

/** Everything that could be written is. */
async function settle({ server, id }: { server: FolderServer; id: string }): Promise<void> {
  await server.rooms.evict(id, 1012, 'away')
  await (await server.rooms.open(id)).settled()
}

const BECAUSE = { reason: 'Asked for under Article 17' }

describe('[A12] [S7] erasing', () => {
  it('a person leaves no name and none of their words in any file, and what they moved under no name', async () => {
    const scene = await workshop()
    const { dataDir, server, grace, ama, zaphod, room } = scene
    const words = ['MARK-post', 'MARK-reason-of-zaphod', 'MARK-comment-of-zaphod']
    for (const word of words) expect(filesWith(dataDir, word), word).not.toEqual([])
    const before = (await room()).state.epoch

    const { status, body } = await grace.post<EraseReceipt>('/erase', { person: zaphod.id, ...BECAUSE })
    await settle(scene)

    expect(status).toBe(201)
    expect(filesWith(dataDir, ...words)).toEqual([])
    expect(body).toMatchObject({ erased: 'person', id: zaphod.id, versions: [1], places: 1 })
    // Words of others are theirs: they are told, and a person corrects them.
    expect(body.stillNamed).toEqual(['plan/action/a1/lead'])
    await (await room()).edit(grace.id, (doc) => rootsOf(doc).plan.set('action/a1/lead', 'Chief nurse'))
    expect(JSON.stringify((await room()).store.people.read())).not.toContain('MARK')
    expect((await room()).state.epoch).toBeGreaterThan(before)
    expect((await zaphod.get('')).status).toBe(404)
    expect((await room()).reads.snapshot().placements.get('F3')?.column).toBe('due-regard')
    expect((await room()).state.votes.roundOf('F1')?.round.ballots.size).toBe(1)
    expect((await ama.get('')).status).toBe(200)
    expect(server.logged.join()).not.toContain('MARK')
  })

  it('a person is no more named as the one who lent a device, is sent away, and no code brings them back', async () => {
    const { server, grace, zaphod, id, room } = await workshop()
    const cy = await zaphod.post<SeatReply>('/people/here', { name: 'Cy' })
    const { body: own } = await zaphod.post<PersonCodeReply>(`/people/${zaphod.id}/code`, { for: 'later' })
    const closed: number[] = []
    const socket = { send: () => {}, close: (code: number) => closed.push(code), bufferedAmount: 0 }
    const sender = { participant: zaphod.id, role: 'participant', link: zaphod.as } as const
    ;(await room()).join(socket, sender, { speaksOurs: true, epoch: (await room()).state.epoch })
    const cyNow = async () => (await room()).store.people.read().participants[cy.body.participant.id]
    expect(await cyNow()).toMatchObject({ name: 'Cy', host: zaphod.id })

    await grace.post<EraseReceipt>('/erase', { person: zaphod.id, ...BECAUSE })

    expect(await cyNow()).toMatchObject({ name: 'Cy' })
    expect(await cyNow()).not.toHaveProperty('host')
    expect(closed).toEqual([4401])
    expect(server.stores.registry.board(id)?.codes).toEqual([])
    const back = await server.device().ask('POST', '/api/join', { body: { code: own.code } })
    expect(back.status).toBe(404)
  })

  it('a statement leaves nothing of it, of what was said and of what was decided about it', async () => {
    const scene = await workshop()
    const { dataDir, grace, room } = scene
    const words = [
      'MARK-statement',
      'MARK-why-of-F2',
      'MARK-evidence-of-F2',
      'MARK-comment-on-F2',
      'MARK-again',
      'MARK-answer-on-F2',
      'MARK-reason-on-F2',
      'MARK-decision-on-F2',
      'MARK-other-view',
      'MARK-reopened-F2',
    ]
    for (const word of words) expect(filesWith(dataDir, word), word).not.toEqual([])

    const { body } = await grace.post<EraseReceipt>('/erase', { statement: 'F2', ...BECAUSE })
    await settle(scene)

    expect(body).toMatchObject({ erased: 'statement', versions: [1] })
    expect(filesWith(dataDir, ...words)).toEqual([])
    expect((await grace.get(`/candidates/${scene.reading}`)).body).toMatchObject({
      changed: [{ text: 'Stays as well.' }],
    })
    const { statements, comments } = (await room()).reads.snapshot()
    expect([...statements.keys()]).toEqual(['F1', 'F3'])
    expect(comments.get('F1')?.length).toBe(3)
    expect((await grace.get<object>('/history')).status).toBe(200)
    expect(JSON.stringify((await grace.get('/history')).body)).not.toContain('MARK-decision')
  })

  it('a comment leaves nothing of it, and every other comment', async () => {
    const scene = await workshop()
    const { dataDir, grace, ama, room } = scene

    await grace.post<EraseReceipt>('/erase', { comment: `${ama.id}/c3`, ...BECAUSE })
    await settle(scene)

    expect(filesWith(dataDir, 'MARK-comment-alone')).toEqual([])
    expect(filesWith(dataDir, 'MARK-comment-of-zaphod')).not.toEqual([])
    expect(
      (await room()).reads
        .snapshot()
        .comments.get('F1')
        ?.map((it) => it.text),
    ).toEqual(['MARK-comment-of-zaphod', 'Stays.'])
  })

  it('[write-4] a comment that is withdrawn leaves why in its place, until what it was on is erased', async () => {
    const scene = await workshop()
    const { dataDir, grace, ama, room } = scene
    const reason = 'It names a patient'
    const order = { comment: `${ama.id}/c2`, reason, tell: true }

    expect((await ama.post('/erase', order)).status).toBe(403)
    await grace.post<EraseReceipt>('/erase', order)
    await settle(scene)

    const withdrawn = async () => (await room()).reads.snapshot().live.withdrawn
    expect(filesWith(dataDir, 'MARK-again', 'MARK-comment-on-F2')).toEqual([])
    expect((await withdrawn()).get('F2')).toEqual([{ at: expect.any(Number), reason }])
    // Why a comment went is for those who may read comments: in the full record, and in no public file.
    const file = (set: string) => grace.get(`/exports/board.json?set=${set}`)
    expect([(await file('full')).text, (await file('public')).text].map((it) => it.includes(reason))).toEqual(
      [true, false],
    )
    await grace.post<EraseReceipt>('/erase', { statement: 'F2', ...BECAUSE })
    expect((await withdrawn()).size).toBe(0)
  })

  it('a board leaves no file of it; who was on it is told that it is gone', async () => {
    const { dataDir, server, grace, ama, id } = await workshop()
    await grace.post('/links', { role: 'participant', label: 'MARK-label' })
    await server.stores.registry.putSetting('another', 'write')

    const { status, body } = await grace.post<EraseReceipt>('/erase', { board: id, ...BECAUSE })

    expect(status).toBe(201)
    expect(body).toMatchObject({ erased: 'board', board: id })
    expect(filesWith(dataDir, 'MARK', 'Our response')).toEqual([])
    expect([...filesIn(dataDir).keys()].some((it) => it.includes(id))).toBe(false)
    expect((await ama.get('')).status).toBe(410)
    await stop()
    await start(dataDir)
    expect(await command(dataDir, 'doctor')).toMatchObject({ code: 0 })
  })

  it('is for facilitators, of this very board, and of nothing while it is held', async () => {
    const { server, grace, ama, id } = await workshop()

    expect((await ama.post('/erase', { statement: 'F2', ...BECAUSE })).status).toBe(403)
    expect((await grace.post('/erase', { board: 'another', ...BECAUSE })).status).toBe(404)
    expect((await grace.post('/erase', { statement: 'F2' })).status).toBe(422)
    const entry = server.stores.registry.board(id)
    await server.stores.registry.putBoard({ ...entry, retention: { hold: true } } as never)
    for (const what of [{ statement: 'F2' }, { board: id }, { person: ama.id }])
      expect((await grace.post('/erase', { ...what, ...BECAUSE })).status).toBe(409)
    expect((await ama.get('')).status).toBe(200)
  })

  it('[B8] sends away every copy, and a copy of before is not taken back', async () => {
    const { grace, ama, room } = await workshop()
    const { epoch } = (await room()).state
    const closed: number[] = []
    const socket = { send: () => {}, close: (code: number) => closed.push(code), bufferedAmount: 0 }
    const sender = { participant: ama.id, role: 'participant', link: ama.as } as const
    ;(await room()).join(socket, sender, { speaksOurs: true, epoch })

    await grace.post('/erase', { statement: 'F2', ...BECAUSE })
    ;(await room()).join(socket, sender, { speaksOurs: true, epoch })

    expect(closed).toEqual([4409, 4409])
  })

  it('keeps the hash a version was sealed with, says what its files are now, and what is beyond it', async () => {
    const { dataDir, grace } = await workshop({ BACKUP_DAYS: '30' })
    const [sealed] = (await grace.get<VersionReply[]>('/versions')).body

    const { body } = await grace.post<EraseReceipt>('/erase', { statement: 'F2', ...BECAUSE })

    const [now] = (await grace.get<VersionReply[]>('/versions')).body
    expect(now?.sha256).toBe(sealed?.sha256)
    expect(now?.redacted?.sha256).not.toBe(sealed?.sha256)
    const file = await grace.get('/versions/1/exports/board.json')
    expect(file.text).toContain('"redacted"')
    expect(file.text).not.toContain('MARK-statement')
    expect(body.backupsUntil).toBe(body.at + 30 * 86_400_000)
    expect(body.beyond).toContain('after 30 days')
    await stop()
    expect((await command(dataDir, 'doctor')).said).not.toContain('not what was sealed')
  })

  it('that was cut short is noticed by the doctor, and done by asking again', async () => {
    const { dataDir, server, grace, room } = await workshop()
    const files = (await room()).store.files
    const write = files.write
    files.write = () => Promise.reject(new Error('power'))
    expect((await grace.post('/erase', { statement: 'F2', ...BECAUSE })).status).toBe(500)
    files.write = write
    expect((await command(dataDir, 'doctor')).said).toContain('erasing the statement F2 was begun')

    expect((await grace.post('/erase', { statement: 'F2', ...BECAUSE })).status).toBe(201)

    expect(filesWith(dataDir, 'MARK-statement')).toEqual([])
    await server.rooms.evict((await room()).id, 1012, 'away')
    expect((await command(dataDir, 'doctor')).said).not.toContain('was begun')
  })

  it('is done by a command while the server is stopped, by the names that people know', async () => {
    const { dataDir, server, id, ama, zaphod } = await workshop()
    const { registry } = server.stores
    const code = { hash: 'MARK-code', participant: zaphod.id, role: 'participant', until: 9e15 } as const
    const entry = registry.board(id)
    if (entry) await registry.putBoard({ ...entry, codes: [{ ...code, link: zaphod.as }] })
    const keyed = { headers: { 'idempotency-key': 'again' } }
    expect((await ama.post('/people/here', { name: 'Cy' }, keyed)).status).toBe(201)
    const isKept = () => [...filesIn(dataDir).keys()].some((it) => it.includes('/once.'))
    expect(isKept()).toBe(true)
    const refused = await command(dataDir, 'erase', id, '--statement', 'F2', '--because', 'Asked for')
    expect(refused.said).toContain('in use by another server')
    await stop()

    const person = await command(dataDir, 'erase', id, '--person', 'MARK-zaphod', '--because', 'Asked for')
    const statement = await command(dataDir, 'erase', id, '--statement', 'F2', '--because', 'Asked for')

    expect([person.code, statement.code]).toEqual([0, 0])
    expect(filesIn(dataDir).get('registry.json')?.includes('MARK-code')).toBe(false)
    expect(isKept()).toBe(false)
    expect(JSON.parse(person.said)).toMatchObject({ erased: 'person', by: 'server' })
    expect(filesWith(dataDir, 'MARK-statement', 'MARK-post', 'MARK-comment-of-zaphod')).toEqual([])
    const nothing = await command(dataDir, 'erase', id, '--statement', 'F99', '--because', 'Asked for')
    expect(nothing).toMatchObject({ code: 1, said: expect.stringContaining('Nothing of it was found') })
    expect((await command(dataDir, 'erase', id, '--because', 'x')).code).toBe(64)
    expect((await command(dataDir, 'erase', id, '--board', '--because', 'Done with')).code).toBe(0)
    expect(filesWith(dataDir, 'MARK', 'Our response')).toEqual([])
  })
})
