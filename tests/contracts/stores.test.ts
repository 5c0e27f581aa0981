import { newMemoryWorld, openMemoryStores } from '../../server/store/memory.ts'
import { describeStores } from './stores-contract.ts'

describeStores('memory', async () => {
  const world = newMemoryWorld()
  return { open: async () => openMemoryStores(world), remove: async () => {} }
})
