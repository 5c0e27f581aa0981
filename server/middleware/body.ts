/**
 * What a request carries, taken within its bounds and checked against its shape before a route sees it.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { resolver, uniqueSymbol } from 'hono-openapi'
import * as z from 'zod/mini'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import type { Env } from './access.ts'

/** The small build of zod says nothing by itself. */
const IN_ENGLISH = { error: z.locales.en().localeError }

/** Takes a JSON body of a shape; the route reads it with `c.req.valid('json')`. */
export function json<Shape extends z.ZodMiniType>(
  shape: Shape,
): MiddlewareHandler<Env, string, { in: { json: z.input<Shape> }; out: { json: z.output<Shape> } }> {
  const take: MiddlewareHandler = async (c, next) => {
    if (mediaTypeOf(c) !== 'application/json') throw new Problem('media_type', 'send application/json')
    const parsed = z.safeParse(shape, parseJson(await readBody(c, LIMITS.bodyBytes)), IN_ENGLISH)
    if (!parsed.success) throw new Problem('value_invalid', misfitOf(parsed.error))
    c.req.addValidatedData('json', parsed.data as object)
    await next()
  }
  // The mark by which the OpenAPI document finds what a route takes.
  return Object.assign(take, { [uniqueSymbol]: { target: 'json', ...resolver(shape) } })
}

export const mediaTypeOf = (c: Context): string =>
  (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** The whole body, or `too_large` as soon as that is known. */
export async function readBody(c: Context, limit: number): Promise<Uint8Array> {
  if (c.req.header('content-encoding')) throw new Problem('media_type', 'send it uncompressed')
  const told = c.req.header('content-length')
  if (Number(told ?? 0) > limit) throw tooLarge(limit)
  // A body kept to be read again is paid for once.
  const pay = (c as Context<Env>).get('payForBody')
  c.set('payForBody', undefined)
  if (told !== undefined) pay?.(Number(told))
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > limit) throw tooLarge(limit)
      if (told === undefined) pay?.(chunk.byteLength)
      chunks.push(chunk)
    }
  } catch (error) {
    // Whoever hangs up before they have said everything is no fault of ours.
    throw error instanceof Problem ? error : new Problem('bad_request', 'the body broke off')
  }
  return Buffer.concat(chunks)
}

const tooLarge = (limit: number) =>
  new Problem('too_large', `at most ${Math.floor(limit / 1024).toLocaleString('en-GB')} KiB`)

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Problem('bad_request', 'the body is not JSON')
  }
}

/** The first thing wrong, with where it stands: `title: Too small`. */
function misfitOf(error: z.core.$ZodError): string {
  const issue = error.issues[0]
  if (!issue) return ''
  const where = issue.path.join('.')
  return where ? `${where}: ${issue.message}` : issue.message
}
