/** `restore`: a backup put into an empty data folder, each board in a new epoch. */
import { resolve } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import type { BoardEntry, Registry } from '../store/contract.ts'
import type { StoreConfig } from '../store/open-stores.ts'
import { openUpkeep } from '../store/open-upkeep.ts'
import { type Command, counted, DONE, keptLog, onlyOne } from './command.ts'
import { withRooms } from './with-rooms.ts'

export const restore: Command = {
  args: 'FOLDER',
  line: 'puts a backup into an empty data folder; devices then compare what they hold, place by place',
  async run(args, { config, clock, say }) {
    const folder = resolve(onlyOne(args, 'the folder of the backup'))
    const upkeep = openUpkeep(config, { log: keptLog(), clock })
    const { boards, takenAt } = await upkeep.putBack(folder, (ready) => renewAll(ready, clock))
    say(`Restored ${counted(boards.length, 'board')} as of ${takenAt} into ${resolve(config.dataDir)}.`)
    say('Every link that was valid then opens its board again. What was done since is not there:')
    say('  - devices that still hold unsaved changes are shown them, and merge nothing by themselves;')
    say('  - whoever joined since joins again; links made since do not open anything;')
    say('  - an erasure made since has to be made again: `due-regard erase`, by its receipt;')
    say('  - doors are shut and codes open nothing: open the doors again where people still come in;')
    say('  - whose private choices were whose can no longer be told, so nobody can add to an open vote:')
    say('    show its results, which were kept, and ask again, or close it.')
    return DONE
  },
}

/** Later than any epoch that was reached before the loss: a board has not had one a second since then. */
const EPOCHS_SINCE = Date.UTC(2025, 0, 1)

export const epochAfterLoss = (clock: Pick<Clock, 'now'>): number =>
  Math.floor((clock.now() - EPOCHS_SINCE) / 1000)

async function renewAll(config: StoreConfig, clock: Clock): Promise<void> {
  await withRooms(config, clock, async ({ stores, rooms }) => {
    for (const entry of stores.registry.boards()) {
      if (entry.erasedAt !== undefined) continue
      await shutDoors(stores.registry, entry)
      const room = await rooms.open(entry.id)
      await room.rebuild('restored-backup', undefined, epochAfterLoss(clock))
    }
  })
}

/** Whatever was shut or used up since the backup would open again: a code is left on a wall for hours. */
async function shutDoors(registry: Registry, entry: BoardEntry): Promise<void> {
  const { doors: _, codes: __, ...rest } = entry
  await registry.putBoard(rest)
}
