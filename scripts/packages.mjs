/** Programs of this machine, and how the tests come by those that are not there. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Only for root on a machine with apt; elsewhere nothing happens. */
export function installPackage(name, title) {
  if (process.getuid?.() !== 0) return
  process.stdout.write(`Installing ${title}, once.\n`)
  run('apt-get', ['update', '-q'])
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', name])
}

export const isOnPath = (name) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function run(command, args) {
  spawnSync(command, args, {
    stdio: 'inherit',
    // Services that a package brings are the machine's matter: a test starts what it needs by itself.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
}
