/** What is written for whoever runs a server names what there is, and all of it. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runCommand } from '../../server/cli/commands.ts'
import { readConfig } from '../../server/config.ts'
import { systemClock } from '../../shared/clock.ts'
import { openTestServer } from '../support/server.ts'

const fileAt = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const operations = fileAt('docs/operations.md')

const namesIn = (text: string, pattern: RegExp): Set<string> =>
  new Set(Array.from(text.matchAll(pattern), (it) => it[1] ?? ''))

/** Figures of ours; those that every program in Node has are told of as such. */
async function figures(): Promise<Set<string>> {
  const { text } = await (await openTestServer()).device().ask('GET', '/metrics')
  return namesIn(text, /^# TYPE ((?:due_regard|http)_\w+)/gm)
}

it('[I4] every figure is in the guide for operations, and every one that it names or that wakes somebody is there', async () => {
  const all = await figures()
  const isThere = (name: string) => all.has(name.replace(/_bucket$/, ''))
  const told = namesIn(operations, /`((?:due_regard|http)_\w+)/g)
  const watched = namesIn(fileAt('deploy/prometheus-alerts.yml'), /\b((?:due_regard|http)_\w+)/g)

  expect([...all].filter((it) => !told.has(it))).toEqual([])
  expect([...told, ...watched].filter((it) => !isThere(it))).toEqual([])
  expect(watched.size).toBeGreaterThan(5)
})

it('every setting is in the table of the README, and is read', () => {
  const asked = new Set<string>()
  readConfig(
    new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_, name) => {
          asked.add(String(name))
          return undefined
        },
      },
    ),
  )

  expect([...namesIn(fileAt('README.md'), /^\| `([A-Z_]+)` \|/gm)].sort()).toEqual([...asked].sort())
})

it('every command is in the guide for operations, with its options, and there is none besides', async () => {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  await runCommand(['help'], { config: readConfig({}), clock: systemClock, say })
  const help = said.join('\n')

  const commands = namesIn(help, /^ {2}([a-z-]+) /gm)
  const named = namesIn(operations, /(?:^| )due-regard ([a-z][a-z-]*)/gm)

  expect(namesIn(operations, /^\| `([a-z-]+)[ A-Z….]*` \|/gm)).toEqual(commands)
  expect([...named].filter((it) => !commands.has(it))).toEqual([])
  for (const option of namesIn(help, /(--[a-z]+)/g)) expect(operations).toContain(option)
})

it('[I4] the unit starts the engine with the flags that npm start gives it, and this version of Node knows them', () => {
  const { scripts } = JSON.parse(fileAt('package.json')) as { scripts: { start: string } }
  const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'))
  const unit = /^ExecStart=(.+)$/m.exec(fileAt('deploy/due-regard.service'))?.[1] ?? ''

  expect(unit.split(' ').filter((word) => word.startsWith('--'))).toEqual(flags)
  expect(flags.length).toBeGreaterThan(0)
  expect(spawnSync(process.execPath, [...flags, '--eval', '']).status).toBe(0)
})
