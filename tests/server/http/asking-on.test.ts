import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Env } from '../../../server/middleware/access.ts'
import { cutOffWhoAsksOn } from '../../../server/middleware/asking-on.ts'
import { replyWithProblems } from '../../../server/middleware/problem-reply.ts'
import { Problem } from '../../../shared/problem.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { rawLink } from '../../support/raw-link.ts'

const CALL = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

it('[E2] whoever is told to wait and asks on meanwhile is cut off', async () => {
  let asked = 0
  let tell = () => {}
  const held = new Promise<void>((resolve) => {
    tell = resolve
  })
  const app = new Hono<Env>()
  app.use(cutOffWhoAsksOn)
  app.onError(
    replyWithProblems(
      quietLog(),
      () => {},
      () => held,
      () => {},
    ),
  )
  app.get('/', () => {
    asked += 1
    throw new Problem('too_many', '')
  })
  const base = await new Promise<string>((listening) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      listening(`http://127.0.0.1:${port}`),
    )
    onTestFinished(() => void server.close())
  })
  const link = await rawLink(base)

  link.write(CALL)
  await vi.waitFor(() => expect(asked).toBe(1))
  link.write(CALL)
  expect(await link.gone()).not.toBe('still there')
  tell()

  expect([asked, link.heard()]).toEqual([1, ''])
})
