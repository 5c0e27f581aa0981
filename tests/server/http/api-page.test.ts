import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type ApiDocument, apiPage } from '../../../server/api-page.ts'
import { openTestServer } from '../../support/server.ts'

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')

it('docs/api.md is what `npm run api` writes', async () => {
  const server = await openTestServer()
  const { body } = await server.device().ask<ApiDocument>('GET', '/api/openapi.json')

  await expect(apiPage(body, read('server/api-page.md'))).toMatchFileSnapshot('../../../docs/api.md')
})

it('a call is told in one line for what it takes and one for what it gives', () => {
  const page = apiPage(
    {
      paths: {
        '/api/boards/{id}/timer': {
          post: {
            summary: 'Start the timer',
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    anyOf: [
                      { properties: { start: { type: 'integer' } }, required: ['start'] },
                      { properties: { stop: { const: true } } },
                    ],
                  },
                },
              },
            },
            responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: {} } } } } },
          },
        },
      },
    },
    '# The API',
  )

  expect(page).toContain('## Private votes and decisions\n\n### `POST …/timer`\n\nStart the timer.')
  expect(page).toContain('- takes `{ start: integer } or { stop?: true }`\n- gives `[anything]`')
})
