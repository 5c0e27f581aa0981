import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { guidePages } from './vite.guide.ts'
import { licences } from './vite.licences.ts'
import { PAGE_FILES } from './vite.page-files.ts'

const licencesOf = licences()
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `vite build --app` writes dist/client and dist/server; packages stay external to the server bundle. */
export default defineConfig({
  root: at('./client'),
  cacheDir: at('./node_modules/.vite'),
  plugins: [guidePages(), directIcons(), react(), shellList(), licencesOf.inPage],
  builder: {},
  worker: { format: 'es', plugins: () => [licencesOf.inWorker()] },
  resolve: {
    dedupe: ['react', 'react-dom', 'yjs', 'y-protocols', 'lib0'],
    alias: { 'lib0/logging': at('./client/session/yjs-console.ts') },
  },
  environments: {
    client: {
      build: {
        outDir: at('./dist/client'),
        emptyOutDir: true,
        manifest: true,
        rolldownOptions: {
          input: { index: at('./client/index.html'), sw: at('./client/shell/service-worker.ts') },
          // Browsers know a service worker by its address, so that one never changes.
          output: {
            entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
            codeSplitting: { groups: PAGE_FILES },
          },
        },
      },
    },
    ssr: {
      build: {
        outDir: at('./dist/server'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node20',
        sourcemap: true,
        rolldownOptions: {
          input: {
            main: at('./server/main.ts'),
            'desk-worker': at('./server/desk-worker.ts'),
            cli: at('./server/cli/main.ts'),
          },
        },
      },
    },
  },
})

/**
 * Tells the service worker what the shell is made of: all programs, styles and fonts of the pages. Workers
 * are left out: they read files to import, which needs the server anyway.
 */
function shellList(): Plugin {
  return {
    name: 'shell-list',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') return
      const built = Object.values(bundle).filter((it) => it !== worker)
      const files = built
        .filter((it) => it.type === 'chunk' || /\.(css|woff2)$/.test(it.fileName))
        .map((it) => `/${it.fileName}`)
        .sort()
      const entry = built.find((it) => it.type === 'chunk' && it.isEntry)
      if (worker.imports.length > 0 || !entry) this.error('the service worker is one file beside one page')
      const page = bundle['index.html']
      const shell = {
        build: createHash('sha256')
          .update(`${files} ${page?.type === 'asset' && page.source}`)
          .digest('base64url')
          .slice(0, 12),
        entry: `/${entry.fileName}`,
        files: [...files, '/icon.svg'],
      }
      worker.code = worker.code.replace('__SHELL__', () => JSON.stringify(shell))
    },
  }
}

/**
 * Asks for each icon's own file instead of the list of all of them: who needs which icon is then known, and
 * a build reads forty files of the package instead of two thousand.
 */
function directIcons(): Plugin {
  const files = new Map<string, string>()
  return {
    name: 'direct-icons',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      const list = readFileSync(at('./node_modules/lucide-react/dist/esm/lucide-react.mjs'), 'utf8')
      for (const [, names = '', file = ''] of list.matchAll(/export \{([^}]+)\} from '\.\/(icons\/[^']+)'/g))
        for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, file)
    },
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes("from 'lucide-react'")) return null
      return code.replace(/^import \{([^}]+)\} from 'lucide-react'/gm, (_, names: string) =>
        names
          .split(',')
          .map((it) => it.trim())
          .filter((it) => it && !it.startsWith('type '))
          .map((it) => {
            const [name = '', as = name] = it.split(' as ')
            const file = files.get(name) ?? this.error(`lucide-react has no icon ${name}`)
            return `import ${as} from 'lucide-react/dist/esm/${file}'`
          })
          .join('; '),
      )
    },
  }
}
