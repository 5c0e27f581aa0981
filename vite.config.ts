import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `vite build --app` writes dist/client and dist/server; packages stay external to the server bundle. */
export default defineConfig({
  root: at('./client'),
  cacheDir: at('./node_modules/.vite'),
  plugins: [react(), shellList()],
  builder: {},
  worker: { format: 'es' },
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
          output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
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
          input: { main: at('./server/main.ts'), 'desk-worker': at('./server/desk-worker.ts') },
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
