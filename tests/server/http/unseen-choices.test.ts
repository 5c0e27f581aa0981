/** Whatever anybody may ask for says the same, whichever way somebody chose: every file and every call. */
import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { BOARD_READS } from '../../support/board-reads.ts'
import { type Member, openTestServer } from '../../support/server.ts'

/** Without what moves with the hour and the number of things done, whatever they were. */
const withoutCounters = (text: string) =>
  text
    .replace(/"(position|seq|from|to|upTo)": ?\d+/g, '"$1":0')
    .replace(/[0-9a-f]{64}/g, 'sha')
    .replace(/\b\d\d:?\d\d(:?\d\d(\.\d+)?Z?)?\b|\b18\d{11}\b/g, 'hour')

function readable(bytes: Uint8Array): string {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return strFromU8(bytes)
  return Object.entries(unzipSync(bytes))
    .map(([name, inside]) => `${name}\n${readable(inside)}`)
    .join('\n')
}

it('[vote-8] nothing that others, or a view only link, can ask for differs by what somebody chose', async () => {
  const server = await openTestServer()
  let now = Date.UTC(2027, 3, 1, 9)
  // Nobody may ask as fast as a test does.
  const laterOn = () => {
    now += 20_000
    server.time.now = now
  }
  laterOn()
  const { board, grace } = await server.openBoard()
  const people: Member[] = []
  for (const name of ['Ama', 'Ben', 'Cyd', 'Dai', 'Eve', 'Fay'])
    people.push(await server.join(board, 'participant', name))
  const oli = await server.join(board, 'observer', 'Oli')
  const rob = await server.join(board, 'reviewer', 'Rob')
  await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
  const [ama, ...others] = people as [Member, ...Member[]]
  for (const it of others) await it.put('/votes/1/choices/F1', { choice: 'due-regard' })
  const chosen = async (choice: string) => {
    const { status, bytes } = await ama.put('/votes/1/choices/F1', { choice, reason: choice })
    expect(status).toBe(200)
    return bytes.length
  }
  const seen = async () => {
    const all = new Map<string, string>()
    for (const [role, who] of Object.entries({ grace, rob, oli, ben: others[0] as Member })) {
      for (const call of BOARD_READS) {
        laterOn()
        const { status, text } = await who.get(call)
        expect(status).not.toBe(429)
        all.set(`${role} ${call}`, `${status} ${withoutCounters(text)}`)
      }
      for (const { file } of EXPORTERS)
        for (const set of ['public', 'full']) {
          laterOn()
          const { status, bytes } = await who.get(`/exports/${file}?set=${set}`)
          expect(status).not.toBe(429)
          all.set(`${role} ${file} ${set}`, `${status} ${withoutCounters(readable(bytes))}`)
        }
    }
    return all
  }

  await chosen('new-action')
  const before = await seen()
  await chosen('not-my-area')
  const after = await seen()

  const differing = [...before].filter(([what, text]) => after.get(what) !== text).map(([what]) => what)
  expect(differing).toEqual([])
  expect(before.get('grace record.zip full')).toMatch(/^200 /)
  expect(server.logged.join('\n')).not.toMatch(/not-my-area|new-action(?!s)/)
})
