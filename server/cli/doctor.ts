/** `doctor`: looks at a data folder, changes nothing, and says in sentences what is wrong and what to do. */
import { resolve } from 'node:path'
import { openUpkeep } from '../store/open-upkeep.ts'
import { UpkeepRefused } from '../store/upkeep.ts'
import { type Command, counted, keptLog, Misused } from './command.ts'
import { examineAll, type Finding, type Grade } from './examine.ts'

/** What a script makes of it. */
const EXIT: Record<Grade, number> = { note: 0, look: 1, lost: 2 }
const CANNOT_LOOK = 3

const TITLES: Record<Grade, string> = {
  lost: 'Damaged or missing:',
  look: 'To look at; nothing is missing:',
  note: 'For information:',
}

export const doctor: Command = {
  args: '',
  line: 'looks at the data folder; ends with 0: all well, 1: look at something, 2: damage, 3: cannot look',
  async run(args, { config, clock, say }) {
    if (args.length > 0) throw new Misused('It needs nothing but DATA_DIR.')
    const log = keptLog()
    const look = await openUpkeep(config, { log, clock })
      .look()
      .catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error))
        return null
      })
    if (!look) return CANNOT_LOOK
    if (look.folders.length === 0 && look.registry.boards().length === 0 && look.secret === null)
      throw new UpkeepRefused(`There are no boards at ${resolve(config.dataDir)}; set DATA_DIR.`)
    const { boards, records, findings } = await examineAll(look, log.lines, clock.now())
    say(`${resolve(config.dataDir)}: ${counted(boards, 'board')}, ${counted(records, 'record')}.`)
    for (const grade of ['lost', 'look', 'note'] as const) {
      const found = findings.filter((it) => it.grade === grade)
      if (found.length > 0) say(['', TITLES[grade], ...found.map(sentence)].join('\n'))
    }
    const worst = findings.reduce((most, { grade }) => Math.max(most, EXIT[grade]), 0)
    say(worst === 0 ? '\nEvery record and every file is as it was written.' : '')
    return worst
  },
}

const sentence = ({ board, says, todo }: Finding): string =>
  `- ${board ? `Board ${board}: ` : ''}${says}${todo ? `\n  What to do: ${todo}` : ''}`
