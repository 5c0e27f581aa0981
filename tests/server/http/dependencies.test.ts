import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const lock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<
    string,
    { version: string; resolved?: string; integrity?: string; dev?: boolean; license?: string }
  >
}
const namesOf = (path: string) => path.split('node_modules/').at(-1) ?? ''
const installed = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('what is installed', () => {
  it('[G4] has nothing that must not be used', () => {
    const names = new Set(installed.map(([path]) => namesOf(path)))

    for (const name of [
      'xlsx',
      'exceljs',
      '@y/websocket-server',
      '@hono/node-ws',
      'better-sqlite3',
      'elkjs',
    ]) {
      expect(names).not.toContain(name)
    }
  })

  it.each(['yjs', 'lib0', 'y-protocols', 'react', 'hono', 'ws'])('has one %s', (name) => {
    expect(installed.filter(([path]) => namesOf(path) === name)).toHaveLength(1)
  })

  it('is named by content, not by the place it came from', () => {
    expect(installed.filter(([, it]) => it.resolved !== undefined || it.integrity === undefined)).toEqual([])
  })

  it('[S6] comes, where it is installed to run, under a licence that asks for nothing but its words', () => {
    const FREE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0', 'CC0-1.0']
    const brought = installed.filter(([, it]) => !it.dev)

    const others = brought.filter(([, it]) => !FREE.includes(it.license ?? ''))
    expect(others.map(([path, it]) => `${namesOf(path)}: ${it.license}`)).toEqual([])
    expect(brought.length).toBeGreaterThan(20)
  })

  it('is pinned exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    ) as Record<string, Record<string, string>>

    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    }
  })
})
