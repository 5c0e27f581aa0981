import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { JoinReply } from '../../../shared/api.ts'
import { command, filesIn, newFolders, openFolderServer } from '../../support/data-folder.ts'

const folders = newFolders()
afterEach(() => folders.removeAll())

/** A board whose server is stopped. */
async function lostBoard() {
  const dataDir = join(folders.make(), 'data')
  const server = await openFolderServer(dataDir)
  const { board, grace } = await server.openBoard()
  const refused = await command(dataDir, 'link', board.board.id)
  await grace.post('/links', { role: 'facilitator', label: 'For the deputy' })
  await server.stop()
  return { dataDir, board, id: board.board.id, refused }
}

/** The roles that the links let in as, each by the link a command printed or a board began with. */
async function lettingIn(dataDir: string, paths: readonly string[]) {
  const server = await openFolderServer(dataDir)
  const replies = await Promise.all(
    paths.map(async (path) => {
      const [address = '', key = ''] = path.replace('/b/', '/api/boards/').split('#')
      const joined = server.device().ask<JoinReply>('POST', `${address}/join`, { body: { key, name: 'Ama' } })
      const { status, body } = await joined
      return [status, 'participant' in body ? body.participant.role : undefined]
    }),
  )
  await server.stop()
  return replies
}

it('prints a way in for facilitators who lost theirs, and nobody comes in by the lost one', async () => {
  const { dataDir, board, id, refused } = await lostBoard()
  expect(refused).toMatchObject({ code: 70, said: expect.stringContaining('in use by another server') })

  const { code, said } = await command(dataDir, 'link', id)

  const [path = ''] = said.split('\n')
  expect(code).toBe(0)
  expect(said).toContain('Withdrawn: 2 earlier links for facilitators.')
  const { facilitator, participant } = board.links
  expect(await lettingIn(dataDir, [path, facilitator.path, participant.path])).toEqual([
    [200, 'facilitator'],
    [401, undefined],
    [200, 'participant'],
  ])
})

it('leaves the earlier links with --keep, and says in the help how it is called', async () => {
  const { dataDir, board, id } = await lostBoard()

  const { said } = await command(dataDir, 'link', id, '--keep')

  const [path = ''] = said.split('\n')
  expect(said).not.toContain('Withdrawn')
  expect(await lettingIn(dataDir, [path, board.links.facilitator.path])).toEqual([
    [200, 'facilitator'],
    [200, 'facilitator'],
  ])
  expect((await command(dataDir, 'help')).said).toContain('link BOARD [--keep]')
})

it('makes none for a board that is not there, was erased, or is not named', async () => {
  const { dataDir, id } = await lostBoard()
  expect((await command(dataDir, 'erase', id, '--board', '--because', 'Done with')).code).toBe(0)
  const before = filesIn(dataDir).get('registry.json')

  const codes = []
  for (const asked of [[id], ['nowhere'], [], [id, 'more'], ['--force']])
    codes.push((await command(dataDir, 'link', ...asked)).code)

  expect(codes).toEqual([70, 70, 64, 64, 64])
  expect(filesIn(dataDir).get('registry.json')).toEqual(before)
})
