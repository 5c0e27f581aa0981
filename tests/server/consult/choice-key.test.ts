/** The key that alone can tell whose a choice is. */
import { expect, it } from 'vitest'
import { makeVoterOf, readVoterOf } from '../../../server/consult/choice-key.ts'

/** Files in memory, each written a moment later. */
function slowFiles() {
  const kept = new Map<string, Uint8Array>()
  return {
    read: async (name: string) => kept.get(name) ?? null,
    write: async (name: string, bytes: Uint8Array) => {
      await Promise.resolve()
      kept.set(name, bytes)
    },
    remove: async (name: string) => void kept.delete(name),
    list: async () => [...kept.keys()],
  }
}

it('[vote-8] two who ask for it first are given one key, or one person could choose twice', async () => {
  const files = slowFiles() as unknown as Parameters<typeof makeVoterOf>[0]

  const both = await Promise.all([makeVoterOf(files), makeVoterOf(files)])
  const later = await readVoterOf(files)

  const [one, two] = both.map((voterOf) => voterOf('ama'))
  expect(one).toBe(two)
  expect(later?.('ama')).toBe(one)
})
