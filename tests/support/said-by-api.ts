/**
 * Holds what the server really answers against what its OpenAPI document says it does.
 */
import * as z from 'zod/mini'
import { problemsOf, refusalShape } from '../../server/api-document.ts'
import { API_REPLIES } from '../../server/api-replies.ts'

interface Said {
  status: number
  body: unknown
}

const calls = Object.keys(API_REPLIES).map((call) => {
  const [method = '', template = ''] = call.split(' ')
  const parts = template.split('/')
  const like = new RegExp(`^${parts.map((it) => (it.startsWith('{') ? '[^/]+' : it)).join('/')}$`)
  return { call, method, like, fixed: parts.filter((it) => !it.startsWith('{')).length }
})
// Of two that fit, the one that says more.
calls.sort((a, b) => b.fixed - a.fixed)

export function callOf(method: string, path: string): string | null {
  const [way = ''] = path.split('?')
  return calls.find((it) => it.method === method && it.like.test(way))?.call ?? null
}

/** What of an answer the document does not say, or null. */
export function unsaid(call: string, { status, body }: Said): string | null {
  const answers = API_REPLIES[call]
  if (!answers) return `${call} is not described`
  const { reply } = answers
  const isFine = status < 400
  if (isFine && status !== (answers.status ?? 200)) return `${call} answers ${status}`
  if (isFine && reply === 'file') return null
  const shape = isFine ? (reply as z.ZodMiniType) : refusalShape([...problemsOf(call)])
  const parsed = z.safeParse(shape, body)
  if (parsed.success) return null
  return `${call} ${status}: ${JSON.stringify(parsed.error.issues).slice(0, 600)} in ${JSON.stringify(body).slice(0, 300)}`
}
