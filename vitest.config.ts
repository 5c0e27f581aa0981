import { defineConfig } from 'vitest/config'

/** Node tests and, for components, tests in a browser's DOM; whole browsers are Playwright's. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/{shared,server,contracts,simulation,campaigns,client}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'dom',
          include: ['tests/client/**/*.test.tsx'],
          environment: 'jsdom',
          testTimeout: 30_000,
        },
      },
    ],
  },
})
