/**
 * `npm run campaign -- <name> --times <n> [--seed <n>]`: a test that tries by chance, as often as wanted.
 *
 * Every campaign has a small share in `npm test`; the seeds at which one failed are kept in its test, which
 * tries them first each time. Without a name, the campaigns are listed. `--with <commit>` lets `cluster` run
 * servers of that version beside those of this one, over one Redis, with the packages of this one.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, ROOT, stop } from './prepare.mjs'

const campaign = (file, what) => ({
  file,
  what,
  env: (times, seed) => ({ CAMPAIGN_TIMES: times, CAMPAIGN_SEED: seed }),
})

const CAMPAIGNS = {
  crash: campaign('tests/campaigns/crash.test.ts', 'kills of a real server under twenty people'),
  frames: campaign('tests/campaigns/frames.test.ts', 'hostile frames against a room'),
  attacks: {
    ...campaign(
      'tests/campaigns/attacks.test.ts',
      'rounds of ninety attacks by a participant who means harm, against a real server',
    ),
    usually: '1',
  },
  cluster: {
    ...campaign(
      'tests/campaigns/cluster.test.ts',
      'rounds of everything that may happen to three servers and their Redis',
    ),
    usually: '5',
  },
  balancers: {
    ...campaign(
      'tests/campaigns/balancers.test.ts',
      'rounds of killing and replacing three servers behind HAProxy, and behind nginx',
    ),
    usually: '2',
  },
  workshop: {
    ...campaign('tests/campaigns/workshop/workshop.test.ts', 'workshops of 21 people over 290 statements'),
    usually: '1',
  },
  guard: {
    file: 'tests/server/sync/guard-fuzz.test.ts',
    what: 'boards on which the guard is held against Yjs itself',
    env: (times, seed) => ({ FUZZ_SEEDS: times, FUZZ_FROM: seed }),
  },
  life: {
    file: 'tests/simulation/board-life.test.ts',
    what: 'lives of a board over a store that crashes',
    env: (times, seed) => ({ SIM_SEEDS: times, SIM_FROM: seed }),
  },
  journal: {
    file: 'tests/server/store/kill.test.ts',
    what: 'kills of a process that writes journals',
    env: (times) => ({ KILLS: times }),
  },
  'saved-line': {
    file: 'tests/client/session/saved-truth.test.ts',
    what: 'stories in which the saved line must be true',
    env: (times) => ({ SESSION_RUNS: times }),
  },
}

const [name, ...rest] = process.argv.slice(2)
const given = (option) => {
  const value = rest[rest.indexOf(`--${option}`) + 1]
  return rest.includes(`--${option}`) ? value : undefined
}
const chosen = CAMPAIGNS[name]
const times = given('times') ?? chosen?.usually ?? '100'
const seed = given('seed') ?? String(Date.now() % 1_000_000)
if (!chosen || !/^\d+$/.test(times) || !/^\d+$/.test(seed)) {
  const list = Object.entries(CAMPAIGNS).map(([it, { what }]) => `  ${it.padEnd(12)}${what}`)
  process.stdout.write(`npm run campaign -- <name> --times <n> [--seed <n>]\n\n${list.join('\n')}\n`)
  process.exit(name === undefined ? 0 : 1)
}

const other = given('with')
const otherFolder = other === undefined ? undefined : checkedOut(other)
process.stdout.write(`${name}: ${times} ${chosen.what}, from seed ${seed}\n`)
const { status } = spawnSync(
  process.execPath,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', chosen.file, '--disable-console-intercept'],
  { cwd: ROOT, stdio: 'inherit', env: environment() },
)
if (otherFolder !== undefined) {
  git('worktree', 'remove', '--force', otherFolder)
  rmSync(otherFolder, { recursive: true, force: true })
}
process.exitCode = status ?? 1

function environment() {
  const theirs = otherFolder === undefined ? {} : { CAMPAIGN_OTHER: otherFolder }
  return { ...process.env, CAMPAIGN: name, ...theirs, ...chosen.env(times, seed) }
}

/** Another version of this in a folder of its own. */
function checkedOut(commit) {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-other-'))
  if (git('worktree', 'add', '--detach', folder, commit).status !== 0) stop(`There is no commit ${commit}.`)
  symlinkSync(at('node_modules'), join(folder, 'node_modules'))
  return folder
}

function git(...args) {
  return spawnSync('git', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
}
