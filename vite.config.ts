import { fileURLToPath } from 'node:url'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `vite build --app` writes dist/client and dist/server; packages stay external to the server bundle. */
export default defineConfig({
  root: at('./client'),
  cacheDir: at('./node_modules/.vite'),
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  builder: {},
  resolve: { dedupe: ['react', 'react-dom', 'yjs', 'y-protocols', 'lib0'] },
  environments: {
    client: { build: { outDir: at('./dist/client'), emptyOutDir: true, manifest: true } },
    ssr: {
      build: {
        outDir: at('./dist/server'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node20',
        sourcemap: true,
        rolldownOptions: {
          input: { main: at('./server/main.ts'), 'export-worker': at('./server/export-worker.ts') },
        },
      },
    },
  },
})
