import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStores } from '../../server/store/embedded/stores.ts'
import { newMemoryWorld, openMemoryStores } from '../../server/store/memory.ts'
import { systemClock } from '../../shared/clock.ts'
import { quietLog } from '../support/quiet-log.ts'
import { describeStores } from './stores-contract.ts'

describeStores('memory', async () => {
  const world = newMemoryWorld()
  return { open: async () => openMemoryStores(world), remove: async () => {} }
})

describeStores('embedded', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'due-regard-'))
  return {
    open: () => openEmbeddedStores({ dataDir, log: quietLog(), clock: systemClock }),
    remove: () => rm(dataDir, { recursive: true }),
  }
})

describeStores('embedded, in segments of a few records', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'due-regard-'))
  return {
    open: () => openEmbeddedStores({ dataDir, log: quietLog(), clock: systemClock, segmentBytes: 200 }),
    remove: () => rm(dataDir, { recursive: true }),
  }
})
