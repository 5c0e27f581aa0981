/**
 * The licences of what is built into the client, as a file beside it: most of them ask that their words go along.
 *
 * What is inside is told by the modules a build reads, those of its workers and the typeface among them, so a
 * package that is added later is there without being named anywhere.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

export const LICENCES = 'licences.txt'

export interface Licences {
  inPage: Plugin
  /** For each worker, whose modules the page's build does not see. */
  inWorker: () => Plugin
}

export function licences(): Licences {
  const folders = new Set<string>()
  const note = (path: string) => {
    const folder = packageFolder(path)
    if (folder) folders.add(folder)
  }
  const inWorker = (): Plugin => ({
    name: 'licences-in-worker',
    apply: 'build',
    moduleParsed: ({ id }) => note(id),
  })
  return {
    inWorker,
    inPage: {
      ...inWorker(),
      name: 'licences',
      applyToEnvironment: ({ name }) => name === 'client',
      generateBundle(_, bundle) {
        // A style sheet asks for its typeface by itself, so that is no module.
        for (const it of Object.values(bundle))
          for (const from of it.type === 'asset' ? it.originalFileNames : [])
            note(resolve(this.environment.config.root, from))
        const source = [
          'Due Regard is under the MIT licence. These packages are built into what runs in the browser.',
          ...Array.from(folders).map(licenceIn).sort(),
        ].join(`\n\n${'-'.repeat(80)}\n\n`)
        this.emitFile({ type: 'asset', fileName: LICENCES, source: `${source}\n` })
      },
    },
  }
}

/** The folder of the innermost package that a module is of, or null for our own. */
export const packageFolder = (id: string): string | null =>
  /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(id)?.[1] ?? null

function licenceIn(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((it) => /^(licen[cs]e|copying)/i.test(it))
  const words = file ? readFileSync(join(folder, file), 'utf8').trim() : ''
  return `${name} ${version}: ${license}\n\n${words}`
}
