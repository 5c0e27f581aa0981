import { expect, it } from 'vitest'
import { type JournalRecord, StorageUnavailable } from '../../../server/store/contract.ts'
import { openMemoryStores } from '../../../server/store/memory.ts'

const claim = (client: number): JournalRecord => ({ type: 'claim', at: 0, by: 'ama', client })

it('lets a test refuse an append, and keeps the next one', async () => {
  const stores = openMemoryStores()
  const { journal } = await stores.createBoard('b1')
  stores.faults.before = ({ what }) => {
    if (what === 'append') throw new StorageUnavailable('the disk is full')
  }

  await expect(journal.append([claim(1)])).rejects.toBeInstanceOf(StorageUnavailable)
  stores.faults.before = () => {}

  expect(await journal.append([claim(2)])).toBe(1)
})

it('lets a test stall appends; what waits is saved in its order', async () => {
  const stores = openMemoryStores()
  const { journal } = await stores.createBoard('b1')
  let goOn = () => {}
  const stalled = new Promise<void>((resolve) => {
    goOn = resolve
  })
  stores.faults.before = () => stalled

  const ends = Promise.all([journal.append([claim(1)]), journal.append([claim(2)])])
  expect(journal.end).toBe(0)
  goOn()

  expect(await ends).toEqual([1, 2])
})
