/** `backup`: a whole copy of the boards, taken while the server runs. */
import { resolve } from 'node:path'
import { openUpkeep } from '../store/open-upkeep.ts'
import { type Command, counted, DONE, keptLog, onlyOne } from './command.ts'

export const backup: Command = {
  args: 'FOLDER',
  line: 'copies all boards into a new folder, also while the server runs, and reads the copy again',
  async run(args, { config, clock, say }) {
    const folder = resolve(onlyOne(args, 'the folder to make, such as /backups/2026-11-23'))
    const upkeep = openUpkeep(config, { log: keptLog(), clock })
    const { boards, files } = await upkeep.backUp(folder)
    const bytes = files.reduce((sum, it) => sum + it.bytes, 0)
    say(`Backed up ${counted(boards.length, 'board')}, ${megabytes(bytes)}, into ${folder}.`)
    say('Every file was read again and is what was copied. Keys of private choices are not in it.')
    say('Whoever has this folder can open every board: keep it as safe as the server itself.')
    return DONE
  },
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`
