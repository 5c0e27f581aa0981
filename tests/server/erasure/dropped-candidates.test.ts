import { expect, it } from 'vitest'
import { dropWords, keepReading, type Reading, readReading } from '../../../server/readings.ts'
import { newMemoryWorld, openMemoryStores } from '../../../server/store/memory.ts'

const LONG = 'The trust should publish every quarter how many complaints were upheld.'

async function scene(...texts: string[]) {
  const { files } = await openMemoryStores(newMemoryWorld()).createBoard('board1')
  const list = texts.map((text, at) => ({ id: `c${at}`, text, v: 1 }))
  const about = { name: null, publication: { title: 'A report', code: 'F' }, version: 1, by: 'grace', at: 1 }
  for (const id of ['one', 'two']) await keepReading(files, { ...about, id, list } as Reading)
  const left = async (id: string) => (await readReading(files, id)).list.map((it) => it.text)
  return { files, left }
}

it('[A12] a short statement takes out the candidate it is, and none that only has its words', async () => {
  const { files, left } = await scene('Be\nopen.', 'Leaders must be open. Be open.', LONG)

  expect(await dropWords(files, 'Be open.')).toBe(2)

  expect(await left('one')).toEqual(['Leaders must be open. Be open.', LONG])
})

it('[A12] a long one takes out what has it word for word, and passes over a report that has gone', async () => {
  const { files, left } = await scene(`Chapter 3. ${LONG}`, 'Be kind.')
  const read = files.read.bind(files)
  files.read = async (name) => (name.includes('one') ? null : read(name))

  expect(await dropWords(files, LONG)).toBe(1)

  expect(await left('two')).toEqual(['Be kind.'])
})
