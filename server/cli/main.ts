/** `due-regard COMMAND …`, in a process of its own. */
import { systemClock } from '../../shared/clock.ts'
import { ConfigMistake, readConfig } from '../config.ts'
import { runCommand } from './commands.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

try {
  const config = readConfig(process.env)
  process.exitCode = await runCommand(process.argv.slice(2), { config, clock: systemClock, say })
} catch (error) {
  if (!(error instanceof ConfigMistake)) throw error
  say(error.message)
  process.exitCode = 78
}
