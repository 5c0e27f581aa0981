/**
 * The OpenAPI document: what routes say they take, and what `api-replies.ts` says they answer.
 */
import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import * as z from 'zod/mini'
import { PROBLEMS, type ProblemCode } from '../shared/problem.ts'
import { type Answers, API_REPLIES } from './api-replies.ts'
import type { Env } from './middleware/access.ts'

const DOCUMENTATION = {
  info: {
    title: 'Due Regard',
    version: '1',
    description:
      'Join a board by the key of a link; every later call carries the cookie and names its grant with ' +
      '`?as=<linkId>`. Errors are `{error: {code, message, detail}}`. Any call but GET may carry an ' +
      '`Idempotency-Key`: repeated within an hour, it changes nothing more and is answered as it was.',
  },
}

const ANYWHERE: readonly ProblemCode[] = ['bad_request', 'origin_foreign', 'stopping', 'internal']
const WITH_BODY: readonly ProblemCode[] = ['media_type', 'too_large', 'value_invalid', 'not_saving']
const ON_A_BOARD: readonly ProblemCode[] = [
  'no_session',
  'board_unknown',
  'board_erased',
  'link_withdrawn',
  'server_full',
  'not_saving',
  'too_many',
]
const OPEN_TO_STRANGERS = /^\/api\/boards\/\{id\}\/(join|names|wall)$/

/** Every way a call may say no. */
export function problemsOf(call: string): ReadonlySet<ProblemCode> {
  const [method = '', path = ''] = call.split(' ')
  const isOnBoard = path.startsWith('/api/boards/{id}') && !OPEN_TO_STRANGERS.test(path)
  return new Set([
    ...ANYWHERE,
    ...(isOnBoard ? ON_A_BOARD : []),
    ...(method === 'GET' ? [] : WITH_BODY),
    ...(API_REPLIES[call]?.problems ?? []),
  ])
}

interface Operation {
  parameters?: object[]
  responses?: Record<string, unknown>
}

export async function apiDocument(app: Hono<Env>): Promise<object> {
  const document = await generateSpecs(app, { documentation: DOCUMENTATION })
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods ?? {})) {
      const call = `${method.toUpperCase()} ${path}`
      const answers = API_REPLIES[call]
      if (answers) describe(operation as Operation, call, answers)
    }
  }
  return document
}

function describe(operation: Operation, call: string, { status = 200, reply }: Answers): void {
  const content =
    reply === 'file'
      ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: schemaOf(reply) } }
  const description = status === 201 ? 'It was made.' : 'As asked.'
  operation.responses = { [status]: { description, content }, ...refusalsOf(call) }
  if (call.startsWith('GET ')) return
  operation.parameters = [
    ...(operation.parameters ?? []),
    { in: 'header', name: 'Idempotency-Key', schema: { type: 'string', maxLength: 128 } },
  ]
}

/** By status, for that is what OpenAPI asks for; which one it is, is told by the code. */
function refusalsOf(call: string): Record<string, unknown> {
  const byStatus: Record<string, ProblemCode[]> = {}
  for (const code of problemsOf(call)) {
    const { status } = PROBLEMS[code]
    byStatus[status] = [...(byStatus[status] ?? []), code]
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      {
        description: codes.map((it) => `\`${it}\`: ${PROBLEMS[it].says}`).join('\n\n'),
        content: { 'application/json': { schema: schemaOf(refusalShape(codes)) } },
      },
    ]),
  )
}

export const refusalShape = (codes: readonly ProblemCode[]) =>
  z.strictObject({
    error: z.strictObject({ code: z.enum(codes), message: z.string(), detail: z.optional(z.string()) }),
  })

function schemaOf(shape: z.ZodMiniType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' })
  return schema
}
