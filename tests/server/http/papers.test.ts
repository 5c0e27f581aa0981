import { createHash } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { paperText, rootsOf } from '../../../shared/doc/board-doc.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

type Person = Awaited<ReturnType<TestServer['join']>>

const bytesOf = async (person: Person, path: string) => (await person.get(path)).bytes

const wordsOf = (docx: Uint8Array, part = 'word/document.xml') =>
  strFromU8(unzipSync(docx)[part] as Uint8Array)

describe('the files', () => {
  it.each(EXPORTERS.filter((it) => !it.isFull).map((it) => [it.file, it.mediaType] as const))(
    '[out-1] %s comes by a plain link to every role, the same bytes each time',
    async (file, mediaType) => {
      const server = await openTestServer()
      const { board } = await server.openBoard()
      const projector = await server.join(board, 'observer', null)

      const { status, headers } = await projector.get(`/exports/${file}`)
      const [first, second] = [
        await bytesOf(projector, `/exports/${file}`),
        await bytesOf(projector, `/exports/${file}`),
      ]

      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe(mediaType)
      expect(headers.get('content-disposition')).toBe(`attachment; filename="our-response-${file}"`)
      expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
      expect((await projector.get(`/exports/${file}?set=full`)).status).toBe(403)
    },
  )

  it('[value-4] the record is for facilitators, a release for everybody and without comments', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)
    const room = await server.rooms.open(board.board.id)
    await room.edit(grace.id, (doc) =>
      rootsOf(doc).comments.set(`${grace.id}/c1`, { on: 'F1', text: 'Between ourselves.' }),
    )
    const everyWord = (zip: Uint8Array) =>
      Object.entries(unzipSync(zip))
        .flatMap(([name, bytes]) => (/\.(docx|xlsx)$/.test(name) ? Object.values(unzipSync(bytes)) : [bytes]))
        .map((it) => strFromU8(it))
        .join('\n')

    expect((await projector.get('/exports/record.zip')).status).toBe(403)
    expect(everyWord(await bytesOf(grace, '/exports/record.zip'))).toContain('Between ourselves.')
    const release = await bytesOf(grace, '/exports/release.zip?set=full')
    expect(everyWord(release)).not.toContain('Between ourselves.')
    const parts = unzipSync(release)
    const sums = strFromU8(parts.SHA256SUMS as Uint8Array)
      .trim()
      .split('\n')
    expect(sums).toHaveLength(Object.keys(parts).length - 1)
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ')
      expect(
        createHash('sha256')
          .update(parts[name] as Uint8Array)
          .digest('hex'),
      ).toBe(sum)
    }
    expect(strFromU8(parts['withheld.txt'] as Uint8Array)).toContain('Comments:')
  })

  it('a board paper is of the kind that is asked for, and of no other kind', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    expect(wordsOf(await bytesOf(grace, '/exports/board-paper.docx?kind=progress'))).toContain(
      'Our response: progress',
    )
    expect((await grace.get('/exports/board-paper.docx?kind=novel')).status).toBe(422)
  })

  it('[seal-2] of a sealed version say which, stay as they were, and say once it is approved', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const { body } = await grace.post<VersionReply>('/versions', { label: 'As presented' })
    const sealed = () => bytesOf(grace, '/versions/1/exports/board-paper.docx')
    const first = await sealed()
    const digits = body.sha256
      .slice(0, 12)
      .toUpperCase()
      .replace(/(.{4})(.{4})(.{4})/, '$1 $2 $3')
    expect(wordsOf(first, 'word/footer1.xml')).toContain('Version 1')
    expect(wordsOf(first, 'word/footer1.xml')).toContain(digits)

    const room = await server.rooms.open(board.board.id)
    await room.edit(grace.id, (doc) => paperText(doc, 'background').insert(0, 'Afterwards.'))
    expect(Buffer.from(await sealed()).equals(Buffer.from(first))).toBe(true)
    const draft = await bytesOf(grace, '/exports/board-paper.docx')
    expect(wordsOf(draft)).toContain('Afterwards.')
    expect(wordsOf(draft, 'word/footer1.xml')).toContain('Draft')

    await grace.post('/versions/1/approvals', { meeting: 'Board of Directors', outcome: 'approved' })
    const approved = await sealed()
    expect(wordsOf(approved, 'word/footer1.xml')).toContain('Approved (version 1)')
    expect(wordsOf(approved)).toContain('Board of Directors')
  })
})
