/** The commands by name; one more is its file and a line here. */
import { backup } from './backup.ts'
import { type Command, Misused, type Tools } from './command.ts'
import { doctor } from './doctor.ts'
import { erase } from './erase.ts'
import { exportAll } from './export-all.ts'
import { link } from './link.ts'
import { restore } from './restore.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  backup,
  restore,
  doctor,
  erase,
  link,
  'export-all': exportAll,
}

/** As sysexits.h has them. */
const USAGE = 64
const FAILED = 70

const IN_REDIS =
  'REDIS_URL is set: these boards are kept in Redis, whose own tools copy it and look at it. ' +
  'Facilitators erase and export at the board. docs/operations.md says more.'

export async function runCommand(args: readonly string[], tools: Tools): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    const isAsked = ['help', '--help', '-h'].includes(name)
    if (!isAsked) tools.say(`due-regard has no command “${name}”.\n`)
    tools.say(help())
    return isAsked ? 0 : USAGE
  }
  if (tools.config.redisUrl !== null) {
    tools.say(IN_REDIS)
    return FAILED
  }
  try {
    return await command.run(rest, tools)
  } catch (error) {
    if (error instanceof Misused) {
      tools.say(`${error.message}\n  due-regard ${name} ${command.args}`)
      return USAGE
    }
    tools.say(isPlain(error) ? error.message : `This did not work.\n${stackOf(error)}`)
    return FAILED
  }
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, { args, line }]) =>
    [`  ${name} ${args}`.padEnd(34), line].join(' '),
  )
  return [
    'due-regard            is the server, keeping its boards in DATA_DIR (./data unless set)',
    'due-regard COMMAND    looks after what is kept there:',
    '',
    ...lines,
    '',
    'docs/operations.md has the steps for a night of backups and a morning of restoring.',
  ].join('\n')
}

/** Whether an error's message is the whole explanation; otherwise it is a fault of ours. */
const isPlain = (error: unknown): error is Error =>
  error instanceof Error &&
  ['UpkeepRefused', 'DataFolderRefused', 'FileDamaged', 'StorageUnavailable', 'Problem'].includes(error.name)

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
